#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "tests/support/precipitating.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Zinc hydroxide sulfate (ZHS) on an electrode that makes hydrogen, across a stagnant layer of 2 mol/L ZnSO4: fast rates.

namespace zincfield::precipitation_tests
{
  namespace
  {
    constexpr double gap = 100e-6, hydrogen_ion = 9.31e-9, hydrogen_sulfate = 1.33e-9, molar_volume = 549.7e-3 / 2770.;

    /** Hydrogen from water at a constant current density [A/m^2] beside the solid, whose rate constant is `k` [mol/m^2/s]. */
    Lines
    cell_lines(const double current, const double k)
    {
      return common_lines() +
             Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 20 um",
                   "Geometry/Cells across feature = 10"} +
             precipitating_solution(number(k) + " mol/m^2/s") +
             Lines{"Electrolyte/Chemistry/Mobilities = infinite dilution", "Control/Mode = galvanostatic",
                   "Control/Applied current density = " + number(current) + " A/m^2"};
    }

    /** Protons [A/m^2] that the bulk brings to a surface that has none. */
    double
    brought(const Chemistry &c)
    {
      return faraday_constant / gap *
             (hydrogen_ion * c.bulk_concentration(c.species_index("H+")) +
              hydrogen_sulfate * c.bulk_concentration(c.species_index("HSO4-")));
    }
  } // namespace

  TEST(Precipitation, HasASteadyStateHoweverFastItIs)
  {
    for (const double k : {1e-3, 1.})
      for (const double current : {3., 30.})
        {
          Solved<2> cell(cell_lines(current, k), 1);
          ASSERT_TRUE(cell.solve().converged) << k << " " << current;
          EXPECT_NEAR(cell.quantity("surface_ph"), (28.4 - 5. * std::log10(0.036 * 2.)) / 6., 0.03);
          const double growth = molar_volume * (current - brought(*cell.data.chemistry)) / (6. * faraday_constant);
          EXPECT_NEAR(cell.quantity("byproduct_growth") / growth, 1., 0.02);
          for (const auto &[name, balance] : cell.report().balance)
            EXPECT_LT(std::abs(balance), 1e-8) << name;
        }
  }
} // namespace zincfield::precipitation_tests
