#include "physics/constants.h"
#include "postprocess/error_estimates.h"
#include "solver/adaptivity/estimator.h"
#include "solver/adaptivity/unmeshed_films.h"
#include "tests/support/two_meshes.h"

#include <gtest/gtest.h>

#include <cmath>

// Estimates of errors beside errors that are known from formulas.

namespace zincfield::error_bars_tests
{
  namespace
  {
    /** Estimate in the energy norm, and the error itself, of a film whose conductivity grows 1000 times from the metal outward. */
    std::array<double, 2>
    of_graded_film(const unsigned int refinements)
    {
      const double growth = std::log(1000.), current = 100., least = 1e-3, thickness = 5e-6;
      Solved<2>    cell(common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Width = 20 um", "Geometry/Gap = 20 um",
                                            "Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                                            "Materials/film/Conductivity = 1e-3*1000^depth [S/m]",
                                            "Coatings/film/Surface = working electrode", "Coatings/film/Layers = only",
                                            "Coatings/film/only/Material = film", "Coatings/film/only/Thickness = 5 um",
                                            "Coatings/film/Representation = resolved", "Reactions/zinc/Type = linear",
                                            "Reactions/zinc/Charge transfer resistance = 1 ohm cm^2",
                                            "Boundaries/working electrode/Reactions = zinc", "Control/Mode = galvanostatic",
                                            "Control/Applied current density = 100 A/m^2"},
                        refinements);
      EXPECT_TRUE(cell.solve().converged);
      // In series; what the elements lack of the exact energy is the square of their error.
      const double exact = current * (thickness * (1. - std::exp(-growth)) / (growth * least) + 15e-6 / 5. + 1e-4);
      const double error = std::sqrt(current * std::abs(exact - std::abs(cell.electrode_potential)) * 20.);
      return {estimate_error(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential).l2_norm(), error};
    }

    /** Numbers of a film without a mesh whose bars for it are that cost alone. */
    Report
    with_cost_along_the_metal(const Solved<2> &thin)
    {
      Report report = thin.report();
      for (auto *quantities : {&report.quantities, &report.voltage_split})
        for (auto &entry : *quantities)
          entry.second.representation = 0.;
      add_cost_along_the_metal(*thin.discretization, thin.model, thin.state, thin.electrode_potential, {}, report);
      return report;
    }
  } // namespace

  TEST(ErrorBars, EstimateOfAGradedFilmFallsAsItsError)
  {
    const auto coarse = of_graded_film(2), fine = of_graded_film(3);
    EXPECT_NEAR(coarse[1] / fine[1], 4., 0.4); // of elements of degree 2
    EXPECT_GT(coarse[0] / fine[0], 3.5);
  }

  TEST(ErrorBars, OfTwoMeshesOfAGradedFilm)
  {
    // Salt across a film whose diffusivity changes 60 times, one way or the other, and whose conductivity changes 20 times:
    // c = c_b - (1 - t+) i/(2 F) (l/D + d int ds/D_film), with int ds/(a (1 + k s)) = ln(1 + k)/(k a).
    const double current = 500., k = 60., a = 7e-13, thickness = 5e-6;
    for (const std::string depth : {"depth", "(1 - depth)"})
      for (const std::string conductivity : {"0.014*exp(3*depth)", "0.014*exp(3*(1 - depth))", "0.05"})
        {
          Solved<2>           cell(common_lines() + Lines{"Geometry/Type = flat cell",
                                                "Geometry/Width = 20 um",
                                                "Geometry/Gap = 65 um",
                                                "Electrolyte/Transport model = binary salt",
                                                "Electrolyte/Data set = user salt",
                                                "Electrolyte/Bulk concentration = 2 mol/L",
                                                "Electrolyte/Salt conductivity = 5 S/m",
                                                "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                                "Electrolyte/Cation transference number = 0.3",
                                                "Materials/film/Conductivity = " + conductivity + " [S/m]",
                                                "Materials/film/Diffusivity = 7e-13*(1 + 60*" + depth + ") [m^2/s]",
                                                "Coatings/film/Surface = working electrode",
                                                "Coatings/film/Layers = only",
                                                "Coatings/film/only/Material = film",
                                                "Coatings/film/only/Thickness = 5 um",
                                                "Coatings/film/Representation = resolved",
                                                "Reactions/zinc/Type = linear",
                                                "Reactions/zinc/Charge transfer resistance = 1 ohm cm^2",
                                                "Boundaries/working electrode/Reactions = zinc",
                                                "Control/Mode = galvanostatic",
                                                "Control/Applied current density = 500 A/m^2"},
                                   0);
          std::vector<Report> history;
          ASSERT_NO_FATAL_FAILURE(solve_on_two_meshes(cell, history));
          const double expected =
            2000. - 0.7 * current / (2. * faraday_constant) * (60e-6 / 4e-10 + thickness * std::log(1. + k) / (k * a));
          const Quantity least = history.back().quantities.at("min_surface_concentration");
          EXPECT_LT(std::abs(least.value - expected), least.error) << depth << ' ' << conductivity;
          EXPECT_LT(std::abs(least.value - expected), 0.03 * (2000. - expected)) << depth << ' ' << conductivity;
        }
  }

  TEST(ErrorBars, OfATipThatTheLastMeshLeftAsItIs)
  {
    // Prolate hemispheroid of aspect 4 on a plane; the cell is 24 times as wide, which takes half a percent.
    const double l = 4., zeta = std::sqrt(l * l - 1.), factor = zeta * zeta * zeta / (l * std::log(l + zeta) - zeta);
    Solved<2>    cell(common_lines() + Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric",
                                          "Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 1 um",
                                          "Geometry/Cell half-width = 24 um", "Geometry/Gap = 40 um",
                                          "Geometry/Cells across feature = 3", "Electrolyte/Transport model = primary",
                                          "Electrolyte/Conductivity = 5 S/m", "Control/Mode = galvanostatic",
                                          "Control/Applied current density = 10 mA/cm^2"},
                      0);
    ASSERT_TRUE(cell.solve().converged);
    std::vector<Report> history{cell.report()};
    for (const auto &mesh_cell : cell.mesh.triangulation().active_cell_iterators())
      if (mesh_cell->vertex(0).norm() > 1e-9) // in reference coordinates, where the tip is the origin
        mesh_cell->set_refine_flag();
    cell.mesh.refine();
    cell.discretization->reinit();
    ASSERT_TRUE(cell.solve().converged);
    history.push_back(cell.report());
    estimate_errors(history);
    const Quantity strongest = history.back().quantities.at("max_over_mean");
    const double   expected  = factor * history.back().quantities.at("roughness_factor").value; // the mean is over the true area
    EXPECT_GT(std::abs(strongest.value - expected), 0.02 * expected);
    EXPECT_LT(std::abs(strongest.value - expected), 3. * strongest.error);
    EXPECT_LT(strongest.error, 5. * std::abs(strongest.value - expected));
  }

  TEST(ErrorBars, LocallyRefinedMeshesOfHighDegreeKeepTheirOrder)
  {
    // The same resistance from a mesh that is fine everywhere, and from one that is fine in places.
    const auto potential = [](const unsigned int degree, const bool locally) {
      Solved<2> cell(common_lines() + Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric",
                                            "Geometry/Shape = ellipse", "Geometry/Height = 5 um", "Geometry/Half-width = 1 um",
                                            "Geometry/Cell half-width = 25 um", "Geometry/Gap = 25 um",
                                            "Geometry/Cells across feature = 4",
                                            "Discretization/Degree = " + std::to_string(degree),
                                            "Electrolyte/Transport model = primary", "Electrolyte/Conductivity = 5 S/m",
                                            "Control/Mode = galvanostatic", "Control/Applied current density = 10 mA/cm^2"},
                     locally ? 1 : 3);
      for (unsigned int cycle = 0; locally && cycle < 2; ++cycle)
        {
          for (const auto &mesh_cell : cell.mesh.triangulation().active_cell_iterators())
            if (mesh_cell->vertex(0).norm() < 1e-9 || mesh_cell->active_cell_index() % 3 == 0)
              mesh_cell->set_refine_flag();
          cell.mesh.refine();
          cell.discretization->reinit();
        }
      EXPECT_TRUE(cell.solve().converged);
      return cell.electrode_potential;
    };
    const double exact = potential(4, false);
    for (const unsigned int degree : {3, 4})
      EXPECT_NEAR(potential(degree, true) / exact, 1., degree == 3 ? 5e-6 : 2e-6) << degree;
  }

  TEST(ErrorBars, OfAFilmWithoutAMeshInAnInwardEdge)
  {
    // A half-cylinder on a plane. The film has a tenth of the resistance of kinetics: the current is even, also into the edges.
    const auto edge = [](const std::string &representation) {
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Dimension = 2",
                                    "Geometry/Shape = ellipse",
                                    "Geometry/Height = 4 um",
                                    "Geometry/Half-width = 4 um",
                                    "Geometry/Cell half-width = 20 um",
                                    "Geometry/Gap = 20 um",
                                    "Electrolyte/Transport model = secondary",
                                    "Electrolyte/Conductivity = 50 S/m",
                                    "Materials/film/Conductivity = 4e-3 S/m",
                                    "Coatings/film/Surface = working electrode",
                                    "Coatings/film/Layers = only",
                                    "Coatings/film/only/Material = film",
                                    "Coatings/film/only/Thickness = 400 nm",
                                    "Coatings/film/Representation = " + representation,
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 10 ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 100 A/m^2"};
    };
    Solved<2> thin(edge("thin"), 2), meshed(edge("resolved"), 3);
    ASSERT_TRUE(thin.solve().converged);
    ASSERT_TRUE(meshed.solve().converged);
    const Report report     = with_cost_along_the_metal(thin);
    const double difference = std::abs(meshed.electrode_potential - thin.electrode_potential);
    EXPECT_GT(report.quantities.at("electrode_potential").representation, difference);
    EXPECT_LT(report.quantities.at("electrode_potential").representation, 3. * difference);
  }

  TEST(ErrorBars, OfAGradedFilmThatConductsAlongItself)
  {
    // Nearly all that resists lies at the outer face, and zinc spreads along the metal beneath it.
    const auto bump = [](const std::string &representation) {
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Shape = Gaussian",
                                    "Geometry/Height = 4 um",
                                    "Geometry/Standard deviation = 4 um",
                                    "Geometry/Cell half-width = 20 um",
                                    "Geometry/Gap = 30 um",
                                    "Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = ZnSO4 2 M",
                                    "Materials/film/Conductivity = 0.000536753 S/m",
                                    "Materials/film/Diffusivity = 1.62592e-14*exp(6.06933*(1-depth)) [m^2/s]",
                                    "Coatings/film/Surface = working electrode",
                                    "Coatings/film/Layers = only",
                                    "Coatings/film/only/Material = film",
                                    "Coatings/film/only/Thickness = 0.431298 um",
                                    "Coatings/film/Representation = " + representation,
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 25 ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 26.86 A/m^2"};
    };
    Solved<2> thin(bump("thin"), 2), meshed(bump("resolved"), 3);
    ASSERT_TRUE(thin.solve().converged);
    ASSERT_TRUE(meshed.solve().converged);
    const Report   report     = with_cost_along_the_metal(thin);
    const Quantity least      = report.quantities.at("min_surface_concentration");
    const double   difference = std::abs(meshed.report().quantities.at("min_surface_concentration").value - least.value);
    EXPECT_GT(difference, 2.);
    EXPECT_GT(least.representation, difference);
    EXPECT_LT(least.representation, 5. * difference);
  }

  TEST(ErrorBars, OfAnOvershootBesideAnInwardEdge)
  {
    // A half-sphere on a plane; what resists lies at the metal. The film of the sphere resists less: r/(r + s) squared at the
    // height s.
    const double kappa = 1.92216e-5, growth = 4.91142, d = 0.0652219e-6, r = 4e-6, kinetics = 0.3598e-4;
    double       plane = kinetics, sphere = kinetics;
    for (unsigned int i = 0; i < 1000; ++i)
      {
        const double depth = (i + 0.5) / 1000., across = d / 1000. / (kappa * std::exp(growth * depth));
        plane += across;
        sphere += across / std::pow(1. + depth * d / r, 2);
      }
    const double        on_sphere = 2. * 16., on_plane = 400. - 16.; // area over pi
    const double        expected = plane / sphere * (on_sphere + on_plane) / (on_sphere * plane / sphere + on_plane);
    Solved<2>           cell(common_lines() + Lines{"Geometry/Type = protrusion",
                                          "Geometry/Dimension = axisymmetric",
                                          "Geometry/Shape = ellipse",
                                          "Geometry/Height = 4 um",
                                          "Geometry/Half-width = 4 um",
                                          "Geometry/Cell half-width = 20 um",
                                          "Geometry/Gap = 60 um",
                                          "Electrolyte/Transport model = secondary",
                                          "Electrolyte/Conductivity = 5 S/m",
                                          "Materials/film/Conductivity = 1.92216e-05*exp(4.91142*depth) [S/m]",
                                          "Coatings/film/Surface = working electrode",
                                          "Coatings/film/Layers = only",
                                          "Coatings/film/only/Material = film",
                                          "Coatings/film/only/Thickness = 0.0652219 um",
                                          "Coatings/film/Representation = resolved",
                                          "Reactions/zinc/Type = linear",
                                          "Reactions/zinc/Charge transfer resistance = 0.3598 ohm cm^2",
                                          "Boundaries/working electrode/Reactions = zinc",
                                          "Control/Mode = galvanostatic",
                                          "Control/Applied current density = 65.9222 A/m^2"},
                             0);
    std::vector<Report> history;
    ASSERT_NO_FATAL_FAILURE(solve_on_two_meshes(cell, history));
    const Quantity strongest = history.back().quantities.at("max_over_mean");
    EXPECT_GT(strongest.value, expected + 0.005); // cells ten times as long as the film is thick
    EXPECT_LT(std::abs(strongest.value - expected), strongest.error);
    EXPECT_LT(strongest.error, 10. * std::abs(strongest.value - expected));
  }
} // namespace zincfield::error_bars_tests
