#include "tests/support/base_input.h"

namespace zincfield::rate_expressions_tests
{

  namespace
  {
    /** The message that a rate of the base input gives, with lines of its reaction. */
    std::string
    of_rate(const std::string &rate, const std::vector<std::string> &lines = {})
    {
      std::vector<std::string> species;
      for (const std::string &line : lines)
        species.push_back("Reactions/zinc/Species/" + line);
      const base_input::Replacements expression{{"set Type = Butler-Volmer\n    set Exchange current density = 7.36 mA/cm^2\n    "
                                                 "set Anodic transfer coefficient = 1\n    set Cathodic transfer coefficient = 1",
                                                 "set Type = expression\n    set Current density = " + rate},
                                                {"", base_input::as_text(species)}};
      return base_input::message(expression);
    }

    const std::string where = "test.prm:13: Reactions/zinc/Current density = ";
  } // namespace

  TEST(RateExpressions, NamesThatMeanNothing)
  {
    EXPECT_EQ(of_rate("10*eta*concentration"), where + "10*eta*concentration: there is no variable \"concentration\". Allowed: an "
                                                       "expression in eta [V], T [K], f [1/V], c [1] and c_Zn2 [1].");
    EXPECT_EQ(
      of_rate("10*eta*c_SO42"),
      where +
        "10*eta*c_SO42: there is no variable \"c_SO42\". Allowed: an expression in eta [V], T [K], f [1/V], c [1] and c_Zn2 [1].");
    EXPECT_EQ(of_rate("10*eta*c_SO42", {"Zn2+/Stoichiometry = 1", "SO4 2-/Cathodic order = 1"}), "no error");
    EXPECT_EQ(of_rate("10*eta/0"), where + "10*eta/0: its value at eta = 0, c = 1 is not finite. Allowed: a finite expression in "
                                           "eta [V], T [K], f [1/V], c [1] and c_Zn2 [1].");
  }

  TEST(RateExpressions, ConcentrationsThatAreAmbiguous)
  {
    const std::string unclear = ": it is not clear which species c means: the reaction consumes none, or several. Allowed: an "
                                "expression in eta [V], T [K], f [1/V]";
    EXPECT_EQ(of_rate("10*c*eta", {"Zn2+/Stoichiometry = 1"}), "no error");
    EXPECT_EQ(of_rate("10*c*eta", {"Zn2+/Stoichiometry = 1", "H+/Stoichiometry = 2", "Zn2+/Cathodic order = 1"}), "no error");
    EXPECT_EQ(of_rate("10*c*eta", {"Zn2+/Stoichiometry = 1", "H+/Stoichiometry = 2"}).find(where + "10*c*eta" + unclear), 0u);
    EXPECT_EQ(of_rate("10*c*eta", {"Zn2+/Stoichiometry = 1", "H+/Cathodic order = 1"}).find(where + "10*c*eta" + unclear), 0u);
    EXPECT_EQ(of_rate("10*c*eta", {"OH-/Stoichiometry = -2"}).find(where + "10*c*eta" + unclear), 0u);
  }

  TEST(RateExpressions, AtMostEightConcentrations)
  {
    std::vector<std::string> lines, overrides;
    std::string              rate = "eta";
    for (const char *const letter : {"A", "B", "C", "D", "E", "F", "G", "H", "I"})
      {
        lines.push_back(std::string(letter) + "+/Cathodic order = 1");
        overrides.push_back("Reactions/zinc/Species/" + lines.back());
        rate += std::string("*c_") + letter;
      }
    EXPECT_EQ(of_rate(rate, lines), where + rate + ": it depends on 9 concentrations. Allowed: at most 8.");
    EXPECT_NE(base_input::message({{"", base_input::as_text(overrides)}})
                .find("Reactions/zinc/Species: the rate depends on the concentrations of 9 species. Allowed: at most 8."),
              std::string::npos)
      << base_input::message({{"", base_input::as_text(overrides)}});
    overrides.pop_back();
    EXPECT_EQ(base_input::message({{"", base_input::as_text(overrides)}}), "no error");
  }

  TEST(RateExpressions, MoreSpeciesThanAModelCanFollow)
  {
    std::vector<std::string> lines;
    for (const char *const name : {"Zn2+", "SO4 2-", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"})
      for (const std::string &line : {std::string("Charge = ") + (name[0] == 'Z'   ? "2"
                                                                  : name[0] == 'S' ? "-2"
                                                                                   : "0"),
                                      std::string("Diffusivity = 1e-9 m^2/s"), std::string("Bulk concentration = 1 mol/L")})
        lines.push_back(std::string("Electrolyte/Species/") + name + "/" + line);
    const std::string message =
      base_input::message({{"", base_input::as_text(lines)}}, {"Electrolyte/Transport model = dilute ions"});
    EXPECT_NE(message.find("Electrolyte/Species: the transport model \"dilute ions\" would follow 13 species. Allowed: at most 12: "
                           "leave out those that neither react nor carry current."),
              std::string::npos)
      << message;
  }

  TEST(SpatialExpressions, VariablesWithoutMeaning)
  {
    EXPECT_NE(base_input::message({}, {"Reactions/zinc/Exchange factor = 1 + depth"})
                .find("depth is the place across a layer, and this value has none"),
              std::string::npos);
    EXPECT_NE(base_input::message({}, {"Reactions/zinc/Exchange factor = 1 + 0.1*z"})
                .find("this cell has two dimensions, and there is no z in it: y points up"),
              std::string::npos);
    EXPECT_EQ(base_input::message({}, {"Reactions/zinc/Exchange factor = 1 + 0.1*z", "Geometry/Dimension = 3"}), "no error");
    EXPECT_EQ(base_input::message({}, {"Materials/film/Conductivity = 1 + depth [mS/cm]"}), "no error");
  }
} // namespace zincfield::rate_expressions_tests
