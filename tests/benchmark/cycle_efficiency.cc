#include "physics/constants.h"
#include "solver/runs/cycle_efficiency.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Coulombic efficiency of a cycle, by hand: hydrogen h beside zinc at an applied current j. Plating for a time t leaves (j - h) t
// of zinc, a rest takes h of it every second, and stripping at j takes j + h. So CE = ((j - h) t - h t_rest)/((j + h) t).

namespace zincfield::cycle_efficiency_tests
{
  namespace
  {
    constexpr double hydrogen = 0.5; // [A/m^2]: less than the protons that pH 4 brings, 2 A/m^2

    /** Zinc beside hydrogen at a constant rate, 100 um from the bulk. */
    Lines
    cell_lines()
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 100 um",
                                    "Geometry/Width = 20 um",
                                    "Geometry/Cells across feature = 5",
                                    "Electrolyte/Transport model = aqueous chemistry",
                                    "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4",
                                    "Electrolyte/Chemistry/pH = 4",
                                    "Electrolyte/Chemistry/Mobilities = infinite dilution",
                                    "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 2 mol/L",
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Data set = bare zinc (fitted)",
                                    "Reactions/hydrogen/Type = expression",
                                    "Reactions/hydrogen/Current density = " + number(-hydrogen),
                                    "Reactions/hydrogen/Deposits zinc = false",
                                    "Reactions/hydrogen/Species/H+/Stoichiometry = 2",
                                    "Boundaries/working electrode/Reactions = zinc, hydrogen"};
    }

    Lines
    plate(const double current, const double time)
    {
      return {"plate/Drive = galvanostatic", "plate/Current density = " + number(current) + " A/m^2",
              "plate/Duration = " + number(time) + " s"};
    }

    Lines
    strip(const double current)
    {
      return {"strip/Drive = galvanostatic", "strip/Current density = " + number(-current) + " A/m^2", "strip/Duration = 0 s",
              "strip/Stop at deposit = 0 mAh/cm^2"};
    }

    Lines
    rest(const double time)
    {
      return {"rest/Drive = rest", "rest/Duration = " + number(time) + " s"};
    }

    /** A step that has plated and stripped [C/m^2], and what is on the metal at its end. */
    ProtocolStepResult
    step(const double plated, const double stripped, const double deposit)
    {
      ProtocolStepResult result;
      result.charge  = plated - stripped;
      result.moved   = plated + stripped;
      result.deposit = deposit;
      return result;
    }
  } // namespace

  TEST(CycleEfficiency, OfPlatingRestAndStrippingBesideHydrogen)
  {
    const double j = 10., time = 20., at_rest = 40.;
    Transient<2> cell(with_protocol(cell_lines(), plate(j, time) + rest(at_rest) + strip(j)), 0);
    ASSERT_EQ(cell.run().failure, "");
    const auto &steps = cell.result.steps;
    EXPECT_NEAR(steps[0].deposit / ((j - hydrogen) * time), 1., 1e-8);
    EXPECT_NEAR(steps[1].deposit / ((j - hydrogen) * time - hydrogen * at_rest), 1., 1e-8);
    EXPECT_NEAR(steps[2].deposit, 0., 1e-7 * j * time);
    EXPECT_TRUE(std::isnan(steps[0].efficiency) && std::isnan(steps[1].efficiency));
    EXPECT_NEAR(steps[2].efficiency, ((j - hydrogen) * time - hydrogen * at_rest) / ((j + hydrogen) * time), 1e-7);
    EXPECT_EQ(steps[2].reason, "the deposit is used up");
    // while zinc dissolves, what it gives is more than the current
    EXPECT_NEAR(cell.result.report.quantities.at("coulombic_efficiency").value, j / (j + hydrogen), 1e-7);
  }

  TEST(CycleEfficiency, FallsAsTheCurrentDoes)
  {
    for (const double j : {2., 10.})
      {
        Transient<2> cell(with_protocol(cell_lines(), plate(j, 20.) + strip(j)), 0);
        ASSERT_EQ(cell.run().failure, "");
        EXPECT_NEAR(cell.result.steps[1].efficiency, (j - hydrogen) / (j + hydrogen), 1e-7) << j;
      }
  }

  TEST(CycleEfficiency, OfHydrogenThatFollowsThePotential)
  {
    // Zinc at equilibrium within a millivolt: hydrogen goes on at the rate of rest, i_h, whatever the sign of the current
    const double j = 1., time = 100.;
    Lines        lines =
      cell_lines() + Lines{"Reactions/zinc/Data set = none", "Reactions/zinc/Exchange current density = 1000 A/m^2",
                           "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                           "Reactions/hydrogen/Type = hydrogen evolution"};
    lines.erase(std::remove_if(
                  lines.begin(), lines.end(),
                  [](const std::string &line) {
      return line.rfind("Reactions/hydrogen/", 0) == 0 && line.rfind("Reactions/hydrogen/Type", 0) != 0;
                  }),
                lines.end());
    lines = lines + Lines{"Reactions/hydrogen/Exchange current density = 1e-30 A/m^2",
                          "Reactions/hydrogen/Exchange current density from water = 2e-6 A/m^2",
                          "Reactions/hydrogen/pH of the exchange current density from water = 4",
                          "Reactions/hydrogen/Tafel slope = 0.12 V"};
    Transient<2> cell(with_protocol(lines, plate(j, time) + strip(j)), 0);
    ASSERT_EQ(cell.run().failure, "");
    const double v = thermal_voltage(298.15), activity = 0.036 * 2.; // of zinc in 2 mol/L
    const double in_zinc = -0.7618 + 0.5 * v * std::log(activity);
    const double rate    = 2e-6 * std::pow(10., (-4. * std::log(10.) * v - in_zinc) / 0.12);
    EXPECT_NEAR(cell.result.steps[1].efficiency / ((j - rate) / (j + rate)), 1., 2e-3) << rate;
    EXPECT_GT(rate, 0.02);
  }

  TEST(CycleEfficiency, IsOfClosedCyclesOnly)
  {
    EXPECT_NEAR(cycle_efficiency({step(10., 0., 9.), step(0., 8., 0.)}), 0.8, 1e-15);
    EXPECT_TRUE(std::isnan(cycle_efficiency({step(10., 0., 9.), step(0., 8., 0.5)}))) << "zinc is left";
    EXPECT_TRUE(std::isnan(cycle_efficiency({step(10., 0., 9.), step(0., 10., -2.)}))) << "the metal below dissolves";
    EXPECT_TRUE(std::isnan(cycle_efficiency({step(0., 1., -1.), step(1., 0., 0.)}))) << "ends with plating";
    // a reservoir of 5, three cycles of 1 and what is left at the end: (3 + 4)/(5 + 3)
    EXPECT_NEAR(cycle_efficiency({step(5., 0., 5.), step(0., 1., 3.9), step(1., 0., 4.8), step(0., 1., 3.7), step(1., 0., 4.6),
                                  step(0., 1., 3.5), step(1., 0., 4.4), step(0., 4., 0.)}),
                7. / 8., 1e-15);
    // the second cycle alone
    EXPECT_NEAR(cycle_efficiency({step(10., 0., 9.), step(0., 8., 0.), step(10., 0., 9.5), step(0., 9., 0.)}), 0.9, 1e-15);
    EXPECT_NEAR(cycle_efficiency({step(10., 1., 8.), step(1., 7., 0.)}), 8. / 11., 1e-15) << "of sweeps, both directions count";
  }
} // namespace zincfield::cycle_efficiency_tests
