#include "physics/constants.h"
#include "postprocess/error_estimates.h"
#include "postprocess/quantities/quantity_kind.h"
#include "solver/adaptivity/estimator.h"
#include "solver/adaptivity/goals.h"
#include "tests/support/solved.h"

#include <deal.II/dofs/dof_tools.h>

#include <gtest/gtest.h>

// What is reported about films, second electrodes and errors, against formulas and against cells that must give the same.

namespace zincfield::reported_numbers_tests
{
  namespace
  {
    constexpr double conductivity = 5., resistance = 2e-4, film_conductivity = 0.01;

    Lines
    flat(const std::string &transport)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Width = 20 um",
                                    "Geometry/Cells across feature = 10",
                                    "Electrolyte/Transport model = " + transport,
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc"};
    }

    const Lines secondary = flat("secondary") + Lines{"Electrolyte/Conductivity = 5 S/m"};
    const Lines salt = flat("binary salt") + Lines{"Electrolyte/Data set = user salt", "Electrolyte/Bulk concentration = 1 mol/L",
                                                   "Electrolyte/Salt conductivity = 5 S/m", "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                                   "Electrolyte/Cation transference number = 0.4"};

    /** "Section/Key = value unit" with all digits. */
    std::string
    line(const std::string &key, const double value, const std::string &unit)
    {
      char text[40];
      std::snprintf(text, sizeof(text), "%.15g ", value);
      return key + " = " + text + unit;
    }

    Lines
    film(const std::string &surface,
         const std::string &representation,
         const double       thickness_um,
         const double       conductivity = film_conductivity,
         const std::string &material     = "film")
    {
      const std::string coating = "Coatings/on " + surface + "/";
      return {coating + "Surface = " + surface,
              coating + "Representation = " + representation,
              coating + "Layers = only",
              coating + "only/Material = " + material,
              line(coating + "only/Thickness", thickness_um, "um"),
              line("Materials/" + material + "/Conductivity", conductivity, "S/m"),
              "Materials/" + material + "/Diffusivity = 1e-11 m^2/s"};
    }

    Lines
    galvanostatic(const double current)
    {
      return {"Control/Mode = galvanostatic", line("Control/Applied current density", current, "A/m^2")};
    }

    const Lines two_electrodes{"Boundaries/counter/Condition = counter electrode", "Boundaries/counter/Reactions = zinc"};

    /** Mean of the first field over the solution, weighted with what a volume is. */
    template <int dim>
    double
    mean_in_solution(const Solved<dim> &cell)
    {
      const Sampler<dim> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      double             sum = 0., volume = 0.;
      sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          if (s.material < cell.data.geometry->material_names().size())
            {
              sum += s.weight * s.u[0];
              volume += s.weight;
            }
      });
      return sum / volume;
    }
  } // namespace

  TEST(ReportedNumbers, AnisotropyLeavesTheResistanceAcrossAFilmAlone)
  {
    const double i = 100., thickness = 1e-6;
    Solved<2>    cell(secondary + film("working electrode", "resolved", 1e6 * thickness) + galvanostatic(i) +
                        Lines{"Geometry/Gap = 11 um", "Materials/film/Anisotropy = 7"},
                      0);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.electrode_potential, -i * (resistance + thickness / film_conductivity + 10e-6 / conductivity), 1e-9);
    EXPECT_NEAR(cell.report().voltage_split.at("film").value, i * thickness / film_conductivity, 1e-9);
    EXPECT_NEAR(cell.report().voltage_split.at("ohmic").value, i * 10e-6 / conductivity, 1e-9);
  }

  TEST(ReportedNumbers, AnisotropicFilmIsAThickerBetterConductor)
  {
    // a kappa along and kappa across a film of thickness d: stretched by sqrt(a) across, it is one of conductivity sqrt(a) kappa
    const Lines patch =
      secondary + galvanostatic(100.) +
      Lines{"Reactions/zinc/Exchange factor = x < 10", "Reactions/zinc/Charge transfer resistance = 0.01 ohm cm^2"};
    Solved<2> anisotropic(
      patch + film("working electrode", "resolved", 2., 0.5) + Lines{"Geometry/Gap = 22 um", "Materials/film/Anisotropy = 9"}, 2),
      stretched(patch + film("working electrode", "resolved", 6., 1.5) + Lines{"Geometry/Gap = 26 um"}, 2),
      isotropic(patch + film("working electrode", "resolved", 2., 0.5) + Lines{"Geometry/Gap = 22 um"}, 2);
    for (Solved<2> *cell : {&anisotropic, &stretched, &isotropic})
      ASSERT_TRUE(cell->solve().converged);
    EXPECT_NEAR(anisotropic.electrode_potential / stretched.electrode_potential, 1., 2e-3);
    EXPECT_NEAR(anisotropic.report().voltage_split.at("film").value / stretched.report().voltage_split.at("film").value, 1., 1e-2);
    EXPECT_GT(std::abs(isotropic.electrode_potential / stretched.electrode_potential - 1.), 2e-2);
  }

  TEST(ReportedNumbers, VoltageSplitOfTwoUnlikeElectrodes)
  {
    // a film on either electrode, and a counter electrode 50 mV nobler: i and only i goes through everything
    const double i = 100., under = 0.3e-6, over = 0.5e-6, noble = 0.05, gap = 100e-6;
    Solved<2>    cell(secondary + two_electrodes + film("working electrode", "lumped", 1e6 * under) +
                        film("counter", "thin", 1e6 * over, 2. * film_conductivity, "other") + galvanostatic(i) +
                        Lines{"Geometry/Gap = 100 um", "Boundaries/counter/Reactions = noble", "Reactions/noble/Type = linear",
                           "Reactions/noble/Charge transfer resistance = 1 ohm cm^2",
                           "Reactions/noble/Equilibrium potential = 50 mV"},
                      0);
    ASSERT_TRUE(cell.solve().converged);
    const auto   split       = cell.report().voltage_split;
    const double film_losses = i * (under / film_conductivity + over / (2. * film_conductivity)),
                 activation = i * (resistance + 0.5 * resistance), ohmic = i * gap / conductivity;
    EXPECT_NEAR(split.at("film").value, film_losses, 1e-9);
    EXPECT_NEAR(split.at("activation").value, activation, 1e-9);
    EXPECT_NEAR(split.at("ohmic").value, ohmic, 1e-9);
    EXPECT_NEAR(split.at("concentration").value, 0., 1e-9);
    EXPECT_NEAR(cell.quantity("cell_voltage"), -noble - film_losses - activation - ohmic, 1e-9);
  }

  TEST(ReportedNumbers, AnAppliedCurrentStartsFromTheOverpotentialsOfBothElectrodes)
  {
    const double i = 100.;
    Solved<2>    cell(secondary + two_electrodes + galvanostatic(i) +
                        Lines{"Geometry/Gap = 100 um", "Boundaries/counter/Reactions = slow", "Reactions/slow/Type = linear",
                           "Reactions/slow/Charge transfer resistance = 6 ohm cm^2"},
                      0);
    Operator<2>  op(*cell.discretization, cell.model);
    initial_state(op, cell.state, cell.electrode_potential);
    EXPECT_NEAR(cell.electrode_potential, -4. * i * resistance, 1e-9);
    EXPECT_NEAR(cell.state.block(0).linfty_norm() * thermal_voltage(298.15), 3. * i * resistance, 1e-9);
    op.residual(cell.state, StateVector(cell.state), cell.electrode_potential); // nothing is missing but the ohmic drop
    EXPECT_NEAR(op.working_current() / op.discretization().mesh.footprint(), i, 1e-6 * i);
  }

  TEST(ReportedNumbers, NernstPartOfDiluteIons)
  {
    // a trace of zinc in much supporting salt: no potential in the solution to speak of, the concentration part is Nernst's alone
    const double diffusivity = 7e-10, gap = 100e-6, zinc = 1., i = 0.5 * 2. * faraday_constant * diffusivity * zinc / gap;
    Lines        lines = flat("dilute ions") + galvanostatic(i) + Lines{"Geometry/Gap = 100 um", "Reactions/zinc/Type = linear"};
    const auto   add   = [&](const std::string &name, const int charge, const double bulk) {
      lines.push_back("Electrolyte/Species/" + name + "/Charge = " + std::to_string(charge));
      lines.push_back(line("Electrolyte/Species/" + name + "/Bulk concentration", bulk, "mol/m^3"));
      lines.push_back("Electrolyte/Species/" + name + "/Diffusivity = 7e-10 m^2/s");
    };
    add("Zn2+", 2, zinc);
    add("Na+", 1, 1000.);
    add("Cl-", -1, 1002.);
    Solved<2> cell(lines, 1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.report().voltage_split.at("concentration").value, -0.5 * thermal_voltage(298.15) * std::log(0.5),
                0.01 * thermal_voltage(298.15));
  }

  TEST(ReportedNumbers, AClosedCellKeepsWhatItsSolutionWasFilledWith)
  {
    const Lines filled = salt + two_electrodes + galvanostatic(500.);
    Lines       round;
    std::copy_if(filled.begin(), filled.end(), std::back_inserter(round),
                 [](const std::string &line) { return line.find("Geometry/") == std::string::npos; });
    Solved<2> coated(filled + film("working electrode", "resolved", 2.) + Lines{"Geometry/Gap = 52 um"}, 0);
    ASSERT_TRUE(coated.solve().converged);
    EXPECT_NEAR(mean_in_solution(coated), 1000., 1e-6);
    // where the current crowds at the axis, a mean that forgot the radius would be another one
    Solved<2> bump(round + Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = Gaussian",
                                 "Geometry/Height = 20 um", "Geometry/Standard deviation = 8 um",
                                 "Geometry/Cell half-width = 40 um", "Geometry/Gap = 60 um", "Geometry/Cells across feature = 4"},
                   1);
    ASSERT_TRUE(bump.solve().converged);
    EXPECT_NEAR(mean_in_solution(bump), 1000., 1e-6);
  }

  TEST(ReportedNumbers, TipToValleyOnAMeshWhoseCellsAreFarLargerThanThePatch)
  {
    // a wave of small amplitude a: i/mean = 1 + x cos(kx), x = a k C/(1 + kappa R k C) (Wagner); tip regions of 0.4 um, cells of 42
    // um
    const double k = 2. * dealii::numbers::PI / 500e-6, c = 1. / std::tanh(k * 300e-6),
                 x = 2e-6 * k * c / (1. + conductivity * 1e-5 * k * c);
    Lines wave;
    for (const std::string &line : secondary)
      if (line.find("Geometry/") == std::string::npos)
        wave.push_back(line);
    wave = wave + galvanostatic(100.) +
           Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 2 um", "Geometry/Wavelength = 500 um", "Geometry/Gap = 300 um",
                 "Reactions/zinc/Charge transfer resistance = 0.1 ohm cm^2"};
    Solved<2> cell(wave, 0);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.quantity("tip_to_valley"), (1. + x) / (1. - x), 0.05 * 2. * x);
    const auto wanted = goals(*cell.op, cell.state, cell.electrode_potential); // the mesh is refined for it from the first one on
    EXPECT_TRUE(std::any_of(wanted.begin(), wanted.end(), [](const Goal &goal) { return goal.quantity == "tip_to_valley"; }));
  }

  TEST(ErrorEstimates, SensitivitiesOfTwoConductorsInSeriesHaveNoJumps)
  {
    // At rest the coefficients are constant in solution and film, and the sensitivities piecewise linear: the fluxes of the dual
    // problem are continuous
    Solved<2> cell(salt + film("working electrode", "resolved", 2.) +
                     Lines{"Geometry/Gap = 22 um", "Control/Mode = potentiostatic", "Control/Electrode potential = -1e-6 mV"},
                   0);
    ASSERT_TRUE(cell.solve().converged);
    Newton<2> newton(*cell.op, cell.data.solver, false, nullptr);
    ASSERT_TRUE(newton.solve(cell.state, cell.electrode_potential, 0.).converged);
    const auto wanted = goals(*cell.op, cell.state, cell.electrode_potential);
    ASSERT_FALSE(wanted.empty());
    StateVector z = with_ghosts(
      *cell.discretization, sensitivities(*cell.op, newton.preconditioner(), wanted, cell.state, cell.electrode_potential).front());
    StateVector rough(cell.state), bent;
    const auto &discretization = *cell.discretization;
    for (unsigned int i = 0; i < rough.block(1).locally_owned_size(); ++i)
      rough.block(1).local_element(i) += 1e-3 * (i % 7);
    discretization.initialize(bent, 2);
    for (unsigned int f = 0; f < 2; ++f)
      for (unsigned int i = 0; i < bent.block(f).locally_owned_size(); ++i)
        bent.block(f).local_element(i) = z.block(f).local_element(i) * (1. + 0.1 * (i % 5));
    const StateVector with_errors = with_ghosts(discretization, rough), bent_ghosted = with_ghosts(discretization, bent);
    const auto estimates = estimate_goals(discretization, cell.model, with_errors, cell.electrode_potential, {z, bent_ghosted});
    EXPECT_GT(estimates[1].l1_norm(), 0.);
    EXPECT_LT(estimates[0].l1_norm(), 1e-3 * estimates[1].l1_norm()); // sensitivities are solved to 1 %, MUMPS does better
  }

  TEST(ErrorEstimates, ARoundCellCountsItsAreaOnce)
  {
    // one-dimensional fields in a strip and in a disk: the estimated error of a potential knows nothing of the shape of the
    // electrode
    double estimate[2];
    for (const int axisymmetric : {0, 1})
      {
        Solved<2> cell(
          salt + galvanostatic(1000.) +
            Lines{"Geometry/Gap = 100 um", std::string("Geometry/Dimension = ") + (axisymmetric ? "axisymmetric" : "2")},
          0);
        ASSERT_TRUE(cell.solve().converged);
        Newton<2> newton(*cell.op, cell.data.solver, true, nullptr);
        ASSERT_TRUE(newton.solve(cell.state, cell.electrode_potential, 1000.).converged);
        const auto wanted = goals(*cell.op, cell.state, cell.electrode_potential);
        const auto z =
          with_ghosts(*cell.discretization,
                      sensitivities(*cell.op, newton.preconditioner(), wanted, cell.state, cell.electrode_potential).front());
        estimate[axisymmetric] =
          estimate_goals(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential, {z}).front().l1_norm();
      }
    EXPECT_GT(estimate[0], 0.);
    EXPECT_NEAR(estimate[1] / estimate[0], 1., 1e-2);
  }

  TEST(ErrorEstimates, ChangesStillToComeAreAGeometricSeries)
  {
    const auto report = [](const double value, const double bound) {
      Report one;
      one.add("bounded", reported(value));
      one.add("free", reported(value));
      one.quantities["bounded"].bound = bound;
      return one;
    };
    std::vector<Report> history{report(2., 8.)};
    const auto          error = [&](const std::string &name) { return history.back().quantities.at(name).error; };
    estimate_errors(history);
    EXPECT_TRUE(std::isnan(error("free")));
    history.push_back(report(1.2, 3.2)); // bounds fall to 0.4, of which two meshes trust 1/2; without one, they do not tell: 2/3
    estimate_errors(history);
    EXPECT_NEAR(error("bounded"), 0.8 * 0.5 / 0.5, 1e-12);
    EXPECT_NEAR(error("free"), 0.8 * 2., 1e-12);
    history.push_back(report(0.8, 1.6)); // to a half; changes fall to a half as well
    estimate_errors(history);
    EXPECT_NEAR(error("bounded"), 0.4, 1e-12);
    EXPECT_NEAR(error("free"), 0.4, 1e-12);
    history.push_back(report(0.8, 0.8)); // no change at all: half of what the last error became
    estimate_errors(history);
    EXPECT_NEAR(error("bounded"), 0.5 * 0.4 * 0.5, 1e-12);
    EXPECT_NEAR(error("free"), 0.5 * 0.4 / 3., 1e-12);
  }

  TEST(ErrorEstimates, AValueAtOnePointIsNoMoreCertainThanItsJump)
  {
    const auto report = [](const double value) {
      Report one;
      one.add("peak", reported(value));
      one.quantities["peak"].jump = 0.6;
      return one;
    };
    std::vector<Report> history{report(2.), report(2.), report(2.)}; // the mesh was left as it is there
    estimate_errors(history);
    EXPECT_DOUBLE_EQ(history.back().quantities.at("peak").error, 0.3);
  }

  template <int dim>
  void
  expect_the_jump_of_a_kink()
  {
    // The slope doubles at 3/4 of the gap and falls from there on; cells of two sizes meet there.
    constexpr double slope = 1e4 /* V/m */, kink = 15. /* um */;
    for (const bool above : {true, false})
      {
        Solved<dim> cell(secondary + Lines{"Geometry/Gap = 20 um", "Geometry/Cells across feature = 4",
                                           "Geometry/Dimension = " + std::to_string(dim), "Control/Mode = potentiostatic",
                                           "Control/Electrode potential = -10 mV"},
                         0);
        for (const auto &one : cell.mesh.triangulation().active_cell_iterators())
          if ((cell.mesh.mapping().get_center(one)[dim - 1] > kink) == above)
            one->set_refine_flag();
        cell.mesh.refine();
        cell.discretization->reinit();
        StateVector state(1);
        cell.discretization->initialize(state, 1);
        std::map<dealii::types::global_dof_index, dealii::Point<dim>> points;
        dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, points);
        for (const auto &[dof, point] : points)
          if (state.block(0).in_local_range(dof))
            {
              const double z = point[dim - 1], beyond = std::max(0., z - kink);
              state.block(0)(dof) =
                slope * mesh_unit * (z + beyond - 0.05 * beyond * beyond) / cell.model.transport->fields()[0].scale;
            }
        const auto peak = measure(*cell.discretization, cell.model, state, 0.,
                                  std::vector<std::array<double, max_fields>>(cell.model.boundaries.size()))
                            .quantities.at("peak_electric_field");
        EXPECT_GT(peak.value, 1.8 * slope);
        EXPECT_NEAR(peak.jump, slope, 1e-9 * slope) << above;
      }
  }

  TEST(ErrorEstimates, JumpOfTheFieldWhereItPeaks)
  {
    expect_the_jump_of_a_kink<2>();
    expect_the_jump_of_a_kink<3>();
  }
} // namespace zincfield::reported_numbers_tests
