#include "meshes/imported.h"
#include "tests/support/base_input.h"
#include "tests/support/gmsh_file.h"

namespace zincfield::imported_meshes_tests
{

  namespace
  {
    using base_input::Replacements;

    /** The base input on a mesh with the boundaries "metal", "bulk" and "walls". */
    Replacements
    on_mesh(const std::string &file, const Replacements &more = {})
    {
      Replacements all = {{"set Type = flat cell\n  set Gap = 100 um", "set Type = gmsh\n  set File = " + file},
                          {"subsection working electrode", "subsection metal"},
                          {"subsection counter", "subsection bulk"},
                          {"subsection sides", "subsection walls"},
                          {"set Surface = working electrode", "set Surface = metal"}};
      all.insert(all.end(), more.begin(), more.end());
      return all;
    }

    void
    expect(const std::string &message, const std::string &part)
    {
      EXPECT_NE(message.find(part), std::string::npos) << message;
    }

    dealii::Point<3>
    rectangle(const dealii::Point<3> &p)
    {
      return dealii::Point<3>(30. * p[0], 20. * p[1], 0.);
    }

    /** The text with a part of it replaced. */
    std::string
    replaced(std::string text, const std::string &from, const std::string &to)
    {
      const auto place = text.find(from);
      EXPECT_NE(place, std::string::npos) << from;
      return text.replace(place, from.size(), to);
    }

    /** A mesh of 4 x 1 cells, of which the first is a region of its own. */
    std::string
    with_region(const std::string &name)
    {
      std::string text =
        replaced(gmsh_text({4, 1, 0}, rectangle), "2 100 \"electrolyte\"\n", "2 100 \"electrolyte\"\n2 101 \"" + name + "\"\n");
      text = replaced(text, "$PhysicalNames\n4", "$PhysicalNames\n5");
      return replaced(text, " 3 2 100 1", " 3 2 101 1");
    }

    /** One more material. */
    Replacements
    with_material(const std::string &name)
    {
      return {{"subsection Materials\n", "subsection Materials\n  subsection " + name +
                                           "\n    set Conductivity = 1 mS/cm\n    set Diffusivity = 1e-11 m^2/s\n  end\n"}};
    }
  } // namespace

  TEST(ImportedMesh, ConditionsWhereThereIsNothing)
  {
    // A group without elements, one inside the mesh, one on the axis.
    const std::string valid = gmsh_text({4, 1, 0}, rectangle);
    EXPECT_EQ(base_input::message(on_mesh(GmshFile(valid).name)), "no error");

    const GmshFile nowhere(
      replaced(replaced(valid, "$PhysicalNames\n4", "$PhysicalNames\n5"), "2 100 \"electr", "1 50 \"foil\"\n2 100 \"electr"));
    EXPECT_EQ(base_input::message(on_mesh(nowhere.name)), "no error"); // the name is not used
    expect(base_input::message(on_mesh(nowhere.name, {{"subsection metal", "subsection foil"}})),
           "has no boundary \"foil\": the physical group of this name has no elements in the file. Allowed: metal, bulk or walls.");

    std::string inner =
      replaced(replaced(valid, "$PhysicalNames\n4", "$PhysicalNames\n5"), "2 100 \"electr", "1 50 \"interface\"\n2 100 \"electr");
    inner = replaced(replaced(inner, "$Elements\n14\n", "$Elements\n15\n"), "$EndElements", "15 1 2 50 1 2 7\n$EndElements");
    expect(base_input::message(
             on_mesh(GmshFile(inner).name,
                     {{"subsection walls", "subsection interface\n    set Condition = insulating\n  end\n  subsection walls"}})),
           "has no boundary \"interface\": the physical group of this name lies inside the mesh");

    const GmshFile    file(valid);
    const std::string axisymmetric = "set File = " + file.name;
    const auto        axis         = [&](const Replacements &more) {
      Replacements all = on_mesh(file.name, {{axisymmetric, axisymmetric + "\n  set Axisymmetric = true"}});
      all.insert(all.end(), more.begin(), more.end());
      return base_input::message(all);
    };
    expect(axis({}), "Boundaries/metal: the boundary \"metal\" has no area");
    // The axis as bulk; as a wall that does nothing it is what it should be.
    const Replacements swapped = {{"subsection metal", "subsection other"},
                                  {"subsection bulk", "subsection metal"},
                                  {"subsection other", "subsection bulk"},
                                  {"set Surface = metal", "set Surface = bulk"}};
    expect(axis(swapped), "Boundaries/metal: the boundary has no area: it lies on the axis of the mesh");
    Replacements wall = swapped;
    wall.push_back({"set Condition = bulk", "set Condition = insulating"});
    wall.push_back({"subsection walls\n    set Condition = insulating", "subsection walls\n    set Condition = bulk"});
    EXPECT_EQ(axis(wall), "no error");
  }

  TEST(ImportedMesh, MaterialsAndRegionsFindEachOther)
  {
    const GmshFile two(with_region("film")), misnamed(with_region("flim")), one(gmsh_text({4, 1, 0}, rectangle)),
      other(gmsh_text({4, 1, 0}, rectangle, GmshSides(), "fluid"));
    const auto message = [](const std::string &file, const Replacements &more = {}) {
      const std::size_t begin = base_input::text.find("subsection Coatings"), end = base_input::text.find("subsection Boundaries");
      Replacements      all = on_mesh(file, more);
      all.erase(all.begin() + 4); // the coating's surface
      all.insert(all.begin(), {base_input::text.substr(begin, end - begin), ""});
      return base_input::message(all);
    };
    EXPECT_EQ(message(two.name), "no error");
    expect(message(misnamed.name),
           "Materials: the region \"flim\" of the mesh has no material. Allowed: a subsection \"flim\" of Materials");
    expect(message(misnamed.name), "Did you mean \"film\"?");
    expect(message(one.name),
           "Materials/film: no layer and no region is made of this material. Allowed: the regions of the cell (electrolyte)");
    expect(message(other.name),
           "Materials/film: no layer and no region"); // where there is one region, it is the solution whatever its name
    expect(message(two.name, with_material("fllm")), "Materials/fllm: no layer and no region is made of this material");
    // Of the built families.
    const Replacements spare = with_material("spare");
    EXPECT_EQ(base_input::message(spare).find("test.prm:" + base_input::line_of(base_input::with(spare), "subsection spare") +
                                              ": Materials/spare: no layer and no region is made of this material"),
              0u)
      << base_input::message(spare);
    // Those of another variant and of a parameter study are used.
    EXPECT_EQ(
      base_input::message(
        {spare[0], {"", "subsection Variants\n  subsection v\n    set Coatings/shield/inner/Material = spare\n  end\nend\n"}}),
      "no error");
  }

  TEST(ImportedMesh, BoundariesAreJoined)
  {
    GmshSides sides;
    sides.top = "roof";
    const GmshFile file(gmsh_text({4, 1, 0}, rectangle, sides));
    const auto     with = [&](const std::string &parts, const Replacements &more = {}) {
      Replacements all = on_mesh(file.name, {{"subsection metal\n", "subsection zinc\n    set Parts = " + parts + "\n"},
                                             {"set Surface = metal", "set Surface = zinc"}});
      all.insert(all.end(), more.begin(), more.end());
      return all;
    };
    const auto cases = base_input::cases(with("metal, roof"));
    EXPECT_EQ(cases[0].geometry->boundary_names(), (std::vector<std::string>{"zinc", "bulk", "walls"}));
    EXPECT_NEAR(dynamic_cast<const ImportedGeometry &>(*cases[0].geometry).footprint(), 50., 1e-12); // an edge: the true area
    expect(base_input::message(with("metal, rof")), "Boundaries/zinc/Parts = metal, rof: the mesh has no boundary \"rof\"");
    expect(base_input::message(with("metal, metal")), "the boundary \"metal\" stands twice");
    expect(base_input::message(with("metal")), "the boundary \"roof\" of the geometry \"gmsh\" has no condition");
    expect(base_input::message(with(
             "metal, roof", {{"subsection walls", "subsection roof\n    set Condition = insulating\n  end\n  subsection walls"}})),
           "Boundaries/roof: the geometry \"gmsh\" has no boundary \"roof\": the physical group of this name is part of the "
           "boundary \"zinc\"");
    expect(base_input::message({{"subsection working electrode\n", "subsection working electrode\n    set Parts = sides\n"}}),
           "Boundaries/working electrode/Parts = sides: the boundaries of this geometry are what they are: those of an imported "
           "mesh can be joined");
    // What was used reads as the same case.
    const auto again = read_cases(read_prm_text(cases[0].used_input, "used.prm"));
    EXPECT_EQ(again[0].geometry->boundary_names(), cases[0].geometry->boundary_names());
  }

  TEST(ImportedMesh, ThinFilmsTakeNoRoom)
  {
    const GmshFile file(
      gmsh_text({4, 1, 0}, [](const dealii::Point<3> &p) { return dealii::Point<3>(0.1 * p[0], 20. * p[1], 0.); }));
    for (const char *const representation : {"automatic", "thin", "lumped"})
      EXPECT_EQ(base_input::message(on_mesh(file.name, {{"set Surface = metal", "set Surface = metal\n    set Representation = " +
                                                                                  std::string(representation)}})),
                "no error");
  }

  TEST(TotalCurrent, IsDividedByTheAreaOfTheElectrode)
  {
    const std::string density = "set Applied current density = 5 mA/cm^2";
    const auto        applied = [&](const Replacements &replacements) {
      return base_input::cases(replacements)[0].control.applied_current_density;
    };
    const GmshFile plane(gmsh_text({4, 1, 0}, rectangle)),
      solid(gmsh_text({2, 1, 1}, [](const dealii::Point<3> &p) { return dealii::Point<3>(30. * p[0], 20. * p[1], 4. * p[2]); }));
    EXPECT_NEAR(applied(on_mesh(plane.name, {{density, "set Total current = 2 mA/m"}})), 2e-3 / 20e-6, 1e-9);
    EXPECT_NEAR(applied(on_mesh(solid.name, {{density, "set Total current = 8 nA"}})), 8e-9 / 80e-12, 1e-9);
    // Flat cells: a width of 10 um across, a disk.
    const std::string gap = "set Gap = 100 um";
    EXPECT_NEAR(applied({{gap, gap + "\n  set Width = 10 um"}, {density, "set Total current = 1 mA/m"}}), 100., 1e-9);
    EXPECT_NEAR(
      applied({{gap, gap + "\n  set Width = 10 um\n  set Dimension = axisymmetric"}, {density, "set Total current = 1 nA"}}),
      1e-9 / (M_PI * 1e-10), 1e-6);
    expect(base_input::message({{density, "set Total current = 1 mA"}}), "Control/Total current = 1 mA: ");
    expect(base_input::message({{density, density + "\n  set Total current = 1 mA/m"}}),
           "Control/Total current = 1 mA/m: the Applied current density is given too, and one follows from the other. Allowed: one "
           "of the two keys.");
    // In steps of a protocol, and swept.
    const Replacements step = {
      {"set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2\n", ""},
      {gap, gap + "\n  set Width = 10 um"},
      {"", "subsection Programme\n  subsection Steps\n    subsection pulse\n      set Drive = galvanostatic\n      set Total "
           "current = 1 mA/m\n      set Duration = 1 s\n    end\n  end\nend\n"}};
    const Case in_time = base_input::cases(step)[0];
    EXPECT_NEAR(in_time.protocol.steps[0].current_density, 100., 1e-9);
    EXPECT_NEAR(read_cases(read_prm_text(in_time.used_input, "used.prm"))[0].protocol.steps[0].current_density, 100., 1e-9);
    const auto swept = base_input::cases({{gap, gap + "\n  set Width = 10 um"},
                                          {density, "set Total current = 1 mA/m"},
                                          {"", "subsection Sweep\n  set Control/Total current = 1 mA/m, 2 mA/m\nend\n"}});
    ASSERT_EQ(swept.size(), 2u);
    EXPECT_NEAR(swept[1].control.applied_current_density, 200., 1e-9);
  }

  TEST(ImportedMesh, InputsThatWentWrong)
  {
    const auto message = [](const std::string &name) {
      try
        {
          read_cases(ZINCFIELD_SOURCE_DIR "/tests/errors/data/" + name + ".prm");
        }
      catch (const InputError &error)
        {
          return std::string(error.what());
        }
      return std::string("no error");
    };
    expect(message("twogroups22"), "the physical group of this name has no part that is not in a smaller group too"); // "outline"
    expect(message("metal_nowhere_salt_galv"), "Boundaries/metal: the geometry \"gmsh\" has no boundary \"metal\": the physical "
                                               "group of this name has no elements in the file");
    expect(message("meshed_misspelt"), "the region \"film\" of the mesh has no material");
    expect(message("meshed_misspelt"), "Did you mean \"flim\"?");
    expect(message("hang_no_end_physical_names"),
           "hang_no_end_physical_names.msh:10: found \"$Nodes\"; expected: $EndPhysicalNames");
    expect(message("segv_element_short"), "nodes; expected: a quadrilateral with 4 nodes");
  }
} // namespace zincfield::imported_meshes_tests
