#include "meshes/edges.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

// What has no finite value is said and not printed: found from the angles of the mesh.

namespace zincfield::singular_numbers_tests
{
  namespace
  {
    const Lines primary{"Electrolyte/Transport model = primary", "Electrolyte/Conductivity = 5 S/m", "Control/Mode = galvanostatic",
                        "Control/Applied current density = 10 mA/cm^2"};
    const Lines secondary{"Electrolyte/Transport model = secondary",
                          "Electrolyte/Conductivity = 5 S/m",
                          "Control/Mode = galvanostatic",
                          "Control/Applied current density = 10 mA/cm^2",
                          "Reactions/zinc/Type = linear",
                          "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                          "Boundaries/working electrode/Reactions = zinc"};

    Lines
    protrusion(const std::string &shape, const std::string &dimension)
    {
      return common_lines() + Lines{"Geometry/Type = protrusion", "Geometry/Dimension = " + dimension,
                                    "Geometry/Shape = " + shape,  "Geometry/Height = 2 um",
                                    "Geometry/Half-width = 1 um", "Geometry/Cell half-width = 8 um",
                                    "Geometry/Gap = 8 um"};
    }

    /** A section of squares of 1 um: the electrode is its lower side to x = `end`, a wall beyond; the bulk on top. */
    Lines
    imported(const std::string &name,
             const unsigned int width,
             const unsigned int height,
             const double       end,
             const std::string &axisymmetric)
    {
      const std::string path = testing::TempDir() + name + ".msh";
      std::ofstream     file(path);
      const auto        node = [&](const unsigned int i, const unsigned int j) { return 1 + i + j * (width + 1); };
      file << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n5\n1 1 \"working electrode\"\n1 2 \"wall\"\n1 3 "
              "\"counter\"\n1 4 \"sides\"\n2 5 \"electrolyte\"\n$EndPhysicalNames\n$Nodes\n"
           << (width + 1) * (height + 1) << '\n';
      for (unsigned int j = 0; j <= height; ++j)
        for (unsigned int i = 0; i <= width; ++i)
          file << node(i, j) << ' ' << i << ' ' << j << " 0\n";
      file << "$EndNodes\n$Elements\n" << 2 * (width + height) + width * height << '\n';
      unsigned int n = 0;
      for (unsigned int i = 0; i < width; ++i)
        {
          const int group = i + 0.5 < end ? 1 : 2;
          file << n + 1 << " 1 2 " << group << ' ' << group << ' ' << node(i, 0) << ' ' << node(i + 1, 0) << '\n'
               << n + 2 << " 1 2 3 3 " << node(i, height) << ' ' << node(i + 1, height) << '\n';
          n += 2;
        }
      for (unsigned int j = 0; j < height; ++j, n += 2)
        file << n + 1 << " 1 2 4 4 " << node(0, j) << ' ' << node(0, j + 1) << '\n'
             << n + 2 << " 1 2 4 4 " << node(width, j) << ' ' << node(width, j + 1) << '\n';
      for (unsigned int j = 0; j < height; ++j)
        for (unsigned int i = 0; i < width; ++i)
          file << ++n << " 3 2 5 5 " << node(i, j) << ' ' << node(i + 1, j) << ' ' << node(i + 1, j + 1) << ' ' << node(i, j + 1)
               << '\n';
      file << "$EndElements\n";
      return common_lines() + Lines{"Geometry/Type = gmsh", "Geometry/File = " + path, "Geometry/Axisymmetric = " + axisymmetric} +
             (end < width ? Lines{"Boundaries/wall/Condition = insulating"} : Lines());
    }

    void
    expect(const Lines &lines, const bool max, const bool deviation, const bool field, const std::string &title)
    {
      Solved<2> cell(lines, 1);
      ASSERT_TRUE(cell.solve().converged) << title;
      const Report report = cell.report();
      const auto   check  = [&](const std::string &name, const bool finite) {
        const Quantity &quantity = report.quantities.at(name);
        EXPECT_EQ(std::isfinite(quantity.value), finite) << title << ' ' << name;
        EXPECT_EQ(quantity.note.find("singular") == std::string::npos, finite) << title << ' ' << name << ' ' << quantity.note;
      };
      check("max_over_mean", max);
      check("std_over_mean", deviation);
      check("peak_electric_field", field);
      EXPECT_TRUE(std::isfinite(report.quantities.at("mean_current_density").value)) << title;
    }
  } // namespace

  TEST(SingularNumbers, OfBuiltShapes)
  {
    for (const std::string dimension : {"2", "axisymmetric"})
      {
        expect(protrusion("ellipse", dimension) + primary, true, true, true, "ellipse, " + dimension);
        expect(protrusion("cone", dimension) + primary, false, true, false, "cone, " + dimension);
        expect(protrusion("cone", dimension) + secondary, true, true, true,
               "cone with kinetics, " + dimension); // a flow that parts at its tip is slow there
      }
  }

  TEST(SingularNumbers, OfADiskInAnInsulatingPlane)
  {
    // i = i_mean/2 (1 - (r/a)^2)^(-1/2): its square has no integral
    for (const std::string axisymmetric : {"false", "true"})
      {
        expect(imported("disk", 6, 6, 2., axisymmetric) + primary, false, false, false, "disk " + axisymmetric);
        expect(imported("disk", 6, 6, 2., axisymmetric) + secondary, true, true, false,
               "disk with kinetics " + axisymmetric); // the field still grows as ln r
        expect(imported("whole", 6, 6, 6., axisymmetric) + primary, true, true, true, "plane " + axisymmetric);
      }
  }

  TEST(SingularNumbers, NothingFlowsIntoAnInwardEdge)
  {
    // at the foot of an ellipse the solution has 90 degrees: i as r
    for (const std::string shape : {"ellipse", "Gaussian"})
      {
        Lines lines = protrusion(shape, "2") + primary;
        for (std::string &line : lines)
          if (shape == "Gaussian" && line.find("Half-width = 1 um") != std::string::npos)
            line = "Geometry/Standard deviation = 1 um";
        Solved<2> cell(lines, 1);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_EQ(cell.quantity("min_over_mean") == 0., shape == "ellipse");
      }
  }

  TEST(SingularNumbers, AnglesOfEdges)
  {
    // a cone of height 2 and radius 1 in section: its tip has 360 - 2 atan(1/2) degrees of solution, its foot 180 - atan(2)
    Solved<2>  cell(protrusion("cone", "2") + secondary, 1);
    const auto edges = boundary_edges(cell.mesh, false, 0.1);
    double     foot  = 0.;
    for (const BoundaryEdge &edge : edges)
      if (edge.boundaries[0] == 0 && edge.boundaries[1] == 0)
        foot = edge.angle;
    EXPECT_NEAR(foot, M_PI - std::atan(2.), 1e-6);
    // at the symmetry plane through the tip: between flank and plane
    EXPECT_TRUE(std::any_of(edges.begin(), edges.end(),
                            [](const BoundaryEdge &edge) { return std::abs(edge.angle - (M_PI - std::atan(0.5))) < 1e-6; }));
    // the four edges of a square cell in space, where electrode and sides meet, and those of the counter electrode
    Solved<3> box(common_lines() +
                    Lines{"Geometry/Type = flat cell", "Geometry/Dimension = 3", "Geometry/Gap = 10 um", "Geometry/Width = 10 um"} +
                    secondary,
                  0);
    for (const BoundaryEdge &edge : boundary_edges(box.mesh, false, 0.1))
      EXPECT_NEAR(edge.angle, 0.5 * M_PI, 1e-9);
    EXPECT_FALSE(boundary_edges(box.mesh, false, 0.1).empty());
  }
} // namespace zincfield::singular_numbers_tests
