#include "solver/adaptivity/refinement.h"
#include "solver/impedance/spectrum.h"
#include "solver/runs/fit.h"
#include "tests/support/porous.h"
#include "tests/support/transient.h"
#include "tests/support/two_meshes.h"

#include <gtest/gtest.h>

#include <complex>
#include <fstream>

// Felts in every kind of run: potentiostatic, impedance, charging in time, fits, parameter studies; in stacks; areas from
// diameters; bars and sensitivities.

namespace zincfield::porous_runs_tests
{
  using namespace porous_cells;

  namespace
  {
    constexpr double L = 300e-6, kappa = 2., area = 1e5, i0 = 3., applied = 4.; // [m], [S/m], [1/m], [A/m^2]
    const double     slope = 2. / thermal_voltage(298.15);                      // n f [1/V]

    Lines
    linear(const double sigma)
    {
      return felt(L) + Lines{"Electrolyte/Conductivity = 2 S/m",
                             "Reactions/zinc/Type = linear",
                             "Reactions/zinc/Exchange current density = " + text(i0) + " A/m^2",
                             "Materials/felt/Conductivity = 2 S/m",
                             "Materials/felt/Scaffold/Specific area = " + text(area) + " 1/m",
                             "Materials/felt/Scaffold/Electronic conductivity = " + text(sigma) + " S/m",
                             "Materials/felt/Scaffold/Reactions = zinc"};
    }

    double
    nu_of(const double thickness, const double sigma, const double of_area)
    {
      return thickness * std::sqrt(of_area * i0 * slope * (1. / kappa + 1. / sigma));
    }

    double
    resistance(const double thickness, const double sigma, const double of_area = area)
    {
      return ClosedForm<double>(nu_of(thickness, sigma, of_area), kappa, sigma, thickness).resistance;
    }
  } // namespace

  TEST(PorousRuns, AtAPotential)
  {
    Solved<2> cell(linear(5.) + Lines{"Control/Mode = potentiostatic", "Control/Electrode potential = -5 mV"}, 1);
    ASSERT_TRUE(cell.solve().converged);
    const double exact = 5e-3 / (resistance(L, 5.) + separator(L) / kappa);
    EXPECT_NEAR(cell.quantity("mean_current_density"), exact, 1e-7 * exact);
  }

  TEST(PorousRuns, LayersAboveThatConductIonsOnlyAreInSeries)
  {
    // a film and a separator, which is a scaffold without electrons: kappa eps^1.5, or kappa eps/tau
    constexpr double d = 10e-6;
    Lines lines = linear(5.) + Lines{"Coatings/felt/Layers = felt, film, separator", "Materials/film/Conductivity = 0.05 S/m",
                                     "Materials/separator/Porosity = 0.4"};
    for (const std::string name : {"film", "separator"})
      lines = lines + Lines{"Coatings/felt/" + name + "/Material = " + name, "Coatings/felt/" + name + "/Thickness = 10 um"};
    for (const double tau : {0., 3.})
      {
        Solved<2> cell(tau > 0. ? lines + Lines{"Materials/separator/Tortuosity = 3"} : lines, 1);
        ASSERT_TRUE(cell.solve().converged);
        const double factor = tau > 0. ? 0.4 / tau : std::pow(0.4, 1.5);
        const double exact  = -applied * (resistance(L, 5.) + d / 0.05 + d / (kappa * factor) + (separator(L) - 2. * d) / kappa);
        EXPECT_NEAR(cell.electrode_potential, exact, 1e-7 * std::abs(exact));
      }
  }

  TEST(PorousRuns, AreasOfFibresAndPores)
  {
    // a = 4 (1 - eps)/d of fibres, 4 eps/d of pores
    for (const bool fibres : {true, false})
      {
        Lines lines = linear(5.) + Lines{"Materials/felt/Porosity = 0.7", std::string("Materials/felt/Scaffold/") +
                                                                            (fibres ? "Fibre" : "Pore") + " diameter = 8 um"};
        lines.erase(std::find_if(lines.begin(), lines.end(),
                                 [](const std::string &line) { return line.find("Specific area") != std::string::npos; }));
        Solved<2> cell(lines, 1);
        ASSERT_TRUE(cell.solve().converged);
        const double nu = nu_of(L, 5., 4. * (fibres ? 0.3 : 0.7) / 8e-6);
        EXPECT_NEAR(cell.quantity("scaffold_nu"), nu, 1e-7 * nu);
      }
  }

  TEST(PorousRuns, TheImpedanceOfPoresThatReact)
  {
    // Newman and Tobias with i0 n f + j omega C in place of i0 n f
    using Complex          = std::complex<double>;
    constexpr double sigma = 5., C = 20.;
    Solved<2>        cell(linear(sigma) + Lines{"Materials/felt/Scaffold/Double-layer capacitance = 2000 uF/cm^2",
                                         "Control/Mode = potentiostatic", "Control/Electrode potential = 0 V",
                                         "Impedance/Lowest frequency = 0.1 Hz", "Impedance/Highest frequency = 100 Hz",
                                         "Impedance/Points per decade = 1"},
                          2);
    ASSERT_TRUE(cell.solve().converged);
    const Spectrum spectrum = find_spectrum(*cell.op, cell.state, cell.electrode_potential, [](const std::string &) {});
    ASSERT_GE(spectrum.points.size(), 4u);
    for (const ImpedancePoint &point : spectrum.points)
      {
        const Complex nu = L * std::sqrt(area * Complex(i0 * slope, 2. * M_PI * point.frequency * C) * (1. / kappa + 1. / sigma));
        const Complex exact = ClosedForm<Complex>(nu, kappa, sigma, L).resistance + separator(L) / kappa;
        EXPECT_LT(std::abs(point.cell - exact), 1e-6 * std::abs(exact)) << point.frequency;
      }
  }

  TEST(PorousRuns, DoubleLayersChargeInTime)
  {
    // constant current into blocking pores of a perfect conductor: I t/(a C L) + I L/(3 kappa) once the depths keep step
    constexpr double C = 0.2, of_area = 1e7, time = 2.;
    Transient<2>     cell(
          with_protocol(felt(L) + Lines{"Electrolyte/Conductivity = 2 S/m", "Materials/felt/Conductivity = 2 S/m",
                                    "Materials/felt/Scaffold/Specific area = 1e7 1/m",
                                    "Materials/felt/Scaffold/Perfect conductor = true",
                                    "Materials/felt/Scaffold/Double-layer capacitance = 20 uF/cm^2", "Time/Tolerance = 1e-5",
                                    "Coatings/felt/felt/Cells across = 4"},
                        {"charging/Drive = galvanostatic", "charging/Current density = 4 A/m^2", "charging/Duration = 2 s"}),
          0);
    const auto &result = cell.run();
    ASSERT_EQ(result.failure, "");
    const double exact = -applied * (time / (of_area * C * L) + L / (3. * kappa) + separator(L) / kappa);
    EXPECT_NEAR(result.report.quantities.at("electrode_potential").value, exact, 1e-5 * std::abs(exact));
  }

  namespace
  {
    /** An input with felts of two thicknesses. */
    std::vector<Case>
    two_felts(const std::string &more)
    {
      const std::string file = ::testing::TempDir() + "felts_" + std::to_string(getpid()) + ".prm";
      std::ofstream(file)
        << "subsection Geometry\n set Type = flat cell\n set Gap = 700 um\n set Width = 20 um\n set Cells across feature = 1\nend\n"
           "subsection Electrolyte\n set Transport model = secondary\n set Conductivity = 2 S/m\nend\n"
           "subsection Reactions\n subsection zinc\n set Type = linear\n set Exchange current density = 3 A/m^2\n end\nend\n"
           "subsection Materials\n subsection felt\n set Conductivity = 2 S/m\n subsection Scaffold\n"
           "  set Specific area = 6e4 1/m\n  set Electronic conductivity = 3 S/m\n  set Reactions = zinc\n end\n end\nend\n"
           "subsection Coatings\n subsection felt\n set Surface = working electrode\n set Layers = felt\n subsection felt\n"
           "  set Material = felt\n  set Thickness = 300 um\n  set Cells across = 8\n end\n end\nend\n"
           "subsection Boundaries\n subsection working electrode\n set Condition = electrode\n end\n"
           " subsection counter\n set Condition = bulk\n end\n subsection sides\n set Condition = insulating\n end\nend\n"
           "subsection Control\n set Mode = galvanostatic\n set Applied current density = 4 A/m^2\nend\n"
           "subsection Discretization\n set Degree = 4\nend\n"
        << more;
      const std::vector<Case> cases = read_cases(read_prm_file(file));
      std::filesystem::remove(file);
      return cases;
    }
  } // namespace

  TEST(PorousRuns, AFitFindsAreaAndConductivity)
  {
    // measured: the closed form at two thicknesses, of 1e5 1/m and 5 S/m
    std::string variants;
    for (const double thickness : {100e-6, 300e-6})
      variants += " subsection " + text(1e6 * thickness) + "\n set Coatings/felt/felt/Thickness = " + text(1e6 * thickness) +
                  " um\n set Measurement/Electrode potential = " +
                  text(-applied * (resistance(thickness, 5.) + (700e-6 - thickness) / kappa)) + " V\n end\n";
    const auto cases =
      two_felts("subsection Fits\n subsection felt\n set Variants = 100, 300\n set Parameters = "
                "Materials/felt/Scaffold/Specific area, Materials/felt/Scaffold/Electronic conductivity\n end\nend\n"
                "subsection Variants\n" +
                variants + "end\n");
    const auto found = find_parameters(
      cases.front().fits.front(), cases,
      [](const Case &data) {
      Solved<2> cell(data, 0);
      EXPECT_TRUE(cell.solve().converged);
      return cell.electrode_potential;
      },
      [](const std::string &) {});
    EXPECT_NEAR(found.fit.parameters[0].value, 1e5, 1e-4 * 1e5);
    EXPECT_NEAR(found.fit.parameters[1].value, 5., 1e-3 * 5.);
  }

  TEST(PorousRuns, AParameterStudyOverTheConductivity)
  {
    const std::vector<double> sigmas{0.2, 2., 20., 2e5};
    const auto                cases =
      two_felts("subsection Sweep\n set Materials/felt/Scaffold/Electronic conductivity = 0.2 S/m, 2 S/m, 20 S/m, 2e5 S/m\nend\n");
    ASSERT_EQ(cases.size(), sigmas.size());
    for (unsigned int k = 0; k < sigmas.size(); ++k)
      {
        Solved<2> cell(cases[k], 0);
        ASSERT_TRUE(cell.solve().converged);
        const ClosedForm<double> exact(nu_of(L, sigmas[k], 6e4), kappa, sigmas[k], L);
        EXPECT_NEAR(cell.quantity("scaffold_front_over_back"), exact.front / exact.back, 1e-5 * exact.front / exact.back);
      }
  }

  TEST(PorousRuns, BarsOfTheirPotentialHoldItsError)
  {
    // nu = 13, few cells
    const Lines lines = linear(5.) + Lines{"Reactions/zinc/Exchange current density = 150 A/m^2", "Discretization/Degree = 2",
                                           "Coatings/felt/felt/Cells across = 2"};
    Solved<2>   cell(lines, 0);
    std::vector<Report> history;
    ASSERT_NO_FATAL_FAILURE(solve_on_two_meshes(cell, history));
    const double             nu = L * std::sqrt(area * 150. * slope * (1. / kappa + 1. / 5.));
    const ClosedForm<double> exact(nu, kappa, 5., L);
    const auto               holds = [&](const std::string &name, const double value) {
      const Quantity &found = history.back().quantities.at(name);
      const double    error = std::abs(found.value - value);
      EXPECT_GT(found.error, error) << name;
      EXPECT_LT(found.error, 30. * error) << name;
      EXPECT_GT(error, 1e-6 * std::abs(value)) << name;
    };
    holds("electrode_potential", -applied * (exact.resistance + separator(L) / kappa));
    holds("scaffold_front_over_mean", exact.front);
  }

  namespace
  {
    /** What a source of ions and of electrons in the felt changes in a number, beside what its sensitivity says. */
    void
    expect_sensitivity(const Lines &lines)
    {
      const auto source = [](const double strength) {
        Loads<2> loads;
        loads.volume = [=](const dealii::Point<2> &x, const unsigned int material) {
          const double bell = material == 1 ? strength * std::exp(-std::pow((x[1] - 200.) / 60., 2)) : 0.;
          return typename Loads<2>::Rows{{0.4 * bell, bell}};
        };
        return loads;
      };
      Solved<2> cell(lines, 1);
      ASSERT_TRUE(cell.solve().converged);
      Operator<2> &op = *cell.op;
      Newton<2>    newton(op, cell.data.solver, cell.data.control.mode == ControlMode::galvanostatic, nullptr);
      EXPECT_EQ(newton.solve(cell.state, cell.electrode_potential, cell.data.control.applied_current_density).steps, 0u);
      const auto wanted = goals(op, cell.state, cell.electrode_potential);
      ASSERT_GE(wanted.size(), 1u);
      const auto  z = sensitivities(op, newton.preconditioner(), wanted, cell.state, cell.electrode_potential);
      StateVector without, load;
      cell.discretization->initialize(without, 2);
      cell.discretization->initialize(load, 2);
      Operator<2> with_source(*cell.discretization, cell.model, source(1e3));
      op.residual(without, cell.state, cell.electrode_potential);
      with_source.residual(load, cell.state, cell.electrode_potential);
      load -= without;
      Solved<2> more(lines, 1), less(lines, 1);
      ASSERT_TRUE(more.solve(source(1e3)).converged);
      ASSERT_TRUE(less.solve(source(-1e3)).converged);
      const double change = 0.5 * (more.quantity(wanted[0].quantity) - less.quantity(wanted[0].quantity));
      EXPECT_NEAR(-(z[0] * load) / change, 1., 0.03) << wanted[0].quantity;
      EXPECT_GT(std::abs(change), 1e-4 * wanted[0].scale) << wanted[0].quantity;
    }
  } // namespace

  TEST(PorousRuns, SensitivitiesHaveBothPotentials)
  {
    for (const std::string solver : {"direct", "multigrid"})
      {
        const Lines lines = linear(5.) + Lines{"Discretization/Degree = 2", "Solver/Linear solver = " + solver};
        expect_sensitivity(lines);
        expect_sensitivity(lines + Lines{"Control/Mode = potentiostatic", "Control/Electrode potential = -5 mV"});
      }
  }
} // namespace zincfield::porous_runs_tests
