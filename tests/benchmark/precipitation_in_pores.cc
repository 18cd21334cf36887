#include "physics/constants.h"
#include "tests/support/porous.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// A solid that precipitates in the pores of a felt, and dissolves there: S - 1 moles of k an area and second.

namespace zincfield::precipitation_in_pores_tests
{
  using namespace porous_cells;

  namespace
  {
    constexpr double thickness = 300e-6, porosity = 0.6, area = 1e5, volume = 100e-6, bulk = 100.; // [m], [1], [1/m], [m^3/mol]

    /** A felt whose pores a salt of `saturation` fills at the rate constant k, over zinc, which alone passes current. */
    Lines
    cell_lines(const double saturation, const double k)
    {
      Lines lines = felt(thickness, "aqueous chemistry") +
                    Lines{"Electrolyte/Chemistry/pH = 7",
                          "Electrolyte/Chemistry/Activity coefficients = ideal",
                          "Electrolyte/Chemistry/Charge balance = SO4 2-",
                          "Electrolyte/Chemistry/Mobilities = infinite dilution",
                          "Electrolyte/Chemistry/Components/Zn2+/Charge = 2",
                          "Electrolyte/Chemistry/Components/SO4 2-/Charge = -2",
                          "Electrolyte/Chemistry/Components/Zn2+/Diffusivity = 0.703e-9 m^2/s",
                          "Electrolyte/Chemistry/Components/SO4 2-/Diffusivity = 1.065e-9 m^2/s",
                          "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 0.1 mol/L",
                          "Electrolyte/Chemistry/Components/SO4 2-/Bulk concentration = 0.1 mol/L",
                          "Electrolyte/Chemistry/Solids/salt/log K = " + number(std::log10(0.01 / saturation)),
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
                          "Boundaries/working electrode/Reactions = zinc",
                          "Materials/felt/Porosity = " + number(porosity),
                          "Materials/felt/Scaffold/Specific area = " + number(area) + " 1/m",
                          "Materials/felt/Scaffold/Perfect conductor = true",
                          "Materials/felt/Scaffold/Reactions = salt",
                          "Materials/felt/Scaffold/Fills = true",
                          "Materials/felt/Scaffold/Area exponent = 0",
                          "Coatings/felt/felt/Cells across = 2",
                          "Discretization/Degree = 2"};
      return lines;
    }

    Lines
    galvanostatic(const std::string &step, const double current, const double duration)
    {
      return {step + "/Drive = galvanostatic", step + "/Current density = " + number(current) + " A/m^2",
              step + "/Duration = " + number(duration) + " s"};
    }

    void
    expect_balanced(const ProtocolResult &result)
    {
      for (const auto &[name, balance] : result.report.balance)
        EXPECT_LT(std::abs(balance), name == "charge" || name == "electrons" ? 1e-8 : 1e-10) << name;
    }
  } // namespace

  TEST(PrecipitationInPores, TakesTheirRoomAtAnEvenRate)
  {
    // twice saturated, and so slow that the solution stays as it is: eps = eps_0 - V k a t; kappa eps^1.5 by Bruggeman
    constexpr double k = 1e-10, taken = 0.2, time = taken / (volume * k * area);
    Transient<2>     cell(with_protocol(cell_lines(2., k), galvanostatic("fill", 1e-3, time)), 0);
    ASSERT_EQ(cell.run().failure, "");
    const auto &q = cell.result.report.quantities;
    EXPECT_NEAR(q.at("scaffold_filled").value / (taken / porosity), 1., 5e-4);
    EXPECT_NEAR(q.at("scaffold_filled_most").value / (taken / porosity), 1., 5e-4);
    expect_balanced(cell.result);

    const StateVector state = with_ghosts(*cell.discretization, cell.state);
    const Sampler<2>  sampler(*cell.discretization, cell.model, state, cell.result.electrode_potential);
    const auto       &model  = *porous(*cell.model.transport);
    double            inside = 0., outside = 0.;
    sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
      for (const auto &s : samples)
        (model.scaffold(s.material) ? inside : outside) = model.conductivity(s.material, s.properties, s.u.data());
    });
    EXPECT_NEAR(inside / outside / std::pow(porosity - taken, 1.5), 1., 2e-3);
    EXPECT_NEAR(q.at("mean_current_density").value, 1e-3, 1e-9); // what precipitates passes none
  }

  TEST(PrecipitationInPores, DissolvesWhereTheSolutionIsBelowSaturation)
  {
    // zinc that dissolves below the felt raises the salt there beyond saturation; at rest it falls below, and the pores are free
    Transient<2> cell(
      with_protocol(cell_lines(0.8, 3e-8), galvanostatic("strip", -15., 1e5) + Lines{"rest/Drive = rest", "rest/Duration = 2e6 s"}),
      0);
    double most = 0., least = 0.;
    ASSERT_EQ(cell.run().failure, "");
    const StateVector state = with_ghosts(*cell.discretization, cell.state);
    const Sampler<2>  sampler(*cell.discretization, cell.model, state, cell.result.electrode_potential);
    const auto       &model = *porous(*cell.model.transport);
    sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
      for (const auto &s : samples)
        if (model.fills(s.material))
          {
            most  = std::max(most, s.u[model.filled()]);
            least = std::min(least, s.u[model.filled()]);
          }
    });
    EXPECT_LT(most, 1e-6);
    EXPECT_GT(least, -1e-4); // elements undershoot: a thousandth of what there was
    EXPECT_NEAR(cell.result.report.quantities.at("scaffold_filled").value, 0., 2e-5);
    expect_balanced(cell.result);
  }

  TEST(PrecipitationInPores, FillsThemBeforeItDissolves)
  {
    Transient<2> cell(with_protocol(cell_lines(0.8, 3e-8), galvanostatic("strip", -15., 1e5)), 0);
    ASSERT_EQ(cell.run().failure, "");
    EXPECT_GT(cell.result.report.quantities.at("scaffold_filled").value, 2e-2);
    expect_balanced(cell.result);
  }
} // namespace zincfield::precipitation_in_pores_tests
