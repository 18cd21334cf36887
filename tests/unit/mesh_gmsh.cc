#include "meshes/imported.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

#include <fstream>

namespace zincfield::mesh_gmsh_tests
{

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

  TEST(Gmsh, ReadsWhatGmshWrites)
  {
    // Version 4.1 with comments that name a section, negative tags of entities, an unused name, sparse tags, $Periodic.
    const auto curves = make_geometry("gmsh", {{"File", data + "signed_curves_41.msh"}});
    EXPECT_EQ(curves->boundary_names(), (std::vector<std::string>{"metal", "bulk", "walls"}));
    Mesh<2>    signs(*curves, {}, 1, MPI_COMM_WORLD);
    const auto areas = measure(signs).areas;
    EXPECT_NEAR(areas.at("metal"), 2, 1e-12);
    EXPECT_NEAR(areas.at("bulk"), 2, 1e-12);
    EXPECT_NEAR(areas.at("walls"), 2, 1e-12);

    // Version 2.2 of SaveAll: points and inner lines without a group, a node of no cell, a cell that turns the other way, partition
    // tags, $NodeData.
    const auto all = make_geometry("gmsh", {{"File", data + "sectioned_22.msh"}});
    EXPECT_EQ(all->material_names(), (std::vector<std::string>{"film", "electrolyte"}));
    Mesh<2>    saved(*all, {}, 1, MPI_COMM_WORLD);
    const auto m = measure(saved);
    EXPECT_NEAR(m.volumes.at("film"), 2, 1e-12);
    EXPECT_NEAR(m.volumes.at("electrolyte"), 4, 1e-12);
    EXPECT_NEAR(m.areas.at("walls"), 6, 1e-12);
    EXPECT_GT(m.smallest_jacobian, 0.999);
  }

  TEST(Gmsh, ReadsAnyCoordinatePlane)
  {
    const auto rectangle = [](const dealii::Point<3> &p) { return std::make_pair(3. * p[0], 2. * p[1]); };
    for (const unsigned int out : {0, 1, 2}) // of the plane
      {
        const GmshFile file(gmsh_text({3, 2, 0}, [&](const dealii::Point<3> &p) {
          const auto [u, v] = rectangle(p);
          return out == 0 ? dealii::Point<3>(7., u, v) : out == 1 ? dealii::Point<3>(u, 7., v) : dealii::Point<3>(u, v, 7.);
        }));
        const auto     geometry = make_geometry("gmsh", {{"File", file.name}});
        Mesh<2>        mesh(*geometry, {}, 1, MPI_COMM_WORLD);
        const auto     m = measure(mesh);
        EXPECT_NEAR(m.areas.at("metal"), 2., 1e-12);
        EXPECT_NEAR(m.areas.at("walls"), 6., 1e-12);
        EXPECT_NEAR(geometry->feature_size(), 2., 1e-12);
        double highest = 0.;
        for (const auto &cell : mesh.triangulation().active_cell_iterators())
          for (const unsigned int v : cell->vertex_indices())
            highest = std::max(highest, cell->vertex(v)[1]);
        EXPECT_NEAR(dealii::Utilities::MPI::max(highest, MPI_COMM_WORLD), 2., 1e-12);
      }
  }

  TEST(Gmsh, GroupsInsideTheMeshAreLeftOut)
  {
    const GmshFile inside(two_quads_with("8 3 2 5 2 3 4 6 5\n", "8 3 2 5 2 3 4 6 5\n9 1 2 1 1 3 4\n")),
      only(two_quads_with("1 1 2 1 1 1 2", "1 1 2 3 1 1 2\n10 1 2 1 1 3 4"));
    for (const auto &[name, n] : {std::make_pair(inside.name, "9"), std::make_pair(only.name, "9")})
      {
        std::ifstream  file(name);
        std::string    text((std::istreambuf_iterator<char>(file)), {});
        const GmshFile counted(text.replace(text.find("$Elements\n8"), 11, std::string("$Elements\n") + n));
        const auto     geometry = make_geometry("gmsh", {{"File", counted.name}});
        const bool     outside  = name == inside.name;
        EXPECT_EQ(geometry->boundary_names().size(), outside ? 3u : 2u);
        EXPECT_EQ(dynamic_cast<ImportedGeometry &>(*geometry).why_no_boundary("zinc foil"), outside ? "" : "lies inside the mesh");
        EXPECT_NO_THROW(Mesh<2>(*geometry, {}, 1, MPI_COMM_WORLD));
      }
  }

  /** Parallelograms of the angle 45 degrees: sin 45. */
  TEST(Gmsh, TheWorstCellIsSaidAndRefusedWhereItIsTooOblique)
  {
    const GmshFile file(
      gmsh_text({4, 4, 0}, [](const dealii::Point<3> &p) { return dealii::Point<3>(4. * p[0] + 4. * p[1], 4. * p[1], 0.); }));
    const auto notes = make_geometry("gmsh", {{"File", file.name}})->notes();
    EXPECT_TRUE(std::any_of(notes.begin(), notes.end(), [](const std::string &note) {
      return note.find("the worst cell of the mesh, of a scaled Jacobian of 0.707, is at (") == 0;
    }));
    try
      {
        make_geometry("gmsh", {{"File", file.name}, {"Least scaled Jacobian", 0.8}});
        FAIL();
      }
    catch (const std::invalid_argument &error)
      {
        EXPECT_NE(std::string(error.what()).find("um has a scaled Jacobian of 0.707: it is nearly flat or tangled; at least 0.8"),
                  std::string::npos)
          << error.what();
      }
  }

  TEST(Gmsh, WrongFilesAreNamed)
  {
    EXPECT_THROW(make_geometry("gmsh", {{"File", "/nowhere.msh"}}), std::invalid_argument);
    EXPECT_THROW(make_geometry("gmsh", {}), std::invalid_argument);

    const auto expect = [](const std::string &text, const std::string &line_and_words) {
      const std::string message = message_of(text);
      EXPECT_NE(message.find(".msh:" + line_and_words), std::string::npos) << message;
    };
    expect("no mesh at all\n", "1: the file is not a Gmsh mesh");
    expect("", "1: the file is not a Gmsh mesh");
    expect("$NOD\n1\n", "1: the file is of version 1");
    expect(two_quads_with("2.2 0 8", "5 0 8"), "2: only files of version 2.2 and 4.1 can be read, and this one is of version 5;");
    expect(two_quads_with("$EndPhysicalNames\n", ""), "11: found \"$Nodes\"; expected: $EndPhysicalNames");
    expect(two_quads_with("$EndElements\n", ""), "30: the file ends here; expected: $EndElements");
    expect(two_quads_with("\n3 0 1 0\n", "\n3 0 1\n"), "16: the line has 3 entries and not 4; expected: node 3 of 6: tag, x, y, z");
    expect(two_quads_with("\n3 0 1 0\n", "\n3 0 nan 0\n"), "16: found \"nan\"");
    expect(two_quads_with("\n3 0 1 0\n", "\n3 0 one 0\n"), "16: found \"one\"");
    expect(two_quads_with("\n3 0 1 0\n", "\n-3 0 1 0\n"), "16: found the tag -3");
    expect(two_quads_with("\n3 0 1 0\n", "\n2 0 1 0\n"), "16: a second node 2, after that of line 15");
    expect(two_quads_with("$Nodes\n6", "$Nodes\n4000000000"), "20: found \"$EndNodes\"; expected: node 7 of 4000000000");
    expect(two_quads_with("$Nodes\n6", "$Nodes\n5"), "19: found \"6\"; expected: $EndNodes");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 3 2 5 2 3 4 6"),
           "30: the element has 3 nodes; expected: a quadrilateral with 4 nodes");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 3 2 5 2 3 4 6 50"), "30: the element has the node 50; expected: a tag of $Nodes");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 3 2 5 2 3 4 6 3"), "30: the element has the node 3 twice");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 7 2 5 2 3 4 6 5 1"), "30: the mesh has pyramids, which cannot be divided");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 21 2 5 2 3 4 6 5 1 2 3 4 5 6"),
           "30: the mesh has elements of type 21, which are of order above 2 or unknown");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 3 2 5 2 3 5 4 6"), "30: the cell at (1.5, 2, 0) is tangled");
    expect(two_quads_with("6 1 2 3 4 4 6", "6 15 2 3 4 6"),
           "30: the mesh has a boundary outside every named physical group: the cell of this line has a face at (3, 2, 0)");
    expect(two_quads_with("6 1 2 3 4 4 6", "6 1 2 9 4 4 6"),
           "30: the mesh has a boundary outside every named physical group (physical tag 9 has no name)");
    expect(two_quads_with("6 1 2 3 4 4 6", "6 1 2 1 1 1 2"), "30: the mesh has a boundary outside every named physical group");
    expect(two_quads_with("6 1 2 3 4 4 6", "6 1 2 3 1 1 2"),
           "30: the mesh has a boundary outside every named physical group"); // the smaller group keeps the edge
    expect(two_quads_with("8 3 2 5 2", "8 3 2 7 2"),
           "30: the mesh has cells outside every named physical group (physical tag 7 has no name), the first at (1.5, 2, 0)");
    expect(two_quads_with("8 3 2 5 2 3 4 6 5", "8 3 2 5 2 1 2 4 3"),
           "30: the cell at (1.5, 0.5, 0) belongs to two physical groups, \"coating\" and \"electrolyte\"");
    expect(two_quads_with("\n4 3 1 0\n", "\n4 3 1 0.5\n"), "17: the quadrilaterals are not in one plane");
    expect(
      two_quads_with("$PhysicalNames\n5\n1 1 \"zinc foil\"\n1 2 \"counter\"\n1 3 \"walls\"\n2 4 \"coating\"\n2 5 \"electrolyte\"\n",
                     "$PhysicalNames\n0\n"),
      "1: the mesh has no named physical groups");
    expect(two_quads_with("2 5 \"electrolyte\"", "3 5 \"electrolyte\""),
           "30: the mesh has cells outside every named physical group (physical tag 5 has no name)");

    // Two squares with nodes of their own where they touch.
    const auto  torn = two_quads_with("6 3 3 0\n", "6 3 3 0\n13 0 1 0\n14 3 1 0\n");
    std::string text = torn;
    for (const auto &[from, to] :
         {std::make_pair("$Nodes\n6", "$Nodes\n8"), std::make_pair("8 3 2 5 2 3 4 6 5", "8 3 2 5 2 13 14 6 5"),
          std::make_pair("4 1 2 3 3 3 5", "4 1 2 3 3 13 5"), std::make_pair("6 1 2 3 4 4 6", "6 1 2 3 4 14 6")})
      text.replace(text.find(from), std::string(from).size(), to);
    expect(text, "31: the mesh has a boundary outside every named physical group: the cell of this line has a face at (1.5, 1, 0) "
                 "that touches another with nodes of its own");

    // A volume of which only the surface was meshed.
    std::string shell = gmsh_text({1, 1, 1}, [](const dealii::Point<3> &p) { return p; });
    shell.replace(shell.find("\n7\n"), 3, "\n6\n");
    shell.erase(shell.find("7 5 2 100"), shell.find("$EndElements") - shell.find("7 5 2 100"));
    expect(shell, "9: the physical volume \"electrolyte\" has no hexahedra: the mesh was saved before its volumes were meshed");
  }
} // namespace zincfield::mesh_gmsh_tests
