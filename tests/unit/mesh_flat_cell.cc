#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

namespace zincfield::mesh_flat_cell_tests
{

  TEST(FlatCell, VolumesAndAreasOfTheCoatedStrip)
  {
    const auto geometry = make_geometry("flat cell", {{"Gap", 20 * um}, {"Width", 5 * um}});
    Mesh<2>    mesh(*geometry, {layer("inner", 0.2), layer("outer", 0.3, 2)}, 2, MPI_COMM_WORLD);
    const auto measures = measure(mesh);
    EXPECT_NEAR(measures.volumes.at("inner"), 0.2 * 5, 1e-12);
    EXPECT_NEAR(measures.volumes.at("outer"), 0.3 * 5, 1e-12);
    EXPECT_NEAR(measures.volumes.at("electrolyte"), 19.5 * 5, 1e-10);
    EXPECT_NEAR(measures.areas.at("working electrode"), 5, 1e-12);
    EXPECT_NEAR(measures.areas.at("counter"), 5, 1e-12);
    EXPECT_NEAR(measures.areas.at("sides"), 40, 1e-10);
    EXPECT_DOUBLE_EQ(mesh.footprint(), 5);
  }

  TEST(FlatCell, DiskAndPrism)
  {
    const auto disk = make_geometry("flat cell", {{"Dimension", "axisymmetric"}, {"Gap", 20 * um}, {"Width", 5 * um}});
    Mesh<2>    disk_mesh(*disk, {layer("film", 0.1)}, 2, MPI_COMM_WORLD);
    EXPECT_NEAR(measure(disk_mesh, true).volumes.at("film"), M_PI * 25 * 0.1, 1e-10);
    EXPECT_NEAR(disk_mesh.footprint(), M_PI * 25, 1e-10);

    const auto prism = make_geometry("flat cell", {{"Dimension", "3"}, {"Gap", 20 * um}, {"Width", 5 * um}});
    Mesh<3>    prism_mesh(*prism, {layer("film", 0.1)}, 2, MPI_COMM_WORLD);
    EXPECT_NEAR(measure(prism_mesh).volumes.at("film"), 25 * 0.1, 1e-10);
    EXPECT_NEAR(measure(prism_mesh).areas.at("counter"), 25, 1e-10);
  }

  TEST(FlatCell, FirstCell)
  {
    const auto geometry = make_geometry("flat cell", {{"Gap", 20 * um}, {"Width", 5 * um}, {"First cell", 0.1 * um}});
    Mesh<2>    mesh(*geometry, {}, 2, MPI_COMM_WORLD);
    EXPECT_NEAR(measure(mesh).volumes.at("electrolyte"), 100, 1e-10);
    double lowest = 1e9, highest = 0., top = 0., sum = 0.;
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      {
        const auto   vertices = mesh.mapping().get_vertices(cell);
        const double height   = vertices[2][1] - vertices[0][1];
        lowest                = std::min(lowest, height);
        highest               = std::max(highest, height);
        top                   = std::abs(vertices[2][1] - 20.) < 1e-9 ? height : top;
        sum += 0.5 * (vertices[2][1] + vertices[0][1]) - 10.;
      }
    EXPECT_NEAR(lowest, 0.1, 0.03);
    EXPECT_NEAR(top, lowest, 1e-12);
    EXPECT_LE(highest, 1.5 * 20. / 4.);
    EXPECT_NEAR(sum, 0., 1e-9);
  }

  TEST(FlatCell, LocationKnowsTheDepthInALayer)
  {
    const auto geometry = make_geometry("flat cell", {{"Gap", 20 * um}, {"Width", 5 * um}});
    Mesh<2>    mesh(*geometry, {layer("inner", 0.2), layer("outer", 0.3, 2)}, 2, MPI_COMM_WORLD);
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          const dealii::Point<2> unit(0.25, 0.75);
          const auto             there    = mesh.location(cell, unit);
          const auto             physical = mesh.mapping().transform_unit_to_real_cell(cell, unit);
          EXPECT_NEAR(there.x, physical[0], 1e-12);
          EXPECT_NEAR(there.y, physical[1], 1e-12);
          EXPECT_EQ(there.height, 0.);
          const double expected = cell->material_id() == 0 ? 0. : cell->material_id() == 1 ? there.y / 0.2 : (there.y - 0.2) / 0.3;
          EXPECT_NEAR(there.depth, expected, 1e-12);
        }
  }

  TEST(FlatCell, RejectsWrongInput)
  {
    EXPECT_THROW(make_geometry("flat cell", {{"Width", 5 * um}}), std::invalid_argument);
    EXPECT_THROW(make_geometry("flat cell", {{"Gap", -1 * um}}), std::invalid_argument);
    EXPECT_THROW(make_geometry("flat cell", {{"Gap", 1 * um}, {"Dimension", "4"}}), std::invalid_argument);

    // A coating thicker than the gap turns the electrolyte inside out.
    const auto geometry = make_geometry("flat cell", {{"Gap", 20 * um}});
    EXPECT_THROW(Mesh<2>(*geometry, {layer("film", 21)}, 2, MPI_COMM_WORLD), std::runtime_error);
  }
} // namespace zincfield::mesh_flat_cell_tests
