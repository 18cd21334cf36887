#include "meshes/grading.h"
#include "meshes/preview.h"
#include "tests/support/mesh_measures.h"

#include <deal.II/multigrid/mg_transfer_global_coarsening.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

namespace zincfield::mesh_levels_and_preview_tests
{

  TEST(Grading, StartsNearTheFirstStepAndEndsExactly)
  {
    const auto points = graded_points(2., 12., 0.5, 1.6, 3.);
    EXPECT_EQ(points.front(), 2.);
    EXPECT_EQ(points.back(), 12.);
    EXPECT_NEAR(points[1] - points[0], 0.5, 0.25);
    for (unsigned int i = 0; i + 2 < points.size(); ++i)
      EXPECT_LE(points[i + 2] - points[i + 1], 1.6 * (points[i + 1] - points[i]) * (1. + 1e-12));
  }

  TEST(Grading, LevelsAreTheHeightsOfABezierLine)
  {
    const double height = 10., handle = 1.5;
    const auto   levels = graded_levels(height, handle, 0.5, 1.5);
    const auto   graded = graded_points(0., height, 0.5, 1.5);
    ASSERT_EQ(levels.size(), graded.size());
    for (unsigned int i = 0; i < levels.size(); ++i)
      EXPECT_NEAR(2. * handle * levels[i] * (1. - levels[i]) + height * levels[i] * levels[i], graded[i], 1e-12);
  }

  TEST(MeshLevels, CoarserTriangulationsGetTheSameShape)
  {
    const auto geometry =
      make_geometry("protrusion", {{"Height", 10 * um}, {"Half-width", 10 * um}, {"Cell half-width", 30 * um}, {"Gap", 40 * um}});
    Mesh<2> mesh(*geometry, {layer("film", 0.5)}, 4, MPI_COMM_WORLD);
    mesh.triangulation().set_all_refine_flags();
    mesh.refine();
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && cell->center()[0] < 1.)
        cell->set_refine_flag();
    mesh.refine();

    const auto levels = mesh.coarser_meshes();
    ASSERT_EQ(levels.size(), 2u);
    EXPECT_EQ(levels[0]->n_global_levels(), 1u);
    const dealii::FE_Nothing<2> fe;
    for (const auto &level : levels)
      {
        const auto          mapping = mesh.make_mapping(*level);
        dealii::FEValues<2> values(*mapping, fe, dealii::QGauss<2>(5), dealii::update_JxW_values);
        double              volume = 0.;
        for (const auto &cell : level->active_cell_iterators())
          if (cell->is_locally_owned())
            {
              values.reinit(cell);
              for (const unsigned int q : values.quadrature_point_indices())
                volume += values.JxW(q);
            }
        EXPECT_NEAR(dealii::Utilities::MPI::sum(volume, MPI_COMM_WORLD), 30 * 40 - M_PI * 100 / 4, 1e-3);
      }
  }

  TEST(MeshLevels, CoarserMeshesAreThoseOfDealII)
  {
    const auto geometry = make_geometry(
      "protrusion",
      {{"Dimension", "3"}, {"Height", 10 * um}, {"Half-width", 10 * um}, {"Cell half-width", 30 * um}, {"Gap", 40 * um}});
    Mesh<3> mesh(*geometry, {}, 2, MPI_COMM_WORLD);
    for (const double radius : {20., 15., 12.}) // hanging nodes on every level
      {
        for (const auto &cell : mesh.triangulation().active_cell_iterators())
          if (cell->is_locally_owned() && cell->center().norm() < radius)
            cell->set_refine_flag();
        mesh.refine();
      }
    const auto cells = [](const dealii::Triangulation<3> &triangulation) {
      std::set<std::string> ids;
      for (const auto &cell : triangulation.active_cell_iterators())
        if (cell->is_locally_owned())
          ids.insert(cell->id().to_string() + " " + std::to_string(cell->material_id()));
      return ids;
    };
    const auto levels   = mesh.coarser_meshes(),
               expected = dealii::MGTransferGlobalCoarseningTools::create_geometric_coarsening_sequence(mesh.triangulation());
    ASSERT_EQ(levels.size() + 1, expected.size());
    for (unsigned int level = 0; level < levels.size(); ++level)
      EXPECT_EQ(cells(*levels[level]), cells(*expected[level])) << level;
  }

  TEST(MeshPreview, ShowsMaterialsAndBoundariesByName)
  {
    const auto        geometry = make_geometry("flat cell", {{"Dimension", "3"}, {"Gap", 4 * um}, {"Width", 2 * um}});
    Mesh<3>           mesh(*geometry, {layer("inner film", 0.5)}, 2, MPI_COMM_WORLD);
    const std::string prefix = testing::TempDir() + "zincfield_preview";
    write_preview(mesh, prefix);
    MPI_Barrier(MPI_COMM_WORLD);
    const auto content = [](const std::string &name) {
      std::ifstream file(name);
      return std::string((std::istreambuf_iterator<char>(file)), {});
    };
    const std::string volume = content(prefix + "_volume.vtu"), boundary = content(prefix + "_boundary.vtu");
    for (const std::string name : {"material", "electrolyte", "inner_film"})
      EXPECT_NE(volume.find("Name=\"" + name + "\""), std::string::npos) << name;
    for (const std::string name : {"boundary", "working_electrode", "counter", "sides"})
      EXPECT_NE(boundary.find("Name=\"" + name + "\""), std::string::npos) << name;
  }
} // namespace zincfield::mesh_levels_and_preview_tests
