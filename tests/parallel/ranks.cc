#include "tests/support/gmsh_file.h"
#include "tests/support/on_ranks.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// The same case on one rank and on all of them.

namespace zincfield::ranks_tests
{
  namespace
  {
    const Lines &electrode = zinc_from_a_salt;
    const Lines  film{"Materials/film/Conductivity = 1e-2 S/m",    "Materials/film/Diffusivity = 1e-11 m^2/s",
                     "Coatings/film/Surface = working electrode", "Coatings/film/Layers = only",
                     "Coatings/film/only/Material = film",        "Coatings/film/only/Profile = uniform",
                     "Coatings/film/only/Thickness = 200 nm"};
  } // namespace

  TEST(Ranks, DirectSolverInTwoDimensions)
  {
    expect_equal_results<2>(common_lines() + electrode + film +
                              Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = Gaussian",
                                    "Geometry/Height = 5 um", "Geometry/Standard deviation = 2 um",
                                    "Geometry/Cell half-width = 15 um", "Geometry/Gap = 30 um",
                                    "Coatings/film/Representation = thin"},
                            1);
  }

  TEST(Ranks, BlockSolverInThreeDimensionsWithResolvedCoating)
  {
    expect_equal_results<3>(common_lines() + electrode + film +
                              Lines{"Geometry/Type = pyramid array", "Geometry/Base = square", "Geometry/Width = 10 um",
                                    "Geometry/Height = 8 um", "Geometry/Pitch = 12 um", "Geometry/Tip radius = 1 um",
                                    "Geometry/Gap = 40 um", "Coatings/film/Representation = resolved"},
                            0);
  }

  TEST(Ranks, PrimaryDistribution)
  {
    expect_equal_results<2>(
      common_lines() + Lines{"Geometry/Type = protrusion", "Geometry/Dimension = 2", "Geometry/Shape = ellipse",
                             "Geometry/Height = 2 um", "Geometry/Half-width = 1 um", "Geometry/Cell half-width = 10 um",
                             "Geometry/Gap = 10 um", "Electrolyte/Transport model = primary", "Electrolyte/Conductivity = 5 S/m",
                             "Control/Mode = galvanostatic", "Control/Applied current density = 10 mA/cm^2"},
      1);
  }

  TEST(Ranks, ImportedMeshWhoseElectrodeFacesSideways)
  {
    const GmshFile file(gmsh_text({6, 4, 0}, [](const dealii::Point<3> &p) {
      return dealii::Point<3>(50. * p[0] + 10. * p[1], 30. * p[1] + 2. * std::sin(9. * p[1]) * (1. - p[0]), 0.);
    }));
    expect_equal_results<2>(
      {"Geometry/Type = gmsh", "Geometry/File = " + file.name, "Electrolyte/Transport model = secondary",
       "Electrolyte/Conductivity = 5 S/m", "Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 1 ohm cm^2",
       "Boundaries/metal/Condition = electrode", "Boundaries/metal/Reactions = zinc", "Boundaries/bulk/Condition = bulk",
       "Boundaries/walls/Condition = insulating", "Control/Total current = 2 mA/m", "Solver/Newton tolerance = 1e-11"},
      1);
  }

  TEST(Ranks, ClosedCellOfSaltByMultigrid)
  {
    expect_equal_results<3>(
      electrode + Lines{"Boundaries/working electrode/Condition = electrode", "Boundaries/counter/Condition = counter electrode",
                        "Boundaries/counter/Reactions = zinc", "Boundaries/sides/Condition = insulating",
                        "Solver/Newton tolerance = 1e-11", "Solver/Linear solver = multigrid", "Geometry/Type = pyramid array",
                        "Geometry/Base = square", "Geometry/Width = 10 um", "Geometry/Height = 8 um", "Geometry/Pitch = 12 um",
                        "Geometry/Tip radius = 1 um", "Geometry/Gap = 40 um"},
      1);
  }

  TEST(Ranks, DoubleLayersBetweenTwoReactingElectrodes)
  {
    expect_equal_results<2>({"Geometry/Type = protrusion",
                             "Geometry/Dimension = 2",
                             "Geometry/Shape = ellipse",
                             "Geometry/Height = 5 nm",
                             "Geometry/Half-width = 5 nm",
                             "Geometry/Cell half-width = 20 nm",
                             "Geometry/Gap = 30 nm",
                             "Boundaries/working electrode/Condition = electrode",
                             "Boundaries/counter/Condition = counter electrode",
                             "Boundaries/sides/Condition = insulating",
                             "Boundaries/working electrode/Reactions = zinc",
                             "Boundaries/counter/Reactions = zinc",
                             "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2",
                             "Boundaries/counter/Stern capacitance = 20 uF/cm^2",
                             "Electrolyte/Transport model = Poisson-Nernst-Planck",
                             "Electrolyte/Data set = ZnSO4 1 M ideal",
                             "Electrolyte/Ion diameter = 0.6 nm",
                             "Reactions/zinc/Type = Butler-Volmer",
                             "Reactions/zinc/Exchange current density = 5 A/cm^2",
                             "Reactions/zinc/Anodic transfer coefficient = 1",
                             "Reactions/zinc/Cathodic transfer coefficient = 1",
                             "Control/Mode = galvanostatic",
                             "Control/Applied current density = 500 A/cm^2",
                             "Solver/Newton tolerance = 1e-11",
                             "Solver/Linear tolerance = 1e-8",
                             "Solver/Linear solver = multigrid"},
                            1);
  }

  TEST(Ranks, DoubleLayerAboutATip)
  {
    expect_equal_results<2>(
      common_lines() +
        Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = ellipse",
              "Geometry/Height = 5 nm", "Geometry/Half-width = 5 nm", "Geometry/Cell half-width = 20 nm", "Geometry/Gap = 30 nm",
              "Electrolyte/Transport model = Poisson-Nernst-Planck", "Electrolyte/Data set = ZnSO4 1 M ideal",
              "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 5 mA/cm^2",
              "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
              "Boundaries/working electrode/Reactions = zinc", "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2",
              "Control/Mode = potentiostatic", "Control/Electrode potential = -100 mV", "Solver/Linear tolerance = 1e-8",
              "Solver/Linear solver = multigrid"},
      3);
  }

  namespace
  {
    /** A pulse and a rest of a bump whose double layer charges, under films or bare. */
    void
    expect_equal_protocols(const Lines &films)
    {
      const Lines lines =
        with_protocol(common_lines() + electrode + films +
                        Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = Gaussian",
                              "Geometry/Height = 5 um", "Geometry/Standard deviation = 2 um", "Geometry/Cell half-width = 15 um",
                              "Geometry/Gap = 30 um", "Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2"},
                      {"plate/Drive = galvanostatic", "plate/Current density = 50 mA/cm^2", "plate/Duration = 0.1 s",
                       "rest/Drive = rest", "rest/Duration = 0.1 s"});
      Transient<2> alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
      ASSERT_EQ(alone.run().failure, "");
      ASSERT_EQ(together.run().failure, "");
      EXPECT_EQ(alone.result.time_steps, together.result.time_steps);
      EXPECT_NEAR(together.result.electrode_potential, alone.result.electrode_potential, 1e-10);
      for (const auto &entry : together.result.report.balance)
        EXPECT_LT(entry.second, 1e-8) << entry.first;
    }
  } // namespace

  TEST(Ranks, TransientRun)
  {
    expect_equal_protocols({});
  }
  TEST(Ranks, TransientRunUnderAFilmWithoutAMesh)
  {
    expect_equal_protocols(film + Lines{"Coatings/film/Representation = thin"});
  }

  TEST(Ranks, MeshThatChangesInTime)
  {
    const Lines lines =
      with_protocol(common_lines() + electrode +
                      Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = Gaussian",
                            "Geometry/Height = 5 um", "Geometry/Standard deviation = 2 um", "Geometry/Cell half-width = 15 um",
                            "Geometry/Gap = 30 um", "Time/Mesh adaptation = true", "Time/Mesh tolerance = 0.2",
                            "Time/Mesh levels = 2", "Time/Steps between meshes = 4"},
                    {"plate/Drive = galvanostatic", "plate/Current density = 50 mA/cm^2", "plate/Duration = 0.02 s"});
    Transient<2> alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
    ASSERT_EQ(alone.run().failure, "");
    ASSERT_EQ(together.run().failure, "");
    EXPECT_GT(alone.result.mesh_changes, 1u);
    EXPECT_EQ(alone.result.mesh_changes, together.result.mesh_changes);
    EXPECT_EQ(alone.result.sum_of_unknowns, together.result.sum_of_unknowns); // the same meshes
    EXPECT_EQ(alone.result.time_steps, together.result.time_steps);
    EXPECT_NEAR(together.result.electrode_potential, alone.result.electrode_potential, 1e-9);
    for (const auto &entry : together.result.report.balance)
      EXPECT_NEAR(entry.second, alone.result.report.balance.at(entry.first), 1e-8) << entry.first;
  }

  namespace
  {
    /** A bump under a film that is polarised, ten times as thick as its cells are high. */
    const Lines polarised_bump = common_lines() + Lines{"Geometry/Type = protrusion",
                                                        "Geometry/Dimension = axisymmetric",
                                                        "Geometry/Shape = Gaussian",
                                                        "Geometry/Height = 10 nm",
                                                        "Geometry/Standard deviation = 6 nm",
                                                        "Geometry/Cell half-width = 30 nm",
                                                        "Geometry/Gap = 45 nm",
                                                        "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                                        "Electrolyte/Data set = ZnSO4 1 M ideal",
                                                        "Control/Mode = potentiostatic",
                                                        "Control/Electrode potential = -50 mV",
                                                        "Solver/Linear tolerance = 1e-8",
                                                        "Solver/Linear solver = multigrid",
                                                        "Coatings/film/Surface = working electrode",
                                                        "Coatings/film/Layers = only",
                                                        "Coatings/film/only/Material = film",
                                                        "Coatings/film/only/Profile = uniform",
                                                        "Coatings/film/only/Thickness = 4 nm",
                                                        "Coatings/film/only/Cells across = 4",
                                                        "Materials/film/Relative permittivity = 30",
                                                        "Materials/film/Normal polarisation = -0.01 + 0.005*depth [C/m^2]",
                                                        "Boundaries/sides/Surface charge = 0.01 C/m^2"};
  } // namespace

  TEST(Ranks, PolarisedFilm)
  {
    expect_equal_results<2>(
      polarised_bump + Lines{"Materials/film/Diffusivity = 1e-10 m^2/s", "Reactions/zinc/Type = Butler-Volmer",
                             "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                             "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                             "Boundaries/working electrode/Reactions = zinc",
                             "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"},
      3);
  }

  TEST(Ranks, PolarisedDielectric)
  {
    expect_equal_results<2>(polarised_bump + Lines{"Materials/film/Dielectric = true"}, 3);
  }
} // namespace zincfield::ranks_tests
