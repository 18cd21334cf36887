#include "tests/mms/cells.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/linear_iterations.h"

#include <deal.II/base/config.h>

#ifdef DEAL_II_GMSH_WITH_API

// Iterations of the linear solver on triangles and tetrahedra that are divided, against those on structured cells.

namespace zincfield::divided_cells_tests
{
  namespace
  {
    /** Iterations to 1e-6 for the first Newton step from the initial state. */
    template <int dim>
    unsigned int
    iterations_on(const Lines &lines, const unsigned int refinements)
    {
      Solved<dim> solved(lines, refinements);
      return linear_iterations(solved, 1e-6);
    }

    /** The lines of a cell of ours on a mesh whose boundaries have other names. */
    Lines
    on_file(Lines lines, const std::string &file)
    {
      for (std::string &line : lines)
        for (const auto &[ours, theirs] : std::vector<std::pair<std::string, std::string>>{
               {"/working electrode/", "/metal/"}, {"/counter/", "/bulk/"}, {"/sides/", "/walls/"}})
          if (const auto at = line.find(ours); at != std::string::npos)
            line.replace(at, ours.size(), theirs);
      return lines + Lines{"Geometry/Type = gmsh", "Geometry/File = " + file};
    }

    /** A quarter of the room between cylinders of radius 10 and 30 um, 20 um high in 3-D. */
    std::string
    quarter_of_triangles(const bool solid)
    {
      const std::string name = testing::TempDir() + "zincfield_divided_" + std::to_string(getpid()) + ".geo";
      std::ofstream(name)
        << "lc = " << (solid ? 10 : 5)
        << ";\nPoint(1) = {0,0,0}; Point(2) = {10,0,0,lc}; Point(3) = {30,0,0,lc}; Point(4) = {0,30,0,lc};\n"
           "Point(5) = {0,10,0,lc}; Line(1) = {2,3}; Circle(2) = {3,1,4}; Line(3) = {4,5}; Circle(4) = {5,1,2};\n"
           "Curve Loop(1) = {1,2,3,4}; Plane Surface(1) = {1};\n"
        << (solid ? "out[] = Extrude {0,0,20} { Surface{1}; };\nPhysical Surface(\"metal\") = {out[5]};\n"
                    "Physical Surface(\"bulk\") = {out[3]}; Physical Surface(\"walls\") = {1, out[0], out[2], out[4]};\n"
                    "Physical Volume(\"electrolyte\") = {out[1]};\n"
                  : "Physical Curve(\"metal\") = {4}; Physical Curve(\"bulk\") = {2}; Physical Curve(\"walls\") = {1,3};\n"
                    "Physical Surface(\"electrolyte\") = {1};\n");
      return name;
    }

    std::string
    quarter_of_structured_cells(const bool solid)
    {
      const auto at = [](const dealii::Point<3> &p) {
        const double r = 10. + 20. * p[0], angle = M_PI_2 * p[1];
        return dealii::Point<3>(r * std::cos(angle), r * std::sin(angle), 20. * p[2]);
      };
      return gmsh_text(solid ? std::array<unsigned int, 3>{4, 6, 4} : std::array<unsigned int, 3>{8, 12, 0}, at);
    }
  } // namespace

  TEST(DividedCells, TakeAtMostHalfAsManyIterationsMoreAsStructuredOnes)
  {
    const GmshFile plane(quarter_of_structured_cells(false)), solid(quarter_of_structured_cells(true));
    for (const Lines &model : {secondary_lines(), binary_salt_lines(), dilute_ions_lines()})
      {
        for (const unsigned int refinements : {1u, 2u})
          EXPECT_LE(iterations_on<2>(on_file(model, quarter_of_triangles(false)), refinements),
                    1.5 * iterations_on<2>(on_file(model, plane.name), refinements));
        EXPECT_LE(iterations_on<3>(on_file(model, quarter_of_triangles(true)), 0),
                  1.5 * iterations_on<3>(on_file(model, solid.name), 1));
      }
  }
} // namespace zincfield::divided_cells_tests
#endif
