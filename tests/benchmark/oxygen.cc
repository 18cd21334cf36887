#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

namespace zincfield::oxygen_tests
{
  TEST(OxygenReduction, CorrodesZincAsFastAsOxygenComes)
  {
    // open circuit across 100 um of aerated solution: 1/i = 1/i_kinetic + 1/i_limiting of a reaction of first order
    Solved<2> cell(
      common_lines() +
        Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 20 um", "Geometry/Cells across feature = 10",
              "Electrolyte/Transport model = aqueous chemistry", "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4, O2",
              "Electrolyte/Chemistry/pH = 3", "Electrolyte/Chemistry/Mobilities = infinite dilution",
              "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 1 mol/L",
              "Electrolyte/Chemistry/Components/O2/Bulk concentration = 0.258e-3 mol/L", "Reactions/zinc/Type = Butler-Volmer",
              "Reactions/zinc/Data set = bare zinc (Tafel)", "Reactions/oxygen/Type = oxygen reduction",
              "Reactions/oxygen/Exchange current density = 1e-14 A/m^2", "Reactions/oxygen/Tafel slope = 0.12 V",
              "Boundaries/working electrode/Reactions = zinc, oxygen", "Control/Mode = open circuit"},
      1);
    ASSERT_TRUE(cell.solve().converged);
    const double v = thermal_voltage(298.15), zinc = std::log(0.0435), // ln of the activity of Zn2+ at 1 mol/L
      equilibrium         = 1.229 + 0.7618 - v * (3. * std::log(10.) - 0.25 * std::log(0.21) + 0.5 * zinc);
    const double limiting = 4. * faraday_constant * 2.10e-9 * 0.258 / 100e-6,
                 kinetic  = 1e-14 * std::pow(10., (equilibrium - cell.electrode_potential) / 0.12);
    EXPECT_GT(kinetic, limiting);
    EXPECT_NEAR(cell.quantity("corrosion_current_density") / (1. / (1. / limiting + 1. / kinetic)), 1., 1e-2);
    for (const auto &[name, balance] : cell.report().balance)
      EXPECT_LT(std::abs(balance), 1e-8) << name;
  }
} // namespace zincfield::oxygen_tests
