#include "physics/constants.h"
#include "solver/support/errors.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// A cell between two zinc electrodes: no bulk boundary, so that the amount of salt is what the cell was filled with.

namespace zincfield::closed_cell_tests
{
  namespace
  {
    constexpr double gap = 100e-6, filled = 1000., diffusivity = 4e-10, transference = 0.4, conductivity = 5., resistance = 2e-4;

    Lines
    symmetric_cell()
    {
      return {"Geometry/Type = flat cell",
              "Geometry/Gap = 100 um",
              "Geometry/Width = 20 um",
              "Geometry/Cells across feature = 10",
              "Boundaries/working electrode/Condition = electrode",
              "Boundaries/counter/Condition = counter electrode",
              "Boundaries/sides/Condition = insulating",
              "Boundaries/working electrode/Reactions = zinc",
              "Boundaries/counter/Reactions = zinc",
              "Solver/Newton tolerance = 1e-11"};
    }

    const Lines linear_kinetics{"Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2"};

    Lines
    salt(const std::string &dimension = "2")
    {
      return symmetric_cell() + Lines{"Geometry/Dimension = " + dimension,
                                      "Electrolyte/Transport model = binary salt",
                                      "Electrolyte/Data set = user salt",
                                      "Electrolyte/Bulk concentration = 1 mol/L",
                                      "Electrolyte/Salt conductivity = 5 S/m",
                                      "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                      "Electrolyte/Cation transference number = 0.4"};
    }

    Lines
    current(const double value)
    {
      return {"Control/Mode = galvanostatic", "Control/Applied current density = " + std::to_string(value) + " A/m^2"};
    }

    /** Half of the salt is on either side: c(0) = c - i (1 - t+) L/(4 F D) reaches zero. */
    double
    limiting_current()
    {
      return 4. * faraday_constant * diffusivity * filled / (gap * (1. - transference));
    }

    /** Concentration of field 0 at height `y` [um], along a linear profile about the filling. */
    template <int dim>
    void
    expect_linear_profile(
      const Solved<dim> &cell, const unsigned int field, const double middle, const double slope, const double tolerance)
    {
      const Sampler<dim> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          EXPECT_NEAR(s.u[field], middle + slope * (s.position[dim - 1] - 0.5 * gap / mesh_unit) * mesh_unit, tolerance);
      });
    }
  } // namespace

  TEST(ClosedCell, LinearProfileAndVoltageOfABinarySalt)
  {
    const double share = 0.8, i = share * limiting_current();
    Solved<2>    cell(salt() + linear_kinetics + current(i), 2);
    ASSERT_TRUE(cell.solve().converged);
    expect_linear_profile(cell, 0, filled, i * (1. - transference) / (2. * faraday_constant * diffusivity), 1e-6 * filled);
    // both electrodes' charge transfer, ohmic drop, and the concentration cell from (1 - share) c to (1 + share) c
    const double voltage = -i * gap / conductivity - 2. * resistance * i +
                           thermal_voltage(298.15) * (1. - transference) * std::log((1. - share) / (1. + share));
    EXPECT_NEAR(cell.electrode_potential, voltage, 1e-4 * thermal_voltage(298.15));
    const Report report = cell.report();
    EXPECT_NEAR(report.voltage_split.at("activation").value, 2. * resistance * i, 1e-9);
    for (const char *what : {"charge", "Zn2+", "SO4 2-"})
      EXPECT_LT(report.balance.at(what), 1e-8) << what;
  }

  TEST(ClosedCell, CellVoltageControlAndMultigridInThreeDimensions)
  {
    const double i = 0.5 * limiting_current();
    const double voltage =
      -i * gap / conductivity - 2. * resistance * i + thermal_voltage(298.15) * (1. - transference) * std::log(1. / 3.);
    Solved<3>  cell(salt("3") + linear_kinetics +
                      Lines{"Control/Mode = cell voltage", "Control/Cell voltage = " + std::to_string(1e3 * voltage) + " mV",
                           "Solver/Linear solver = multigrid"},
                    1);
    const auto result = cell.solve();
    ASSERT_TRUE(result.converged);
    EXPECT_NEAR(cell.quantity("mean_current_density") / i, 1., 1e-3);
    EXPECT_LE(result.linear_iterations, 12 * result.steps);
  }

  TEST(ClosedCell, VoltageSplitBesideTheLimitingCurrent)
  {
    const double share = 0.99, i = share * limiting_current();
    Solved<2>    cell(salt() + linear_kinetics + current(i), 2);
    ASSERT_TRUE(cell.solve().converged);
    const Report report = cell.report();
    EXPECT_NEAR(report.voltage_split.at("ohmic").value, i * gap / conductivity, 0.02 * i * gap / conductivity);
    EXPECT_NEAR(report.voltage_split.at("concentration").value,
                thermal_voltage(298.15) * (1. - transference) * std::log((1. + share) / (1. - share)), 2e-3);
    EXPECT_NEAR(report.quantities.at("limiting_current_fraction").value, share, 1e-4);
  }

  TEST(ClosedCell, DissolutionHasNoLimitingCurrentOfDeposition)
  {
    Solved<2> cell(salt() + linear_kinetics + Lines{"Control/Mode = cell voltage", "Control/Cell voltage = 100 mV"}, 0);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_LT(cell.quantity("mean_current_density"), 0.);
    EXPECT_TRUE(std::isnan(cell.quantity("limiting_current_fraction")));
  }

  TEST(ClosedCell, VoltageFarBeyondTheLimitIsThePlateau)
  {
    // steps are shortened so that concentrations stay positive, and must not be asked for the gain of a whole one
    Solved<2> cell(salt() + Lines{"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                  "Reactions/zinc/Anodic transfer coefficient = 1",
                                  "Reactions/zinc/Cathodic transfer coefficient = 1", "Control/Mode = cell voltage",
                                  "Control/Cell voltage = -1 V"},
                   0);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.quantity("mean_current_density"), limiting_current(), 1e-3 * limiting_current());
  }

  TEST(ClosedCell, NoSteadyStateAboveTheLimitingCurrent)
  {
    Solved<2> below(salt() + linear_kinetics + current(0.99 * limiting_current()), 1);
    EXPECT_TRUE(below.solve().converged);
    Solved<2> above(salt() + linear_kinetics + current(1.02 * limiting_current()), 1);
    EXPECT_THROW(above.solve(), SolverError);
  }

  TEST(ClosedCell, SupportingIonsKeepTheirAmounts)
  {
    // Zn2+, Na+ and SO4 2- under a zinc current: every ion that does not react follows Boltzmann, u = A exp(-z f psi), so that with
    // e = exp(f psi): 2 z(e) + a/e = 2 s e^2, and F N_Zn = i/2 gives d psi/dy; amounts of Na+ and SO4 2- are those filled in.
    const double i = 400., d = 7e-10, zinc = 500., sodium = 1000., sulfate = 1000.;
    Solved<2>    cell(
         symmetric_cell() + linear_kinetics + current(i) +
           Lines{"Geometry/Dimension = 2", "Electrolyte/Transport model = dilute ions", "Electrolyte/Species/Zn2+/Charge = 2",
              "Electrolyte/Species/Zn2+/Bulk concentration = 0.5 mol/L", "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
              "Electrolyte/Species/Na+/Charge = 1", "Electrolyte/Species/Na+/Bulk concentration = 1 mol/L",
              "Electrolyte/Species/Na+/Diffusivity = 1.3e-9 m^2/s", "Electrolyte/Species/SO4 2-/Charge = -2",
              "Electrolyte/Species/SO4 2-/Bulk concentration = 1 mol/L", "Electrolyte/Species/SO4 2-/Diffusivity = 1.06e-9 m^2/s"},
         2);
    ASSERT_TRUE(cell.solve().converged);

    // Integrate from psi = p at the working electrode with constants a, s; d psi/dy from F D (dz/dpsi + 2 f z) psi' = i/2 with the
    // outward flux -i: zinc rises away from the deposit.
    const double f       = 1. / thermal_voltage(298.15);
    const auto   zinc_of = [&](const double psi, const double a, const double s) {
      return s * std::exp(2. * f * psi) - 0.5 * a * std::exp(-f * psi);
    };
    const auto slope = [&](const double psi, const double a, const double s) {
      const double dzinc = f * (2. * s * std::exp(2. * f * psi) + 0.5 * a * std::exp(-f * psi));
      return i / 2. / (faraday_constant * d * (dzinc + 2. * f * zinc_of(psi, a, s)));
    };
    const unsigned int n = 2000;
    const double       h = gap / n;
    // psi = 0 in the middle: two constants a, s from the two amounts by fixed-point scaling
    double              a = sodium, s = sulfate;
    std::vector<double> psi(n + 1);
    for (unsigned int iteration = 0; iteration < 200; ++iteration)
      {
        for (const int direction : {1, -1})
          {
            double p   = 0.;
            psi[n / 2] = 0.;
            for (unsigned int k = 0; k < n / 2; ++k)
              {
                const double half = p + 0.5 * direction * h * slope(p, a, s);
                p += direction * h * slope(half, a, s);
                psi[n / 2 + direction * static_cast<int>(k + 1)] = p;
              }
          }
        double amount_a = 0., amount_s = 0.;
        for (unsigned int k = 0; k <= n; ++k)
          {
            const double w = (k == 0 || k == n ? 0.5 : 1.) / n;
            amount_a += w * a * std::exp(-f * psi[k]);
            amount_s += w * s * std::exp(2. * f * psi[k]);
          }
        a *= sodium / amount_a;
        s *= sulfate / amount_s;
      }
    EXPECT_NEAR(cell.quantity("min_surface_concentration"), zinc_of(psi[0], a, s), 1e-4 * zinc);
    EXPECT_LT(zinc_of(psi[0], a, s), 0.9 * zinc);
    for (const char *what : {"charge", "Zn2+", "Na+", "SO4 2-"})
      EXPECT_LT(cell.report().balance.at(what), 1e-8) << what;
  }
} // namespace zincfield::closed_cell_tests
