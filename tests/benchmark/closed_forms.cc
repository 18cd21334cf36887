#include "physics/constants.h"
#include "solver/support/errors.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Closed forms of MODEL: primary tips, the sinusoidal electrode, the binary salt in one dimension, coated planes.

namespace zincfield::closed_forms_tests
{
  namespace
  {
    /** Local current density at the most active point over the far field (current over the base plane). */
    template <int dim>
    double
    tip_factor(const Solved<dim> &cell)
    {
      const Sampler<dim> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      double             largest = 0.;
      sampler.surface(dealii::QIterated<dim - 1>(dealii::QTrapezoid<1>(), 2),
                      [&](const auto &, const unsigned int, const auto &samples) {
        for (const auto &s : samples)
          largest = std::max(largest, s.deposition_current);
      });
      return largest / cell.data.control.applied_current_density;
    }

    Lines
    primary_boss(const std::string &dimension, const std::string &height)
    {
      // In a box of 20 radii the images of the boss change the far field by less than 1/20^2.
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Dimension = " + dimension,
                                    "Geometry/Shape = ellipse",
                                    "Geometry/Height = " + height,
                                    "Geometry/Half-width = 1 um",
                                    "Geometry/Cell half-width = 20 um",
                                    "Geometry/Gap = 20 um",
                                    "Electrolyte/Transport model = primary",
                                    "Electrolyte/Conductivity = 5 S/m",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 10 mA/cm^2"};
    }

    double
    prolate_factor(const double l)
    {
      const double zeta = std::sqrt(l * l - 1.);
      return zeta * zeta * zeta / (l * std::log(l + zeta) - zeta);
    }

    /** A strip of binary salt with constant properties: z = 2, kappa 5 S/m, D 4e-10 m^2/s, t+ 0.4, 1 mol/L, 100 um to the bulk. */
    constexpr double conductivity = 5., diffusivity = 4e-10, transference = 0.4, concentration = 1000., gap = 100e-6;

    Lines
    strip(const double current, const std::string &dimension = "2")
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Dimension = " + dimension,
                                    "Geometry/Gap = 100 um",
                                    "Geometry/Width = 20 um",
                                    "Geometry/Cells across feature = 10",
                                    "Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = user salt",
                                    "Electrolyte/Bulk concentration = 1 mol/L",
                                    "Electrolyte/Salt conductivity = 5 S/m",
                                    "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                    "Electrolyte/Cation transference number = 0.4",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = " + std::to_string(current) + " A/m^2"};
    }

    const Lines linear_kinetics{"Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2"};

    double
    limiting_current()
    {
      return 2. * faraday_constant * diffusivity * concentration / (gap * (1. - transference));
    }

    /** phi at the surface against the bulk: -i L/kappa + (2/(z f)) (1 - t+) ln(c_s/c_b). */
    double
    surface_potential(const double current, const double share)
    {
      return -current * gap / conductivity + thermal_voltage(298.15) * (1. - transference) * std::log(share);
    }
  } // namespace

  TEST(Primary, EllipticHalfCylinders)
  {
    for (const auto &height : {std::make_pair("1 um", 1.), std::make_pair("2 um", 2.)})
      {
        Solved<2> cell(primary_boss("2", height.first), 4);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_NEAR(tip_factor(cell) / (1. + height.second), 1., 0.01);
      }
  }

  TEST(Primary, HemisphereAndProlateSpheroid)
  {
    Solved<2> sphere(primary_boss("axisymmetric", "1 um"), 4);
    ASSERT_TRUE(sphere.solve().converged);
    EXPECT_NEAR(tip_factor(sphere) / 3., 1., 0.01);
    Solved<2> spheroid(primary_boss("axisymmetric", "2 um"), 4);
    ASSERT_TRUE(spheroid.solve().converged);
    EXPECT_NEAR(tip_factor(spheroid) / prolate_factor(2.), 1., 0.01);
  }

  TEST(Secondary, SinusoidalElectrodeWithFilm)
  {
    // di/i0 = a k C/(1 + kappa R k C), C = coth(kH), R of charge transfer and film; first order in a k = 0.006
    const double a = 0.02, k = 2. * dealii::numbers::PI / 20., height = 10., kappa = 5.;
    for (const std::string representation : {"thin", "lumped"})
      {
        Solved<2> cell(common_lines() +
                         Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 0.02 um", "Geometry/Wavelength = 20 um",
                               "Geometry/Gap = 10 um", "Electrolyte/Transport model = secondary",
                               "Electrolyte/Conductivity = 5 S/m", "Reactions/zinc/Type = linear",
                               "Reactions/zinc/Charge transfer resistance = 0.01 ohm cm^2",
                               "Boundaries/working electrode/Reactions = zinc", "Materials/film/Conductivity = 1e-2 S/m",
                               "Coatings/film/Surface = working electrode", "Coatings/film/Representation = " + representation,
                               "Coatings/film/Layers = only", "Coatings/film/only/Material = film",
                               "Coatings/film/only/Profile = uniform", "Coatings/film/only/Thickness = 10 nm",
                               "Control/Mode = galvanostatic", "Control/Applied current density = 1 mA/cm^2"},
                       2);
        ASSERT_TRUE(cell.solve().converged);
        const double C = 1. / std::tanh(k * height), resistance = 1e-6 + 10e-9 / 1e-2;
        const double expected = a * k * C / (1. + kappa * resistance * k / mesh_unit * C);
        const double computed = 0.5 * (cell.quantity("max_over_mean") - cell.quantity("min_over_mean"));
        EXPECT_NEAR(computed / expected, 1., 0.02) << representation;
      }
  }

  TEST(BinarySalt, LinearProfileAndVoltageWithLinearKinetics)
  {
    for (const double share : {0.5, 0.95})
      {
        const double current = share * limiting_current();
        Solved<2>    cell(strip(current) + linear_kinetics, 2);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_NEAR(cell.quantity("min_surface_concentration"), (1. - share) * concentration, 1e-7 * concentration);
        // the logarithm of the concentration is resolved by quadratic cells: 1e-4 of the thermal voltage even at 95 %
        EXPECT_NEAR(cell.electrode_potential, surface_potential(current, 1. - share) - 2e-4 * current,
                    1e-4 * thermal_voltage(298.15));
      }
  }

  TEST(BinarySalt, VoltageWithButlerVolmerKinetics)
  {
    const double current = 0.6 * limiting_current(), i0 = 50.;
    Solved<2>    cell(strip(current) +
                        Lines{"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 50 A/m^2",
                           "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                           "Reactions/zinc/Concentration exponent = 0.5"},
                      2);
    ASSERT_TRUE(cell.solve().converged);
    const double eta = -thermal_voltage(298.15) * std::asinh(current / (2. * i0 * std::sqrt(0.4)));
    EXPECT_NEAR(cell.electrode_potential, surface_potential(current, 0.4) + eta, 1e-4 * thermal_voltage(298.15));
  }

  TEST(BinarySalt, NoSteadyStateAboveTheLimitingCurrent)
  {
    Solved<2> cell(strip(1.05 * limiting_current()) + linear_kinetics, 1);
    EXPECT_THROW(cell.solve(), SolverError);
  }

  TEST(CoatedPlane, LimitingCurrentIsThatOfTwoResistancesInSeries)
  {
    // i_lim (1 - t+) = 2 F c_b/(delta/D + int dx/(K D_c)); c at the metal falls by the share i/i_lim
    const double d = 2e-6, film = 1e-11;
    const struct
    {
      const char *diffusivity;
      double      mean_inverse; // int_0^1 of film/D_c
    } gradients[] = {{"1e-11 m^2/s", 1.},
                     {"1e-11*(1 + 4*depth) [m^2/s]", std::log(5.) / 4.},
                     {"1e-11*exp(2*depth) [m^2/s]", 0.5 * (1. - std::exp(-2.))}};
    for (const auto &gradient : gradients)
      for (const std::string representation : {"resolved", "thin", "lumped"})
        {
          const double partition = 0.8, share = 0.4;
          const double limit = 2. * faraday_constant * concentration / (1. - transference) /
                               (gap / diffusivity + d * gradient.mean_inverse / (partition * film));
          Lines lines = strip(share * limit) + linear_kinetics +
                        Lines{"Materials/film/Conductivity = 0.1 S/m",
                              std::string("Materials/film/Diffusivity = ") + gradient.diffusivity,
                              "Materials/film/Partition coefficient = 0.8",
                              "Materials/film/Cation transference number = 0.4",
                              "Coatings/film/Surface = working electrode",
                              "Coatings/film/Representation = " + representation,
                              "Coatings/film/Layers = only",
                              "Coatings/film/only/Material = film",
                              "Coatings/film/only/Profile = uniform",
                              "Coatings/film/only/Thickness = 2 um",
                              "Coatings/film/only/Cells across = 4"};
          if (representation == "resolved") // the gap counts from the base plane: keep 100 um of solution
            lines.push_back("Geometry/Gap = 102 um");
          Solved<2> cell(lines, 1);
          ASSERT_TRUE(cell.solve().converged);
          EXPECT_NEAR(cell.quantity("min_surface_concentration"), (1. - share) * concentration, 3e-3 * concentration)
            << gradient.diffusivity << " " << representation;
          EXPECT_LT(cell.report().balance.at("charge"), 1e-8);
          EXPECT_LT(cell.report().balance.at("SO4 2-"), 1e-8);
        }
  }

  TEST(CoatedPlane, PotentialBelowAThinFilmNearTheLimitingCurrent)
  {
    // phi' = phi - (d/kappa_f) i + (2/(z f)) (1 - t+) ln(c'/c), c' = c - (1 - t+) i d/(zF K D_f): one slab of constant properties
    // is exact
    const double d = 2e-6, film = 1e-11, share = 0.95;
    const double limit   = 2. * faraday_constant * concentration / (1. - transference) / (gap / diffusivity + d / film);
    const double current = share * limit;
    Solved<2>    cell(strip(current) + linear_kinetics +
                        Lines{"Materials/film/Conductivity = 0.1 S/m", "Materials/film/Diffusivity = 1e-11 m^2/s",
                           "Materials/film/Cation transference number = 0.4", "Coatings/film/Surface = working electrode",
                           "Coatings/film/Representation = thin", "Coatings/film/Layers = only",
                           "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                           "Coatings/film/only/Thickness = 2 um"},
                      2);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.quantity("min_surface_concentration"), (1. - share) * concentration, 1e-7 * concentration);
    EXPECT_NEAR(cell.electrode_potential, surface_potential(current, 1. - share) - current * (2e-4 + d / 0.1),
                1e-4 * thermal_voltage(298.15));
  }

  TEST(Coating, ResolvedThinAndLumpedAgreeAsTheFilmThins)
  {
    double last = 0.;
    for (const double nanometres : {200., 100., 50.})
      {
        double spread[3], potential[3];
        int    i = 0;
        for (const std::string representation : {"resolved", "thin", "lumped"})
          {
            Solved<2> cell(
              common_lines() +
                Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 2 um", "Geometry/Wavelength = 20 um",
                      "Geometry/Gap = 20 um", "Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                      "Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 0.01 ohm cm^2",
                      "Boundaries/working electrode/Reactions = zinc", "Materials/film/Conductivity = 0.5 S/m",
                      "Coatings/film/Surface = working electrode", "Coatings/film/Representation = " + representation,
                      "Coatings/film/Layers = only", "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                      "Coatings/film/only/Thickness = " + std::to_string(nanometres) + " nm", "Control/Mode = galvanostatic",
                      "Control/Applied current density = 1 mA/cm^2"},
              2);
            ASSERT_TRUE(cell.solve().converged);
            spread[i]      = cell.quantity("std_over_mean");
            potential[i++] = cell.electrode_potential;
          }
        EXPECT_NEAR(spread[1], spread[2], 1e-9); // one conductor: the same law
        EXPECT_NEAR(potential[1], potential[2], 1e-9 * std::abs(potential[2]));
        const double difference = std::abs(spread[0] - spread[1]);
        if (last > 0.)
          {
            EXPECT_GT(last / difference, 1.75); // first order in the thickness
          }
        last = difference;
      }
    EXPECT_LT(last, 0.01);
  }

  TEST(Report, PartsOfTheVoltageAddUp)
  {
    Solved<2> cell(strip(0.5 * limiting_current()) + linear_kinetics, 1);
    ASSERT_TRUE(cell.solve().converged);
    const Report report = cell.report();
    // each part from its own closed form
    const double current = 0.5 * limiting_current();
    EXPECT_NEAR(report.voltage_split.at("ohmic").value, current * gap / conductivity, 1e-9);
    EXPECT_NEAR(report.voltage_split.at("activation").value, 2e-4 * current, 1e-9);
    EXPECT_NEAR(report.voltage_split.at("concentration").value, -thermal_voltage(298.15) * (1. - transference) * std::log(0.5),
                1e-4 * thermal_voltage(298.15));
    EXPECT_NEAR(report.quantities.at("sand_time").value,
                dealii::numbers::PI * diffusivity *
                  std::pow(2. * faraday_constant * concentration / (2. * current * (1. - transference)), 2),
                1e-6 * report.quantities.at("sand_time").value);
    EXPECT_NEAR(report.quantities.at("wagner_number").value, conductivity * 2e-4 / gap, 1e-9 * conductivity * 2e-4 / gap);
    EXPECT_NEAR(report.quantities.at("mean_current_density").value / current, 1., 1e-9);
  }
} // namespace zincfield::closed_forms_tests
