#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

#include <fstream>

using namespace zincfield;

namespace
{
  const std::string data = ZINCFIELD_SOURCE_DIR "/tests/unit/data/";

  std::string
  message_of(const std::string &content)
  {
    const std::string name =
        testing::TempDir() + "zincfield_wrong_" + std::to_string(dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD)) + ".msh";
    std::ofstream(name) << content;
    try
    {
      const auto geometry = make_geometry("gmsh", {{"File", name}});
      Mesh<2>    mesh(*geometry, {}, 1, MPI_COMM_SELF);
    }
    catch (const std::exception &error)
    {
      return error.what();
    }
    return "";
  }

  /** The file two_quads.msh with one text replaced. */
  std::string
  two_quads_with(const std::string &old_text, const std::string &new_text)
  {
    std::ifstream     file(data + "two_quads.msh");
    std::string       content((std::istreambuf_iterator<char>(file)), {});
    const std::size_t place = content.find(old_text);
    EXPECT_NE(place, std::string::npos);
    return content.replace(place, old_text.size(), new_text);
  }
} // namespace

TEST(Gmsh, PlanarMeshWithNames)
{
  const auto geometry = make_geometry("gmsh", {{"File", data + "two_quads.msh"}, {"Length unit", "nm"}});
  EXPECT_EQ(geometry->dimension(), 2u);
  EXPECT_EQ(geometry->boundary_names(), (std::vector<std::string>{"zinc foil", "counter", "walls"}));
  EXPECT_EQ(geometry->material_names(), (std::vector<std::string>{"coating", "electrolyte"}));
  EXPECT_NEAR(geometry->feature_size(), 3e-3, 1e-15);

  Mesh<2>    mesh(*geometry, {}, 2, MPI_COMM_WORLD);
  const auto m = measure(mesh);
  EXPECT_NEAR(m.volumes.at("coating"), 3e-3 * 1e-3, 1e-15);
  EXPECT_NEAR(m.volumes.at("electrolyte"), 3e-3 * 2e-3, 1e-15);
  EXPECT_NEAR(m.areas.at("zinc foil"), 3e-3, 1e-14);
  EXPECT_NEAR(m.areas.at("walls"), 6e-3, 1e-14);
  EXPECT_NEAR(mesh.footprint(), 3e-3, 1e-15);
}

TEST(Gmsh, AxisymmetricMesh)
{
  const auto geometry = make_geometry("gmsh", {{"File", data + "two_quads.msh"}, {"Axisymmetric", 1}});
  Mesh<2>    mesh(*geometry, {}, 2, MPI_COMM_WORLD);
  EXPECT_NEAR(measure(mesh, true).volumes.at("coating"), M_PI * 9 * 1, 1e-12);
  EXPECT_NEAR(mesh.footprint(), M_PI * 9, 1e-12);
}

TEST(Gmsh, HexahedraOfVersion4)
{
  const auto geometry = make_geometry("gmsh", {{"File", data + "two_boxes.msh"}});
  EXPECT_EQ(geometry->dimension(), 3u);
  Mesh<3> mesh(*geometry, {}, 1, MPI_COMM_WORLD);
  mesh.triangulation().set_all_refine_flags();
  mesh.refine();
  const auto m = measure(mesh);
  EXPECT_NEAR(m.volumes.at("separator"), 2, 1e-12);
  EXPECT_NEAR(m.volumes.at("electrolyte"), 4, 1e-12);
  EXPECT_NEAR(m.areas.at("zinc foil"), 2, 1e-12);
  EXPECT_NEAR(m.areas.at("counter"), 2, 1e-12);
  EXPECT_NEAR(m.areas.at("walls"), 18, 1e-12);
  EXPECT_NEAR(mesh.footprint(), 2, 1e-12);
}

TEST(Gmsh, WrongFilesAreNamed)
{
  EXPECT_THROW(make_geometry("gmsh", {{"File", "/nowhere.msh"}}), std::invalid_argument);
  EXPECT_THROW(make_geometry("gmsh", {}), std::invalid_argument);
  EXPECT_NE(message_of("no mesh at all\n").find("not a Gmsh mesh"), std::string::npos);

  const auto triangles = message_of(two_quads_with("8 3 2 5 2 3 4 6 5", "8 2 2 5 2 3 4 6"));
  EXPECT_NE(triangles.find("triangles"), std::string::npos) << triangles;
  EXPECT_NE(triangles.find("Recombine"), std::string::npos) << triangles;

  const auto unnamed = message_of(two_quads_with("6 1 2 3 4 4 6", "6 15 2 3 4 6"));
  EXPECT_NE(unnamed.find("a boundary outside every named physical group"), std::string::npos) << unnamed;

  const auto no_material = message_of(two_quads_with("8 3 2 5 2", "8 3 2 7 2"));
  EXPECT_NE(no_material.find("physical tag 7 has no name"), std::string::npos) << no_material;

  const auto no_groups = message_of(two_quads_with("$PhysicalNames\n5", "$PhysicalNames\n0"));
  EXPECT_NE(no_groups.find("no named physical groups"), std::string::npos) << no_groups;
}
