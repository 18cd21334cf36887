#include "solver/input/spatial_expression.h"

#include <gtest/gtest.h>

namespace zincfield::expressions_tests
{

  namespace
  {
    const InputPlace place{"test.prm", 7, "Film/Thickness", "text"};

    SpatialValue
    thickness(const std::string &text)
    {
      return parse_spatial_value(text, "nm", Range::positive(), place);
    }

    Location
    at(const double height, const double depth = 0.)
    {
      Location location;
      location.height = height;
      location.depth  = depth;
      return location;
    }

    template <typename Action>
    std::string
    message(const Action &action)
    {
      try
        {
          action();
        }
      catch (const InputError &error)
        {
          return error.what();
        }
      return "no error";
    }
  } // namespace

  TEST(Expressions, Constants)
  {
    EXPECT_TRUE(thickness("300 nm").is_constant());
    EXPECT_DOUBLE_EQ(thickness("300 nm")({}), 300e-9);
    EXPECT_DOUBLE_EQ(thickness("0.3 um")({}), 0.3e-6);
    EXPECT_TRUE(thickness("100*pi [nm]").is_constant());
    EXPECT_DOUBLE_EQ(thickness("100*pi [nm]")({}), 100e-9 * std::acos(-1.));
    EXPECT_DOUBLE_EQ(parse_spatial_value("0.5", "1", Range::any(), place)({}), 0.5);
    EXPECT_DOUBLE_EQ(parse_spatial_value("5 %", "1", Range::any(), place)({}), 0.05);
  }

  TEST(Expressions, Variables)
  {
    const SpatialValue value = thickness("50 + 20*height [nm]");
    EXPECT_FALSE(value.is_constant());
    EXPECT_EQ(value.text(), "50 + 20*height [nm]");
    EXPECT_DOUBLE_EQ(value(at(3.)), (50. + 20. * 3.) * 1e-9);
    EXPECT_DOUBLE_EQ(thickness("min(50, 10*exp(height)) [nm]")(at(1.)), 10. * std::exp(1.) * 1e-9);
    EXPECT_DOUBLE_EQ(parse_spatial_value("1 + depth", "1", Range::any(), place)(at(0., 0.25)), 1.25);
    Location everywhere;
    everywhere.x = 1., everywhere.y = 2., everywhere.z = 3., everywhere.distance_from_tip = 4.;
    EXPECT_DOUBLE_EQ(thickness("x + 10*y + 100*z + 1000*distance_from_tip [nm]")(everywhere), 4321e-9);
    const SpatialValue copy = value;
    EXPECT_DOUBLE_EQ(copy(at(1.)) + value(at(2.)), (50. + 20. + 50. + 40.) * 1e-9);
  }

  TEST(Expressions, Tables)
  {
    const SpatialValue table = thickness("table(height, 0, 50, 2, 100, 3, 400) [nm]");
    EXPECT_FALSE(table.is_constant());
    EXPECT_DOUBLE_EQ(table(at(-1.)), 50e-9);
    EXPECT_DOUBLE_EQ(table(at(0.)), 50e-9);
    EXPECT_DOUBLE_EQ(table(at(1.)), 75e-9);
    EXPECT_DOUBLE_EQ(table(at(2.)), 100e-9);
    EXPECT_DOUBLE_EQ(table(at(2.5)), 250e-9);
    EXPECT_DOUBLE_EQ(table(at(7.)), 400e-9);
    EXPECT_DOUBLE_EQ(thickness("table(height, 1, 50) [nm]")(at(3.)), 50e-9);
    EXPECT_DOUBLE_EQ(parse_spatial_value("2*table(1 - depth, 0, 1, 1, 2)", "1", Range::any(), place)(at(0., 0.25)), 3.5);
    EXPECT_EQ(
      message([] { thickness("table(height, 0, 50, 2) [nm]"); })
        .rfind("test.prm:7: Film/Thickness = text: the expression \"table(height, 0, 50, 2) \" cannot be read (table(s, s_1, "
               "v_1, s_2, v_2, ...) takes a position and pairs of a position and a value). Allowed: the variables x, y, z",
               0),
      0u)
      << message([] { thickness("table(height, 0, 50, 2) [nm]"); });
    EXPECT_NE(message([] {
                thickness("table(height, 0, 50, 0, 60) [nm]");
              }).find("(the positions of table(s, s_1, v_1, s_2, v_2, ...) do not increase)"),
              std::string::npos);
  }

  TEST(Expressions, WrongValuesWhereTheyAreAskedFor)
  {
    const SpatialValue falling = thickness("50 - 20*height [nm]"), pole = thickness("1/(height - 2) [nm]");
    EXPECT_EQ(message([&] { falling(at(3.)); }),
              "test.prm:7: Film/Thickness = text: the value is out of range: -10 nm at x = 0, y = "
              "0, z = 0, height = 3, distance_from_tip = 0 "
              "(um), depth = 0. Allowed: a length > 0, for example \"10 nm\".");
    EXPECT_EQ(message([&] { pole(at(2.)); }), "test.prm:7: Film/Thickness = text: the value is not finite at x = 0, y = 0, z = 0, "
                                              "height = 2, distance_from_tip = 0 (um), depth "
                                              "= 0. Allowed: a length > 0, for example \"10 nm\".");
  }

  TEST(Expressions, Syntax)
  {
    for (const std::string text : {"50 + [nm]", "50 + * height [nm]", "(50 [nm]", "[nm]", "height = 3 [nm]"})
      EXPECT_NE(message([&] { thickness(text); }).find("cannot be read"), std::string::npos)
        << text << ": " << message([&] { thickness(text); });
  }
} // namespace zincfield::expressions_tests
