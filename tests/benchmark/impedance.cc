#include "physics/constants.h"
#include "solver/impedance/spectrum.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <iomanip>

// Impedance: Randles' circuit, Warburg's diffusion, films, two slabs, a blocking double layer, and the slope of the polarisation
// curve.

namespace zincfield::impedance_tests
{
  namespace
  {
    using Complex = std::complex<double>;

    constexpr double gap = 100e-6, kappa = 5., charge_transfer = 2e-4, double_layer = 0.5; // [m], [S/m], [ohm m^2], [F/m^2]
    constexpr double of_solution = 78.4 * vacuum_permittivity;

    Complex
    per_second(const double frequency)
    {
      return {0., 2. * dealii::numbers::PI * frequency};
    }

    Complex
    slab(const double thickness, const double conductivity, const double permittivity, const double frequency)
    {
      return thickness / (conductivity + per_second(frequency) * permittivity);
    }

    Lines
    spectrum(const std::string &lowest, const std::string &highest, const std::string &points = "4")
    {
      return {"Impedance/Lowest frequency = " + lowest, "Impedance/Highest frequency = " + highest,
              "Impedance/Points per decade = " + points};
    }

    Lines
    current(const double value)
    {
      std::ostringstream text;
      text << std::setprecision(12) << value;
      return {"Control/Mode = galvanostatic", "Control/Applied current density = " + text.str() + " A/m^2"};
    }

    /** A plate in 5 S/m, 100 um from the bulk, R_ct = 2 ohm cm^2, 50 uF/cm^2. */
    Lines
    plate(const std::string &transport = "secondary")
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Dimension = 2",
                                    "Geometry/Gap = 100 um",
                                    "Geometry/Width = 20 um",
                                    "Geometry/Cells across feature = 5",
                                    "Electrolyte/Transport model = " + transport,
                                    "Electrolyte/Conductivity = 5 S/m"};
    }

    const Lines reaction{"Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                         "Boundaries/working electrode/Reactions = zinc",
                         "Boundaries/working electrode/Double-layer capacitance = 50 uF/cm^2"};

    Lines
    film(const std::string &representation, const std::string &surface = "working electrode")
    {
      return {"Materials/film/Conductivity = 1e-4 S/m",
              "Materials/film/Relative permittivity = 20",
              "Coatings/film/Surface = " + surface,
              "Coatings/film/Representation = " + representation,
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = 20 nm"};
    }

    /** A salt with constant properties and Butler-Volmer kinetics; Relative permittivity of almost nothing: the closed forms have
     * no displacement current. */
    Lines
    salt()
    {
      return {"Electrolyte/Transport model = binary salt",
              "Electrolyte/Data set = user salt",
              "Electrolyte/Bulk concentration = 1 mol/L",
              "Electrolyte/Salt conductivity = 5 S/m",
              "Electrolyte/Diffusivity = 4e-10 m^2/s",
              "Electrolyte/Cation transference number = 0.4",
              "Electrolyte/Relative permittivity = 1e-9",
              "Reactions/zinc/Type = Butler-Volmer",
              "Reactions/zinc/Exchange current density = 50 A/m^2",
              "Reactions/zinc/Anodic transfer coefficient = 0.5",
              "Reactions/zinc/Cathodic transfer coefficient = 1.5",
              "Boundaries/working electrode/Reactions = zinc",
              "Boundaries/working electrode/Double-layer capacitance = 50 uF/cm^2",
              "Discretization/Degree = 4"};
    }

    const Lines strip{"Geometry/Type = flat cell", "Geometry/Dimension = 2", "Geometry/Gap = 100 um", "Geometry/Width = 2 um",
                      "Geometry/Cells across feature = 40"};

    template <int dim>
    Spectrum
    solved_spectrum(Solved<dim> &cell)
    {
      const NewtonResult result = cell.solve();
      EXPECT_TRUE(result.converged);
      return find_spectrum(*cell.op, cell.state, cell.electrode_potential, [](const std::string &) {});
    }

    void
    expect_equal(
      const Complex &value, const Complex &expected, const double tolerance, const double frequency, const std::string &what = "")
    {
      EXPECT_LT(std::abs(value - expected), tolerance * std::abs(expected))
        << what << " at " << frequency << " Hz: " << value << " instead of " << expected;
    }
  } // namespace

  TEST(Impedance, RandlesCircuit)
  {
    // H/(kappa + i omega eps) in series with R_ct beside C_dl; at rest and under current, for linear kinetics alike
    for (const double load : {0., 100.})
      {
        Solved<2> cell(plate() + reaction + current(load) + spectrum("1 mHz", "1 MHz"), 1);
        for (const ImpedancePoint &point : solved_spectrum(cell).points)
          {
            const Complex solution  = slab(gap, kappa, of_solution, point.frequency),
                          electrode = 1. / (1. / charge_transfer + per_second(point.frequency) * double_layer);
            expect_equal(point.cell, solution + electrode, 1e-6, point.frequency);
            expect_equal(point.working_electrode, electrode, 1e-6, point.frequency, "electrode");
            expect_equal(point.electrolyte, solution, 1e-6, point.frequency, "electrolyte");
          }
      }
  }

  TEST(Impedance, RandlesCircuitHasOneArcAtItsTimeConstant)
  {
    Solved<2>      cell(plate() + reaction + current(0.) + spectrum("1 Hz", "100 kHz", "10"), 0);
    const Spectrum found = solved_spectrum(cell);
    const auto     arcs  = found.arcs();
    ASSERT_EQ(arcs.size(), 1u);
    EXPECT_NEAR(arcs[0].frequency * 2. * dealii::numbers::PI * charge_transfer * double_layer, 1.,
                5e-3); // a parabola through three of ten points a decade
    EXPECT_NEAR(arcs[0].height, 0.5 * charge_transfer, 1e-3 * charge_transfer);
    EXPECT_NEAR(found.high_frequency_resistance(), gap / kappa, 1e-3 * charge_transfer);
    EXPECT_NEAR(found.polarisation_resistance(), charge_transfer, 1e-3 * charge_transfer);
  }

  TEST(Impedance, CounterElectrodeTakesItsShare)
  {
    Solved<2>      cell(plate() + reaction + current(0.) + spectrum("1 Hz", "10 kHz", "1") +
                          Lines{"Boundaries/counter/Condition = counter electrode", "Boundaries/counter/Reactions = slow",
                           "Reactions/slow/Type = linear", "Reactions/slow/Charge transfer resistance = 7 ohm cm^2",
                           "Boundaries/counter/Double-layer capacitance = 20 uF/cm^2"},
                        1);
    const Spectrum found = solved_spectrum(cell);
    EXPECT_TRUE(found.has_counter_electrode);
    for (const ImpedancePoint &point : found.points)
      {
        const Complex s = per_second(point.frequency), working = 1. / (1. / charge_transfer + s * double_layer),
                      counter = 1. / (1. / 7e-4 + s * 0.2);
        expect_equal(point.working_electrode, working, 1e-6, point.frequency, "working");
        expect_equal(point.counter_electrode, counter, 1e-6, point.frequency, "counter");
        expect_equal(point.electrolyte, slab(gap, kappa, of_solution, point.frequency), 1e-6, point.frequency, "electrolyte");
      }
  }

  TEST(Impedance, WarburgOfABinarySaltBesideTheBulk)
  {
    // c'' = (i omega/D) c, 0 at the bulk, D dc/dx = -(1 - t+) i/(zF) at the electrode; phi = i H/kappa + (2/(z f)) (1 - t+) c/c_b,
    // z = 2: Z = 1/(i0 f (alpha_a + alpha_c) + i omega C) + H/kappa + (1 - t+)^2 tanh(s H)/(2 f F D s c_b), s^2 = i omega/D
    const double diffusivity = 4e-10, anion_share = 0.6, concentration = 1000., f = 1. / thermal_voltage(298.15);
    Solved<2>    cell(common_lines() + strip + salt() + current(0.) + spectrum("1 mHz", "100 Hz", "3"), 1);
    for (const ImpedancePoint &point : solved_spectrum(cell).points)
      {
        const Complex s = std::sqrt(per_second(point.frequency) / diffusivity);
        const Complex warburg =
          anion_share * anion_share * std::tanh(s * gap) / (2. * f * faraday_constant * diffusivity * s * concentration);
        expect_equal(point.electrolyte, gap / kappa + warburg, 1e-4, point.frequency, "electrolyte");
        expect_equal(point.working_electrode, 1. / (50. * f * 2. + per_second(point.frequency) * double_layer), 1e-4,
                     point.frequency, "electrode");
      }
  }

  TEST(Impedance, WarburgThroughAFilmThatHoldsSalt)
  {
    // c is continuous, K D dc/dx too where t+ is the same: in series, zeta = c/(D dc/dx) at the metal is that of a line of length
    // d, of Z_f = 1/(K D_f s_f), closed by the solution's tanh(s H)/(D s); Z = R_ct || C + d/kappa_f + H/kappa + (1 - t+)^2 zeta/(2
    // f F c_b)
    const double diffusivity = 4e-10, in_film = 1e-12, partition = 0.5, d = 1e-6, anion_share = 0.6, concentration = 1000.,
                 f = 1. / thermal_voltage(298.15);
    for (const std::string representation : {"thin", "resolved"})
      {
        Solved<2> cell(common_lines() + strip + salt() + current(0.) + spectrum("10 mHz", "100 Hz", "2") +
                         Lines{"Materials/film/Conductivity = 1e-2 S/m", "Materials/film/Diffusivity = 1e-12 m^2/s",
                               "Materials/film/Partition coefficient = 0.5", "Materials/film/Cation transference number = 0.4",
                               "Materials/film/Relative permittivity = 1e-9", "Coatings/film/Surface = working electrode",
                               "Coatings/film/Representation = " + representation, "Coatings/film/Layers = only",
                               "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                               "Coatings/film/only/Thickness = 1 um", "Coatings/film/only/Cells across = 8"} +
                         (representation == "resolved" ? Lines{"Geometry/Gap = 101 um"} : Lines{}),
                       1);
        for (const ImpedancePoint &point : solved_spectrum(cell).points)
          {
            const Complex omega = per_second(point.frequency), s = std::sqrt(omega / diffusivity),
                          s_film = std::sqrt(omega / in_film), t = std::tanh(s_film * d);
            const Complex solution = std::tanh(s * gap) / (diffusivity * s), line = 1. / (partition * in_film * s_film),
                          zeta     = line * (solution + line * t) / (line + solution * t);
            const Complex expected = 1. / (50. * f * 2. + omega * double_layer) + d / 1e-2 + gap / kappa +
                                     anion_share * anion_share * zeta / (2. * f * faraday_constant * concentration);
            // eight slabs do not follow a wave shorter than theirs
            expect_equal(point.cell, expected, representation == "resolved" ? 1e-4 : 1e-2, point.frequency, representation);
          }
      }
  }

  TEST(Impedance, WarburgOfAClosedCellIsThatOfTwoHalves)
  {
    // between equal electrodes the perturbation is odd about the middle: a bulk plane at half the gap, twice
    const double diffusivity = 4e-10, anion_share = 0.6, concentration = 1000., f = 1. / thermal_voltage(298.15);
    Solved<2> cell(Lines{"Boundaries/working electrode/Condition = electrode", "Boundaries/counter/Condition = counter electrode",
                         "Boundaries/sides/Condition = insulating", "Boundaries/counter/Reactions = zinc",
                         "Boundaries/counter/Double-layer capacitance = 50 uF/cm^2", "Solver/Newton tolerance = 1e-11"} +
                     strip + salt() + current(0.) + spectrum("0.1 mHz", "10 Hz", "2"),
                   1);
    for (const ImpedancePoint &point : solved_spectrum(cell).points)
      {
        const Complex s = std::sqrt(per_second(point.frequency) / diffusivity);
        const Complex warburg =
          2. * anion_share * anion_share * std::tanh(s * 0.5 * gap) / (2. * f * faraday_constant * diffusivity * s * concentration);
        expect_equal(point.electrolyte, gap / kappa + warburg, 1e-4, point.frequency, "electrolyte");
        expect_equal(point.counter_electrode, 1. / (50. * f * 2. + per_second(point.frequency) * double_layer), 1e-4,
                     point.frequency, "counter");
      }
  }

  TEST(Impedance, FilmAddsAnArcOfItsOwn)
  {
    // d/(kappa_f + i omega eps_f) in series; without a mesh it belongs to the electrode, meshed to the electrolyte
    for (const std::string representation : {"thin", "lumped", "resolved"})
      {
        Solved<2>      cell(plate() + reaction + film(representation) + current(0.) + spectrum("1 Hz", "10 MHz", "5") +
                              (representation == "resolved" ? Lines{"Geometry/Gap = 100.02 um"} : Lines{}),
                            1);
        const Spectrum found = solved_spectrum(cell);
        for (const ImpedancePoint &point : found.points)
          {
            const Complex solution  = slab(gap, kappa, of_solution, point.frequency),
                          electrode = 1. / (1. / charge_transfer + per_second(point.frequency) * double_layer);
            const Complex of_film   = slab(20e-9, 1e-4, 20. * vacuum_permittivity, point.frequency);
            expect_equal(point.cell, solution + electrode + of_film, 2e-6, point.frequency, representation);
            expect_equal(point.working_electrode, representation == "resolved" ? electrode : electrode + of_film, 1e-5,
                         point.frequency, representation + " electrode");
          }
        EXPECT_EQ(found.arcs().size(), 2u) << representation;
      }
  }

  TEST(Impedance, TwoFilmsOnAnElectrodeWithoutKinetics)
  {
    // primary: a stack of two slabs and the solution, and the relaxation of Maxwell and Wagner
    const Lines stack = plate("primary") + current(1.) + spectrum("10 Hz", "1 MHz", "3") +
                        Lines{"Materials/a/Conductivity = 1e-6 S/m",        "Materials/a/Relative permittivity = 10",
                              "Materials/b/Conductivity = 4e-5 S/m",        "Materials/b/Relative permittivity = 50",
                              "Coatings/stack/Surface = working electrode", "Coatings/stack/Layers = inner, outer",
                              "Coatings/stack/inner/Material = a",          "Coatings/stack/inner/Profile = uniform",
                              "Coatings/stack/inner/Thickness = 1 um",      "Coatings/stack/outer/Material = b",
                              "Coatings/stack/outer/Profile = uniform",     "Coatings/stack/outer/Thickness = 3 um"};
    for (const std::string representation : {"thin", "resolved"})
      {
        Solved<2> cell(stack + Lines{"Coatings/stack/Representation = " + representation} +
                         (representation == "resolved" ? Lines{"Geometry/Gap = 104 um"} : Lines{}),
                       1);
        for (const ImpedancePoint &point : solved_spectrum(cell).points)
          {
            const double eps1 = 10. * vacuum_permittivity, eps2 = 50. * vacuum_permittivity, d1 = 1e-6, d2 = 3e-6, kappa1 = 1e-6,
                         kappa2    = 4e-5;
            const Complex solution = slab(gap, kappa, of_solution, point.frequency);
            expect_equal(point.cell, solution + slab(d1, kappa1, eps1, point.frequency) + slab(d2, kappa2, eps2, point.frequency),
                         2e-6, point.frequency, representation);
            // both slabs' admittance beyond G_0 + i omega C_infinity is i omega C/(1 + i omega tau)
            const double  tau = (eps1 * d2 + eps2 * d1) / (kappa1 * d2 + kappa2 * d1), omega = per_second(point.frequency).imag();
            const Complex relaxing =
              (1. / (point.cell - solution) - 1. / (d1 / kappa1 + d2 / kappa2) - Complex(0., omega / (d1 / eps1 + d2 / eps2))) /
              Complex(0., omega);
            if (omega * tau > 0.1 && omega * tau < 10.)
              {
                EXPECT_NEAR(-relaxing.imag() / relaxing.real(), omega * tau, 1e-3 * omega * tau) << representation;
              }
          }
      }
  }

  TEST(Impedance, BlockingDoubleLayerOfEqualIons)
  {
    // Poisson-Nernst-Planck about zero charge, D the same for both ions, k^2 = 1/lambda^2 + i omega/D, sigma = eps D/lambda^2
    // (Debye-Falkenhagen): Z = 1/(i omega C_S), where there is a Stern layer, + (H + sigma tanh(k H)/(i omega eps k))/(sigma + i
    // omega eps)
    const double diffusivity = 1e-9, height = 20e-9,
                 lambda      = std::sqrt(of_solution * thermal_voltage(298.15) / (2. * faraday_constant * 100.)),
                 sigma       = of_solution * diffusivity / lambda / lambda;
    const std::string cation = "Electrolyte/Species/K+/", anion = "Electrolyte/Species/Cl-/";
    // a dielectric film without a mesh adds its d/(i omega eps_f)
    const Lines oxide{"Materials/oxide/Dielectric = true",
                      "Materials/oxide/Relative permittivity = 10",
                      "Coatings/oxide/Surface = working electrode",
                      "Coatings/oxide/Representation = thin",
                      "Coatings/oxide/Layers = only",
                      "Coatings/oxide/only/Material = oxide",
                      "Coatings/oxide/only/Profile = uniform",
                      "Coatings/oxide/only/Thickness = 2 nm"};
    for (const bool has_film : {false, true})
      for (const bool has_stern_layer : {true, false})
        {
          if (has_film && has_stern_layer)
            continue;
          Solved<2> cell(common_lines() + spectrum("1 kHz", "1 GHz", "1") +
                           Lines{"Geometry/Type = flat cell", "Geometry/Dimension = 2", "Geometry/Gap = 20 nm",
                                 "Geometry/Width = 2 nm", "Geometry/Cells across feature = 10",
                                 "Electrolyte/Transport model = Poisson-Nernst-Planck", cation + "Charge = 1",
                                 anion + "Charge = -1", cation + "Diffusivity = 1e-9 m^2/s", anion + "Diffusivity = 1e-9 m^2/s",
                                 cation + "Bulk concentration = 0.1 mol/L", anion + "Bulk concentration = 0.1 mol/L",
                                 "Control/Mode = potentiostatic", "Control/Electrode potential = 0 V",
                                 "Discretization/Degree = 4"} +
                           (has_stern_layer ? Lines{"Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"} : Lines{}) +
                           (has_film ? oxide : Lines{}),
                         3);
          for (const ImpedancePoint &point : solved_spectrum(cell).points)
            {
              const Complex s = per_second(point.frequency), k = std::sqrt(1. / (lambda * lambda) + s / diffusivity),
                            metal =
                              (has_stern_layer ? 1. / (s * 0.2) : 0.) + (has_film ? 2e-9 / (s * 10. * vacuum_permittivity) : 0.);
              expect_equal(point.cell,
                           metal + (height + sigma * std::tanh(k * height) / (s * of_solution * k)) / (sigma + s * of_solution),
                           1e-4, point.frequency);
            }
        }
  }

  TEST(Impedance, LowFrequencyLimitIsTheSlopeOfThePolarisationCurve)
  {
    // a wavy electrode under a film, half way to the limiting current: -d phi_m/d i from two nearby steady states
    const Lines wavy = common_lines() + salt() + film("thin") + spectrum("1e-6 Hz", "1e-6 Hz") +
                       Lines{"Geometry/Type = sinusoidal",
                             "Geometry/Amplitude = 5 um",
                             "Geometry/Wavelength = 40 um",
                             "Geometry/Gap = 50 um",
                             "Discretization/Degree = 2",
                             "Materials/film/Conductivity = 0.1 S/m",
                             "Materials/film/Diffusivity = 4e-11 m^2/s",
                             "Coatings/film/only/Thickness = 500 nm"};
    const double i = 1000., step = 1.;
    Solved<2>    cell(wavy + current(i), 2), below(wavy + current(i - step), 2), above(wavy + current(i + step), 2);
    ASSERT_TRUE(below.solve().converged);
    ASSERT_TRUE(above.solve().converged);
    const double  slope = (below.electrode_potential - above.electrode_potential) / (2. * step);
    const Complex found = solved_spectrum(cell).points.front().cell;
    EXPECT_NEAR(found.real() / slope, 1., 1e-5);
    EXPECT_NEAR(found.imag() / slope, 0., 1e-3);
  }

  TEST(Impedance, MultigridInSpaceGivesWhatTheFlatCellGives)
  {
    // every preconditioner, in three dimensions: Randles' circuit and Warburg's diffusion again
    const double diffusivity = 4e-10, anion_share = 0.6, f = 1. / thermal_voltage(298.15);
    for (const std::string solver : {"multigrid", "block", "direct"})
      {
        Solved<3> cell(common_lines() + strip + salt() + current(0.) + spectrum("10 mHz", "1 kHz", "1") +
                         Lines{"Geometry/Dimension = 3", "Geometry/Width = 25 um", "Geometry/Cells across feature = 8",
                               "Discretization/Degree = 2", "Solver/Linear solver = " + solver},
                       1);
        for (const ImpedancePoint &point : solved_spectrum(cell).points)
          {
            const Complex s = std::sqrt(per_second(point.frequency) / diffusivity);
            const Complex warburg =
              anion_share * anion_share * std::tanh(s * gap) / (2. * f * faraday_constant * diffusivity * s * 1000.);
            if (point.frequency < 1.) // above, this mesh is too coarse for the diffusion layer
              {
                expect_equal(point.electrolyte, gap / kappa + warburg, 1e-3, point.frequency, solver);
              }
            expect_equal(point.working_electrode, 1. / (50. * f * 2. + per_second(point.frequency) * double_layer), 1e-6,
                         point.frequency, solver);
            EXPECT_LE(point.iterations, 40u) << solver << " at " << point.frequency << " Hz";
          }
      }
  }
} // namespace zincfield::impedance_tests
