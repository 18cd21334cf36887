#include "physics/constants.h"
#include "tests/support/solved.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Resolved double layers on a flat electrode: Gouy-Chapman, Grahame, capacitance, and the electroneutral solution beside them.

namespace zincfield::double_layer_tests
{
  namespace
  {
    constexpr double stern = 0.2, permittivity = 78.4 * vacuum_permittivity; // [F/m^2], [F/m]

    /** Debye length [m] of a z:z salt, c [mol/m^3]. */
    double
    debye_length(const double z, const double c)
    {
      return std::sqrt(permittivity * thermal_voltage(298.15) / (2. * z * z * faraday_constant * c));
    }

    Lines
    ions(const std::string &z, const std::string &concentration)
    {
      const std::string zinc = "Electrolyte/Species/Zn2+/", sulfate = "Electrolyte/Species/SO4 2-/";
      return {"Electrolyte/Transport model = Poisson-Nernst-Planck",
              zinc + "Charge = " + z,
              sulfate + "Charge = -" + z,
              zinc + "Diffusivity = 7e-10 m^2/s",
              sulfate + "Diffusivity = 1e-9 m^2/s",
              zinc + "Bulk concentration = " + concentration + " mol/L",
              sulfate + "Bulk concentration = " + concentration + " mol/L",
              "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"};
    }

    /** A blocking electrode, 20 nm of solution, at a potential [V]. */
    Lines
    blocking(const double potential)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Dimension = 2",
                                    "Geometry/Gap = 20 nm",
                                    "Geometry/Width = 2 nm",
                                    "Geometry/Cells across feature = 10",
                                    "Control/Mode = potentiostatic",
                                    "Control/Electrode potential = " + std::to_string(potential) + " V"};
    }

    /** Potential of the solution beside the electrode [V], and the charge of the metal [C/m^2] by the Stern layer's own law. */
    std::pair<double, double>
    potential_and_charge(const Solved<2> &cell)
    {
      const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      double           phi = 0.;
      sampler.surface(cell.discretization->face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
        for (const auto &s : samples)
          phi = s.u[cell.model.transport->potential()];
      });
      return {phi, stern * (cell.electrode_potential - phi)};
    }
  } // namespace

  TEST(DoubleLayer, ChargeIsGrahames)
  {
    // sigma = sqrt(8 eps R T c) sinh(z f phi/2), from linear to 30 thermal voltages
    for (const double potential : {-0.02, -0.2, -0.8, 0.3})
      {
        Solved<2> cell(blocking(potential) + ions("1", "0.1"), 5);
        ASSERT_TRUE(cell.solve().converged);
        const auto [phi, charge] = potential_and_charge(cell);
        const double rt          = gas_constant * 298.15;
        EXPECT_NEAR(charge / (std::sqrt(8. * permittivity * rt * 100.) * std::sinh(phi / (2. * thermal_voltage(298.15)))), 1., 1e-3)
          << potential;
        double           in_solution = 0.;
        const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
        sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
          for (const auto &s : samples)
            in_solution +=
              s.weight * cell.model.transport->charge_density(s.material, s.properties, s.u.data()) / 2e-3 * mesh_unit; // 2 nm wide
        });
        EXPECT_NEAR(in_solution / charge, -1., 1e-3) << potential;
        EXPECT_NEAR(cell.quantity("surface_charge_density") / charge, 1., 1e-6) << potential;
      }
  }

  TEST(DoubleLayer, IonsOfFiniteSizeCrowd)
  {
    // sigma = sgn(phi) 2 z F c lambda sqrt((2/nu) ln(1 + 2 nu sinh^2(z f phi/2))), nu = 2 N_A a^3 c: Kilic, Bazant and Ajdari
    // (2007), eq. 12; at most 1/a^3 ions in a volume
    const double a = 0.66e-9, volume = avogadro_constant * a * a * a, nu = 2. * volume * 100.;
    for (const double potential : {-0.02, -0.2, -0.8, 0.3})
      {
        Solved<2> cell(blocking(potential) + ions("1", "0.1") + Lines{"Electrolyte/Ion diameter = 0.66 nm"}, 5);
        ASSERT_TRUE(cell.solve().converged);
        const auto [phi, charge] = potential_and_charge(cell);
        const double sinh        = std::sinh(phi / (2. * thermal_voltage(298.15)));
        const double expected =
          2. * faraday_constant * 100. * debye_length(1., 100.) * std::sqrt(2. / nu * std::log1p(2. * nu * sinh * sinh));
        EXPECT_NEAR(charge / std::copysign(expected, phi), 1., 1e-3) << potential;
      }

    Solved<2> full(blocking(-0.8) + ions("1", "0.1") +
                     Lines{"Electrolyte/Ion diameter = 0.66 nm", "Boundaries/working electrode/Stern capacitance = 1000 uF/cm^2"},
                   5);
    ASSERT_TRUE(full.solve().converged);
    const Sampler<2> sampler(*full.discretization, full.model, full.ghosted, full.electrode_potential);
    sampler.surface(full.discretization->face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        EXPECT_NEAR(full.model.transport->concentration(s.u.data(), 0) * volume, 1., 1e-6);
    });
  }

  TEST(DoubleLayer, SmallIonsArePoints)
  {
    // nu = 2e-6: Grahame's charge up to nu sinh^2/2
    Solved<2> points(blocking(-0.2) + ions("1", "0.1"), 4),
      small(blocking(-0.2) + ions("1", "0.1") + Lines{"Electrolyte/Ion diameter = 0.025 nm"}, 4);
    ASSERT_TRUE(points.solve().converged);
    ASSERT_TRUE(small.solve().converged);
    EXPECT_NEAR(potential_and_charge(small).second / potential_and_charge(points).second, 1., 1e-4);
    EXPECT_NE(potential_and_charge(small).second, potential_and_charge(points).second);
  }

  TEST(DoubleLayer, ReactionsAreAtRestWhereTheBulkIsHoweverCrowdedTheIons)
  {
    // zinc at the potential of its equilibrium, charged because it has none 0.3 V away
    Solved<2> cell(blocking(0.) + ions("2", "0.1") +
                     Lines{"Electrolyte/Ion diameter = 0.66 nm", "Boundaries/working electrode/Potential of zero charge = 0.3 V",
                           "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 10 A/m^2",
                           "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                           "Boundaries/working electrode/Reactions = zinc"},
                   4);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_LT(std::abs(potential_and_charge(cell).first), 0.29);
    EXPECT_GT(std::abs(potential_and_charge(cell).first), 0.02);
    EXPECT_NEAR(cell.quantity("mean_current_density"), 0., 1e-6);
  }

  TEST(DoubleLayer, ProfileIsThatOfGouyAndChapman)
  {
    // tanh(z f phi/4) falls as exp(-y/lambda); two thousandths of the bulk salt reach 20 lambda: the half-space
    for (const double z : {1., 2.})
      {
        Solved<2> cell(blocking(-0.25) + ions(z == 1. ? "1" : "2", "0.1"), 5);
        ASSERT_TRUE(cell.solve().converged);
        const double phi = potential_and_charge(cell).first, quarter = z / (4. * thermal_voltage(298.15)),
                     lambda = debye_length(z, 100.);
        const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
        sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
          for (const auto &s : samples)
            {
              const double expected =
                std::atanh(std::tanh(quarter * phi) * std::exp(-s.position[1] * mesh_unit / lambda)) / quarter;
              EXPECT_NEAR(s.u[2], expected, 1e-4 * std::abs(phi)) << s.position[1];
              EXPECT_GT(cell.model.transport->concentration(s.u.data(), 1), 0.);
            }
        });
      }
  }

  TEST(DoubleLayer, CapacitanceAtZeroChargeIsThatOfBothLayersInSeries)
  {
    // from two nearby steady states: 1/C = 1/C_S + lambda/eps
    Solved<2> low(blocking(-1e-3) + ions("2", "1"), 5), high(blocking(1e-3) + ions("2", "1"), 5);
    ASSERT_TRUE(low.solve().converged);
    ASSERT_TRUE(high.solve().converged);
    const double capacitance = (potential_and_charge(high).second - potential_and_charge(low).second) / 2e-3;
    EXPECT_NEAR(capacitance * (1. / stern + debye_length(2., 1000.) / permittivity), 1., 1e-3);
  }

  TEST(DoubleLayer, BesideItTheSolutionIsElectroneutral)
  {
    // a zinc current through a salt with blocked anions: dc/dy = i/(2 F D_Zn (1 + z_Zn/|z_SO4|)) beyond the layer, anions in
    // equilibrium
    const double i = 2e4, gap = 200e-9;
    const Lines  flat{"Geometry/Type = flat cell", "Geometry/Dimension = 2", "Geometry/Gap = 200 nm", "Geometry/Width = 5 nm",
                     "Geometry/Cells across feature = 40"};
    Solved<2>    cell(common_lines() + ions("2", "0.1") + flat +
                        Lines{"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 100 mA/cm^2",
                           "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                           "Boundaries/working electrode/Reactions = zinc", "Control/Mode = galvanostatic",
                           "Control/Applied current density = " + std::to_string(i) + " A/m^2"},
                      3);
    ASSERT_TRUE(cell.solve().converged);
    const double     slope = i / (2. * faraday_constant * 7e-10 * 2.);
    const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
    sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
      for (const auto &s : samples)
        for (unsigned int k = 0; k < 2 && s.position[1] * mesh_unit > 30. * debye_length(2., 100.); ++k)
          {
            const double y = s.position[1] * mesh_unit;
            EXPECT_NEAR(100. - cell.model.transport->concentration(s.u.data(), k), slope * (gap - y), 1e-3 * slope * gap)
              << "ion " << k << " at " << y;
          }
    });
    const Report report = cell.report();
    EXPECT_NEAR(report.quantities.at("mean_current_density").value / i, 1., 1e-9);
    for (const char *what : {"charge", "Zn2+", "SO4 2-"})
      EXPECT_LT(report.balance.at(what), 1e-8) << what;
  }

  TEST(DoubleLayer, IsChargedAtRestWhereAProgrammeStarts)
  {
    // Reactions at rest far from the potential of zero charge: a rest changes nothing, and the potentials of a cell in which both
    // are moved by as much are moved by that.
    const auto end = [](const std::string &rest, const std::string &zero_charge, const std::string &drive) {
      Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Gap = 10 um",
                                           "Geometry/Width = 10 um",
                                           "Geometry/First cell = 1 nm",
                                           "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                           "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Exchange current density = 10 A/m^2",
                                           "Reactions/zinc/Anodic transfer coefficient = 1",
                                           "Reactions/zinc/Cathodic transfer coefficient = 1",
                                           "Reactions/zinc/Equilibrium potential = " + rest,
                                           "Boundaries/working electrode/Reactions = zinc",
                                           "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2",
                                           "Boundaries/working electrode/Potential of zero charge = " + zero_charge,
                                           "Solver/Linear solver = direct"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 1 mmol/L"};
      Lines step{"on/Drive = " + drive, "on/Duration = 10 ms"};
      if (drive == "galvanostatic")
        step.push_back("on/Current density = 5 A/m^2");
      Transient<2> run(with_protocol(lines, step), 0);
      EXPECT_EQ(run.run().failure, "") << rest << ' ' << drive;
      return run.result.electrode_potential;
    };
    EXPECT_NEAR(end("-0.3 V", "0 V", "rest"), -0.3, 1e-4);
    EXPECT_NEAR(end("1.2 mV", "0 V", "rest"), 1.2e-3, 1e-8);
    EXPECT_NEAR(end("-0.3 V", "-0.25 V", "galvanostatic") - end("0 V", "0.05 V", "galvanostatic"), -0.3, 1e-4);
  }
} // namespace zincfield::double_layer_tests
