#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "tests/support/root.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// A weak acid in a double layer that is resolved: species in equilibrium under Poisson-Nernst-Planck.

namespace zincfield::acid_in_double_layer_tests
{
  namespace
  {
    constexpr double gap = 20e-9, stern = 0.2, permittivity = 78.4 * vacuum_permittivity; // [m], [F/m^2], [F/m]

    /** Acetic acid beside sodium perchlorate over an electrode. Concentrations in mol/L. */
    Lines
    acid(const double salt, const double acetate)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 20 nm",
                                    "Geometry/Width = 2 nm",
                                    "Geometry/Cells across feature = 10",
                                    "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                    "Electrolyte/Chemistry/Data sets = Na+, ClO4-, acetate",
                                    "Electrolyte/Chemistry/pH = 4.756",
                                    "Electrolyte/Chemistry/Activity coefficients = ideal",
                                    "Electrolyte/Chemistry/Charge balance = ClO4-",
                                    "Electrolyte/Chemistry/Components/Na+/Bulk concentration = " + number(salt) + " mol/L",
                                    "Electrolyte/Chemistry/Components/CH3COO-/Bulk concentration = " + number(acetate) + " mol/L",
                                    "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"};
    }
  } // namespace

  TEST(AcidInADoubleLayer, HasGouyAndChapmansChargeAndIsInEquilibriumEverywhere)
  {
    // At rest every species is Boltzmann's, whatever it is made of: sigma^2 = 2 eps R T sum c_i,b (exp(-z_i f phi) - 1)
    const double f = 1. / thermal_voltage(298.15);
    for (const double potential : {-0.8, 0.3})
      {
        Solved<2> cell(
          acid(0.1, 0.05) + Lines{"Control/Mode = potentiostatic", "Control/Electrode potential = " + number(potential) + " V"}, 5);
        ASSERT_TRUE(cell.solve().converged);
        const Chemistry &c     = *cell.data.chemistry;
        const auto      &model = *cell.model.transport;
        const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
        double           phi = 0.;
        const auto       at  = [&](const auto &s, const std::string &name) {
          return model.concentration(s.u.data(), c.species_index(name));
        };
        sampler.surface(cell.discretization->face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
          for (const auto &s : samples)
            {
              phi = s.u[model.potential()];
              // H+ by Boltzmann's law, OH- by Kw, the acid by its constant
              const double protons = 1000. * std::pow(10., -4.756) * std::exp(-f * phi);
              EXPECT_NEAR(at(s, "H+") / protons, 1., 1e-9);
              EXPECT_NEAR(at(s, "H+") * at(s, "OH-") / 1e-8, 1., 1e-9);
              EXPECT_NEAR(at(s, "CH3COOH") / (at(s, "H+") * at(s, "CH3COO-") * std::pow(10., 4.756) * 1e-3), 1., 1e-9);
              EXPECT_NEAR(model.composition_number(s.u.data(), 0), 4.756 + f * phi / std::log(10.), 1e-9);
            }
        });
        double sum = 0.;
        for (unsigned int i = 0; i < c.species().size(); ++i)
          sum += c.bulk_concentration(i) * std::expm1(-c.species()[i].charge * f * phi);
        EXPECT_GT(std::abs(phi), 0.13 * std::abs(potential));
        EXPECT_NEAR(stern * (cell.electrode_potential - phi) /
                      std::copysign(std::sqrt(2. * permittivity * gas_constant * 298.15 * sum), phi),
                    1., 1e-3)
          << potential;
      }
  }

  TEST(AcidInADoubleLayer, CarriesProtonsThroughTheNeutralSolutionBesideIt)
  {
    // Beside much of a salt diffusion alone carries H+ and acid: sum nu D c of H+ falls evenly to the electrode, as under aqueous
    // chemistry; 10 nm are thirty Debye lengths.
    const double total = 10., k = std::pow(10., 4.756) / 1000., bulk_h = std::pow(10., 3. - 4.756), kw = 1e-8, plain = 1.089e-9,
                 bound = 1.29e-9, base_bulk = total / (1. + k * bulk_h);
    const double carried   = plain * base_bulk + bound * k * bulk_h * base_bulk; // of acetate in both forms: does not flow
    const auto   potential = [&](const double h) {
      return 9.31e-9 * h - 5.27e-9 * kw / h + bound * k * h * carried / (plain + bound * k * h);
    };
    const double current  = 0.5 * faraday_constant * potential(bulk_h) / gap;
    const Lines  hydrogen = {"Reactions/hydrogen/Type = hydrogen evolution",
                             "Reactions/hydrogen/Exchange current density = 1 A/m^2",
                             "Reactions/hydrogen/Exchange current density from water = 0 A/m^2",
                             "Reactions/hydrogen/Tafel slope = 0.12 V",
                             "Boundaries/working electrode/Reactions = hydrogen",
                             "Control/Mode = galvanostatic",
                             "Control/Applied current density = " + number(current) + " A/m^2"};
    Solved<2>    cell(acid(2., 1e-3 * total) + hydrogen, 4);
    ASSERT_TRUE(cell.solve().converged);
    const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
    sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
      for (const auto &s : samples)
        if (const double above = s.position[1] * mesh_unit; above > 0.3 * gap)
          {
            const double protons = 1000. * std::pow(10., -cell.model.transport->composition_number(s.u.data(), 0));
            EXPECT_NEAR(potential(protons) / (potential(bulk_h) * (1. - 0.5 * (1. - above / gap))), 1., 0.01) << above;
          }
    });
    for (const auto &[name, balance] : cell.report().balance)
      EXPECT_LT(std::abs(balance), 1e-8) << name;
    EXPECT_EQ(cell.report().balance.count("total H+"), 1u);
  }

  TEST(AcidInADoubleLayer, CarriesHydroxideAwayFromTheMetal)
  {
    // At pH 11 water is reduced, and OH- alone carries what H+ lacks: D_H h - D_OH K_w/h falls evenly to 1.5 times that of the
    // bulk.
    const double bulk_h = 1e-8, kw = 1e-8, current = 0.5 * faraday_constant * 5.27e-9 * kw / bulk_h / gap;
    const auto   carried = [&](const double h) { return 9.31e-9 * h - 5.27e-9 * kw / h; };
    Solved<2>    cell(acid(2., 1e-6) + Lines{"Electrolyte/Chemistry/pH = 11", "Reactions/hydrogen/Type = hydrogen evolution",
                                          "Reactions/hydrogen/Exchange current density = 1e-3 A/m^2",
                                          "Reactions/hydrogen/Exchange current density from water = 1 A/m^2",
                                          "Reactions/hydrogen/Tafel slope = 0.12 V",
                                          "Boundaries/working electrode/Reactions = hydrogen", "Control/Mode = galvanostatic",
                                          "Control/Applied current density = " + number(current) + " A/m^2"},
                      4);
    ASSERT_TRUE(cell.solve().converged);
    const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
    sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
      for (const auto &s : samples)
        if (const double above = s.position[1] * mesh_unit; above > 0.3 * gap)
          {
            const double protons = 1000. * std::pow(10., -cell.model.transport->composition_number(s.u.data(), 0));
            EXPECT_NEAR(carried(protons) / (carried(bulk_h) * (1. + 0.5 * (1. - above / gap))), 1., 0.01) << above;
          }
    });
    for (const auto &[name, balance] : cell.report().balance)
      EXPECT_LT(std::abs(balance), 1e-8) << name;
  }
} // namespace zincfield::acid_in_double_layer_tests
