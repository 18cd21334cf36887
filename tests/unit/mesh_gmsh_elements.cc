#include "meshes/imported.h"
#include "physics/constants.h"
#include "tests/support/mesh_measures.h"
#include "tests/support/solved.h"

#include <deal.II/base/config.h>

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#ifdef DEAL_II_GMSH_WITH_API
#include <gmsh.h>

// Meshes of all kinds of elements and of all versions of Gmsh's files, made by Gmsh's library in the test.

namespace zincfield::mesh_gmsh_elements_tests
{
  namespace
  {
    /** A quarter of the room between cylinders of radius 1 and 3 um; `end`: what makes a solid of it. */
    std::string
    quarter(const std::string &end)
    {
      return "DefineConstant[ lc = 1 ]; DefineConstant[ outer = 3 ];\n"
             "Point(1) = {0,0,0}; Point(2) = {1,0,0,lc}; Point(3) = {outer,0,0,lc}; Point(4) = {0,outer,0,lc}; Point(5) = "
             "{0,1,0,lc};\n"
             "Line(1) = {2,3}; Circle(2) = {3,1,4}; Line(3) = {4,5}; Circle(4) = {5,1,2};\n"
             "Curve Loop(1) = {1,2,3,4}; Plane Surface(1) = {1};\n" +
             end;
    }
    const std::string plane =
      "Physical Curve(\"metal\") = {4}; Physical Curve(\"bulk\") = {2}; Physical Curve(\"walls\") = {1,3};\n"
      "Physical Surface(\"electrolyte\") = {1};\n";

    std::string
    solid(const std::string &options)
    {
      return "out[] = Extrude {0,0,2} { Surface{1}; " + options +
             " };\nPhysical Surface(\"metal\") = {out[5]}; Physical Surface(\"bulk\") = {out[3]};\n"
             "Physical Surface(\"walls\") = {1, out[0], out[2], out[4]}; Physical Volume(\"electrolyte\") = {out[1]};\n";
    }

    std::string
    file_with(const std::string &text, const std::string &extension)
    {
      const std::string name = testing::TempDir() + "zincfield_elements_" + std::to_string(getpid()) + extension;
      std::ofstream(name, std::ios::binary) << text;
      return name;
    }

    struct Saved
    {
      std::string geo;
      int         dimension;
      double      order, version, binary;
      bool        recombined = false;
    };

    /** What Gmsh makes of it; the text of a file. */
    std::string
    saved(const Saved &how)
    {
      const std::string geo = file_with(how.geo, ".geo"), msh = file_with("", ".msh");
      const pid_t       child = fork(); // as in the program: Gmsh takes numbers of geometries only where it begins
      if (child > 0)
        {
          waitpid(child, nullptr, 0);
          std::ifstream in(msh, std::ios::binary);
          return {std::istreambuf_iterator<char>(in), {}};
        }
      gmsh::initialize();
      gmsh::option::setNumber("General.Terminal", 0);
      gmsh::option::setNumber("Mesh.RecombineAll", how.recombined);
      gmsh::option::setNumber("Mesh.SecondOrderIncomplete", how.order < 0);
      gmsh::option::setNumber("Mesh.Binary", how.binary);
      gmsh::option::setNumber("Mesh.MshFileVersion", how.version);
      gmsh::open(geo);
      gmsh::model::mesh::generate(how.dimension);
      gmsh::model::mesh::setOrder(static_cast<int>(std::abs(how.order)));
      gmsh::write(msh);
      _exit(0);
    }

    template <int dim>
    MeshMeasures
    measured(const std::string &file)
    {
      const auto geometry = make_geometry("gmsh", {{"File", file}});
      EXPECT_EQ(geometry->dimension(), static_cast<unsigned int>(dim));
      Mesh<dim> mesh(*geometry, {}, 2, MPI_COMM_WORLD);
      mesh.triangulation().begin_active()->set_refine_flag(); // parts and their children follow the same curves
      mesh.refine();
      return measure(mesh);
    }

    /** Area, arc and height of the quarter, to the accuracy of arcs of second order or of chords. */
    template <int dim>
    void
    expect_quarter(const std::string &file, const double tolerance, const std::string &title)
    {
      const MeshMeasures found  = measured<dim>(file);
      const double       height = dim == 3 ? 2. : 1.;
      EXPECT_NEAR(found.volumes.at("electrolyte") / (2. * M_PI * height), 1., tolerance) << title;
      EXPECT_NEAR(found.areas.at("metal") / (0.5 * M_PI * height), 1., tolerance) << title;
      EXPECT_NEAR(found.areas.at("bulk") / (1.5 * M_PI * height), 1., tolerance) << title;
      EXPECT_GT(found.smallest_jacobian, 0.01) << title;
    }
  } // namespace

  TEST(GmshElements, OfAllKindsHaveTheAreasAndVolumesOfTheShape)
  {
    const std::string tets = solid(""), prisms = solid("Layers{2};"), hexes = solid("Layers{2}; Recombine;");
    for (const double order : {1., 2., -2.}) // -2: of second order without nodes on faces
      {
        const double      tolerance = order == 1. ? 0.1 : 2e-3;
        const std::string title     = ", order " + std::to_string(order);
        expect_quarter<2>(file_with(saved({quarter(plane), 2, order, 4.1, 0.}), ".msh"), tolerance, "triangles" + title);
        expect_quarter<2>(file_with(saved({quarter(plane), 2, order, 4.1, 0., true}), ".msh"), tolerance, "quadrilaterals" + title);
        expect_quarter<3>(file_with(saved({quarter(tets), 3, order, 4.1, 0.}), ".msh"), tolerance, "tetrahedra" + title);
        expect_quarter<3>(file_with(saved({quarter(prisms), 3, order, 4.1, 0.}), ".msh"), tolerance, "prisms" + title);
        expect_quarter<3>(file_with(saved({quarter(hexes), 3, order, 4.1, 0., true}), ".msh"), tolerance, "hexahedra" + title);
      }
  }

  TEST(GmshElements, OfSecondOrderAreMoreThanTheirChords)
  {
    const double straight = measured<2>(file_with(saved({quarter(plane), 2, 1., 4.1, 0.}), ".msh")).areas.at("metal"),
                 curved   = measured<2>(file_with(saved({quarter(plane), 2, 2., 4.1, 0.}), ".msh")).areas.at("metal");
    EXPECT_LT(straight / (0.5 * M_PI), 1. - 1e-2);
    EXPECT_NEAR(curved / (0.5 * M_PI), 1., 1e-3);
  }

  TEST(GmshFiles, OfAllVersionsAreTheSameMesh)
  {
    for (const double order : {1., 2.})
      {
        const auto expected = measured<2>(file_with(saved({quarter(plane), 2, order, 4.1, 0.}), ".msh"));
        EXPECT_NEAR(expected.areas.at("metal") / (0.5 * M_PI), 1., order == 1. ? 0.1 : 1e-3);
        for (const double version : {2.2, 4., 4.1})
          for (const double binary : {0., 1.})
            if (version != 4. || binary == 0.) // Gmsh itself does not save the one left out
              {
                SCOPED_TRACE(testing::Message()
                             << "version " << version << (binary == 1. ? ", binary" : "") << ", order " << order);
                const std::string  text = saved({quarter(plane), 2, order, version, binary});
                std::ostringstream head;
                head << "$MeshFormat\n" << version << ' ' << binary;
                EXPECT_EQ(text.substr(0, head.str().size()), head.str());
                const auto found = measured<2>(file_with(text, ".msh"));
                EXPECT_EQ(found.n_cells, expected.n_cells);
                for (const std::string boundary : {"metal", "bulk", "walls"})
                  EXPECT_NEAR(found.areas.at(boundary), expected.areas.at(boundary), 1e-12);
              }
      }
  }

  TEST(GmshFiles, OfGeometriesAreMeshedWithTheirNumbers)
  {
    const std::string geo = file_with(quarter(plane), ".geo");
    expect_quarter<2>(geo, 1e-3, "geometry");
    const auto wider = make_geometry("gmsh", {{"File", geo}, {"Numbers", "lc = 0.5, outer = 4"}});
    Mesh<2>    mesh(*wider, {}, 2, MPI_COMM_WORLD);
    EXPECT_NEAR(measure(mesh).volumes.at("electrolyte") / (15. * M_PI / 4.), 1., 1e-4);
    EXPECT_THROW(make_geometry("gmsh", {{"File", geo}, {"Numbers", "lc 0.5"}}), std::invalid_argument);
    EXPECT_THROW(make_geometry("gmsh", {{"File", geo}, {"Numbers", "inner = 0.5"}}), std::invalid_argument);
    EXPECT_THROW(make_geometry("gmsh", {{"File", file_with("Point(1) = {0,", ".geo")}}), std::invalid_argument);
  }

  TEST(GmshFiles, DamagedBinariesAreErrors)
  {
    const std::string whole = saved({quarter(plane), 2, 1., 4.1, 1.});
    for (const double share : {0.2, 0.5, 0.8, 0.95})
      EXPECT_THROW(make_geometry("gmsh", {{"File", file_with(whole.substr(0, share * whole.size()), ".msh")}}),
                   std::invalid_argument)
        << share;
  }

  /** Between coaxial cylinders the potential falls by i r/kappa ln(R/r). */
  TEST(GmshElements, OfSecondOrderGiveTheResistanceOfACylinder)
  {
    const std::string geo     = file_with(quarter(plane), ".geo");
    const Lines       coaxial = {"Geometry/Type = gmsh",
                                 "Geometry/File = " + geo,
                                 "Geometry/Numbers = lc = 0.4",
                                 "Electrolyte/Transport model = primary",
                                 "Electrolyte/Conductivity = 5 S/m",
                                 "Boundaries/metal/Condition = electrode",
                                 "Boundaries/bulk/Condition = bulk",
                                 "Boundaries/walls/Condition = insulating",
                                 "Control/Mode = galvanostatic",
                                 "Control/Applied current density = 10 mA/cm^2"};
    Solved<2>         solved(coaxial, 1);
    solved.solve();
    EXPECT_NEAR(solved.electrode_potential / (-100. * 1e-6 / 5. * std::log(3.)), 1., 1e-5);
  }
} // namespace zincfield::mesh_gmsh_elements_tests
#endif
