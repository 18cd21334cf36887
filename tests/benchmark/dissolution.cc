#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "tests/support/history.h"
#include "tests/support/precipitating.h"

#include <gtest/gtest.h>

// A layer that precipitates and dissolves again, in a programme.

namespace zincfield::dissolution_tests
{
  namespace
  {
    constexpr double gap = 100e-6, porosity = 0.5; // [m]

    Lines
    cell_of(const std::string &solid, const std::string &start)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 100 um",
                                    "Geometry/Width = 4 um",
                                    "Geometry/Cells across feature = 1",
                                    "Materials/by-products/Porosity = " + number(porosity),
                                    "Materials/by-products/Tortuosity = 1",
                                    "Coatings/by-products/Surface = working electrode",
                                    "Coatings/by-products/Representation = thin",
                                    "Coatings/by-products/Layers = only",
                                    "Coatings/by-products/only/Material = by-products",
                                    "Coatings/by-products/only/Thickness = " + start,
                                    "Coatings/by-products/only/Grown by = " + solid,
                                    "Time/Tolerance = 1e-4"};
    }

    Lines
    then(const std::string &step, const double current, const double duration)
    {
      return {step + "/Drive = galvanostatic", step + "/Current density = " + number(current) + " A/m^2",
              step + "/Duration = " + number(duration) + " s"};
    }

    /** Slope of a column against time between two times, at the states next to them. */
    double
    slope(const std::map<std::string, std::vector<double>> &history, const std::string &column, const double from, const double to)
    {
      const auto        &times = history.at("time [s]"), &values = history.at(column);
      const unsigned int first = std::lower_bound(times.begin(), times.end(), from) - times.begin(),
                         last  = std::upper_bound(times.begin(), times.end(), to) - times.begin() - 1;
      EXPECT_LT(first, last);
      return (values[last] - values[first]) / (times[last] - times[first]);
    }

    void
    expect_balanced(const ProtocolResult &result)
    {
      EXPECT_EQ(result.report.balance.count("solid of the layer"), 1u);
      for (const auto &[name, balance] : result.report.balance)
        EXPECT_LT(std::abs(balance), name == "charge" ? 1e-8 : 1e-10) << name;
    }

    /** None is left, none was ever owed, and no more was taken than there was. */
    void
    expect_gone(const std::vector<double> &thickness)
    {
      EXPECT_GT(*std::max_element(thickness.begin(), thickness.end()), 1e-9);
      EXPECT_GE(*std::min_element(thickness.begin(), thickness.end()), -1e-20);
      EXPECT_NEAR(thickness.back(), 0., 1e-20);
    }
  } // namespace

  TEST(Dissolution, GoesAtItsRateUntilNothingIsLeft)
  {
    // Zinc that dissolves raises the salt at the electrode by i L/(4 F D_Zn), its saturation from 0.8 to 1.3: r = k (S - 1).
    // Without current it falls to 0.8 again. The solid is too slow to be felt.
    constexpr double k = 3e-8, volume = 100e-6, bulk = 100., zinc = 0.703e-9, in_bulk = 0.8, current = 75., growing = 5e3;
    const Lines      lines =
      cell_of("salt", "10 nm") + Lines{"Electrolyte/Transport model = aqueous chemistry",
                                       "Electrolyte/Chemistry/pH = 7",
                                       "Electrolyte/Chemistry/Activity coefficients = ideal",
                                       "Electrolyte/Chemistry/Charge balance = SO4 2-",
                                       "Electrolyte/Chemistry/Mobilities = infinite dilution",
                                       "Electrolyte/Chemistry/Components/Zn2+/Charge = 2",
                                       "Electrolyte/Chemistry/Components/SO4 2-/Charge = -2",
                                       "Electrolyte/Chemistry/Components/Zn2+/Diffusivity = " + number(zinc) + " m^2/s",
                                       "Electrolyte/Chemistry/Components/SO4 2-/Diffusivity = 1.065e-9 m^2/s",
                                       "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 0.1 mol/L",
                                       "Electrolyte/Chemistry/Components/SO4 2-/Bulk concentration = 0.1 mol/L",
                                       "Electrolyte/Chemistry/Solids/salt/log K = " + number(std::log10(0.1 * 0.1 / in_bulk)),
                                       "Electrolyte/Chemistry/Solids/salt/Molar volume = 100 cm^3/mol",
                                       "Electrolyte/Chemistry/Solids/salt/Components/Zn2+/Stoichiometry = 1",
                                       "Electrolyte/Chemistry/Solids/salt/Components/SO4 2-/Stoichiometry = 1",
                                       "Reactions/zinc/Type = Butler-Volmer",
                                       "Reactions/zinc/Exchange current density = 100 A/m^2",
                                       "Reactions/zinc/Anodic transfer coefficient = 1",
                                       "Reactions/zinc/Cathodic transfer coefficient = 1",
                                       "Reactions/salt/Type = precipitation",
                                       "Reactions/salt/Solid = salt",
                                       "Reactions/salt/Rate constant = " + number(k) + " mol/m^2/s",
                                       "Boundaries/working electrode/Reactions = zinc, salt"};
    Transient<2> cell(with_protocol(lines, then("strip", -current, growing) +
                                             Lines{"rest/Drive = rest", "rest/Duration = " + number(2. * growing) + " s"}),
                      0);
    const auto   history = history_of(cell);
    ASSERT_EQ(cell.result.failure, "");
    const double raised     = 1. + current * gap / (4. * faraday_constant * zinc) / bulk;
    const double saturation = in_bulk * raised * raised, per_mole = volume / (1. - porosity);
    ASSERT_GT(saturation, 1.25);
    const double growth = per_mole * k * (saturation - 1.), loss = per_mole * k * (1. - in_bulk);
    EXPECT_NEAR(slope(history, "byproduct_thickness [m]", 0.2 * growing, growing) / growth, 1., 2e-3);
    EXPECT_NEAR(slope(history, "byproduct_thickness [m]", 1.1 * growing, 1.8 * growing) / -loss, 1., 2e-3);
    EXPECT_LT(growing * growth / loss, 1.7 * growing);
    expect_gone(history.at("byproduct_thickness [m]"));
    expect_balanced(cell.result);
  }

  TEST(Dissolution, OfByProductsIsAsFastAsAcidComes)
  {
    // Zinc hydroxide sulfate on an electrode that makes hydrogen, and then rests: six protons a formula, which the solution brings
    const double current = 6., growing = 30.;
    Transient<2> cell(with_protocol(cell_of("ZHS", "200 nm") + precipitating_solution("1e-4 mol/m^2/s") +
                                      Lines{"Electrolyte/Chemistry/Mobilities = infinite dilution",
                                            "Electrolyte/Chemistry/Ion pairs = false", "Time/Tolerance = 1e-3"},
                                    then("grow", current, growing) + Lines{"rest/Drive = rest", "rest/Duration = 120 s"}),
                      0);
    const auto   history = history_of(cell);
    ASSERT_EQ(cell.result.failure, "");
    const Chemistry &c = *cell.data.chemistry;
    const double     brought =
      faraday_constant *
      (9.31e-9 * c.bulk_concentration(c.species_index("H+")) + 1.33e-9 * c.bulk_concentration(c.species_index("HSO4-"))) / gap;
    ASSERT_GT(brought, 0.2 * current);
    ASSERT_LT(brought, 0.6 * current);
    const double per_charge = 549.7e-3 / 2770. / (6. * faraday_constant * (1. - porosity));
    EXPECT_NEAR(slope(history, "byproduct_thickness [m]", 0.4 * growing, growing) / (per_charge * (current - brought)), 1., 0.01);
    EXPECT_NEAR(slope(history, "byproduct_thickness [m]", growing + 3., growing + 60.) / (-per_charge * brought), 1., 0.01);
    expect_gone(history.at("byproduct_thickness [m]"));
    expect_balanced(cell.result);
  }
} // namespace zincfield::dissolution_tests
