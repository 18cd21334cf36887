#include "solver/input/units.h"

#include <gtest/gtest.h>

namespace zincfield::units_tests
{

  TEST(Units, OfElectrochemistry)
  {
    EXPECT_DOUBLE_EQ(parse_quantity("10 mA/cm^2", "A/m^2"), 10e-3 / (1e-2 * 1e-2));
    EXPECT_DOUBLE_EQ(parse_quantity("10 mA cm-2", "A/m^2"), 10e-3 / (1e-2 * 1e-2));
    EXPECT_DOUBLE_EQ(parse_quantity("287 nm", "um"), 287e-9);
    EXPECT_DOUBLE_EQ(parse_quantity("5 mS/cm", "S/m"), 5e-3 / 1e-2);
    EXPECT_DOUBLE_EQ(parse_quantity("3 ohm cm^2", "ohm m^2"), 3. * 1e-2 * 1e-2);
    EXPECT_DOUBLE_EQ(parse_quantity("25 degC", "K"), 25. + 273.15);
    EXPECT_DOUBLE_EQ(parse_quantity("298.15 K", "degC"), 298.15);
    EXPECT_DOUBLE_EQ(parse_quantity("2 M", "mol/m^3"), 2. / 1e-3);
    EXPECT_DOUBLE_EQ(parse_quantity("2 mol/L", "mol/m^3"), 2. / 1e-3);
    EXPECT_DOUBLE_EQ(parse_quantity("1 mAh/cm^2", "C/m^2"), 1e-3 * 3600. / (1e-2 * 1e-2));
    EXPECT_DOUBLE_EQ(parse_quantity("20.74 kJ/mol", "J/mol"), 20.74 * 1000.);
    EXPECT_DOUBLE_EQ(parse_quantity("20 uF/cm^2", "F/m^2"), 20e-6 / (1e-2 * 1e-2));
    EXPECT_DOUBLE_EQ(parse_quantity("90 deg", "rad"), std::acos(0.));
    EXPECT_DOUBLE_EQ(parse_quantity("5 %", "1"), 5. / 100.);
    EXPECT_DOUBLE_EQ(parse_quantity("+1e-3", "1"), 1e-3);
  }

  TEST(Units, RoundTripIsExact)
  {
    for (const double value : {1e-9 * 287., 1. / 3., 2000., 0.1 + 0.2, 4.56789e-11})
      for (const std::string unit : {"um", "nm", "m"})
        EXPECT_EQ(parse_quantity(quantity_text(value, unit), unit), value);
    for (const double value : {298.15, 273.15 + 1. / 7.})
      EXPECT_EQ(parse_quantity(quantity_text(value, "degC"), "degC"), value);
    EXPECT_EQ(quantity_text(2000., "mol/L"), "2 mol/L");
    EXPECT_EQ(quantity_text(300e-9, "nm"), "300 nm");
    EXPECT_EQ(quantity_text(298.15, "degC"), "25 degC");
  }

  TEST(Units, NotUnits)
  {
    for (const std::string text : {"3 4 m", "3 m @ 2", "3 s since 2000-01-01", "3 lg(re 1 m)", "0x10 m", "1,5 m", "3 m)"})
      EXPECT_THROW(parse_quantity(text, "m"), std::invalid_argument) << text;
  }
} // namespace zincfield::units_tests
