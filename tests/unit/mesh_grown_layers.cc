#include "tests/support/gmsh_file.h"
#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

// Films grown on meshes that come ready-made, and the families that are such meshes.

namespace zincfield::mesh_grown_layers_tests
{
  namespace
  {
    using Values = std::map<std::string, FixedParameters::Value>;

    std::string
    saved(const std::string &text)
    {
      const std::string name = testing::TempDir() + "zincfield_grown_" + std::to_string(getpid()) + ".msh";
      std::ofstream(name) << text;
      return name;
    }

    /** A box [0, 30] x [0, 20] (x [0, 10]) with the metal below; a hump of the metal 2 um high where `hump`. */
    std::string
    box(const bool solid, const bool hump)
    {
      GmshSides sides;
      sides.left = sides.right = "walls";
      sides.bottom             = "metal";
      sides.top                = "bulk";
      return gmsh_text(
        {6, solid ? 2u : 4u, solid ? 4u : 0u},
        [=](const dealii::Point<3> &p) {
        const double up = solid ? p[2] : p[1], lift = hump ? 2. * std::max(0., 1. - std::abs(p[0] - 0.5) / 0.34) * (1. - up) : 0.;
        return solid ? dealii::Point<3>(30. * p[0], 10. * p[1], 20. * up + lift)
                     : dealii::Point<3>(30. * p[0], 20. * up + lift, 0.);
        },
        sides);
    }

    template <int dim>
    MeshMeasures
    of(const Geometry &geometry, std::vector<MeshLayer> layers, const std::string &boundary, const unsigned int refinements = 0)
    {
      for (MeshLayer &layer : layers)
        layer.boundary = boundary;
      Mesh<dim> mesh(geometry, layers, 2, MPI_COMM_WORLD);
      for (unsigned int r = 0; r < refinements; ++r)
        {
          mesh.triangulation().set_all_refine_flags();
          mesh.refine();
        }
      return measure(mesh, geometry.axisymmetric());
    }
  } // namespace

  /** Equally thick on both sides of edges, along the walls where they end, and as thick as a profile says. */
  TEST(GrownLayers, AreAsThickAsAskedForOnBentMetal)
  {
    for (const bool solid : {false, true})
      {
        const auto geometry = make_geometry("gmsh", {{"File", saved(box(solid, true))}});
        geometry->set_working_electrode("metal");
        const auto measured = [&](const std::vector<MeshLayer> &layers) {
          return solid ? of<3>(*geometry, layers, "metal", 1) : of<2>(*geometry, layers, "metal", 1);
        };
        const auto   bare = measured({}), coated = measured({layer("inner", 0.02), layer("outer", 0.03, 2)});
        const double area = bare.areas.at("metal");
        EXPECT_NEAR(coated.areas.at("metal"), area, 1e-9 * area);
        EXPECT_NEAR(coated.volumes.at("inner"), 0.02 * area, 1e-3 * 0.02 * area);
        EXPECT_NEAR(coated.volumes.at("outer"), 0.03 * area, 2e-3 * 0.03 * area);
        EXPECT_NEAR(coated.volumes.at("inner") + coated.volumes.at("outer") + coated.volumes.at("electrolyte"),
                    bare.volumes.at("electrolyte"), 1e-9 * bare.volumes.at("electrolyte"));

        // The mesh's tip is in the middle, at x = 15 um; a film that decays from there.
        ASSERT_TRUE(geometry->knows_tip());
        const MeshLayer decaying = {"film", [](const Location &p) { return 0.1 * std::exp(-p.distance_from_tip / 5.); }, 1};
        EXPECT_LT(measured({decaying}).volumes.at("film"), 0.6 * 0.1 * area);
        const MeshLayer high = {"film", [](const Location &p) { return 0.01 + 0.1 * p.height; }, 1};
        EXPECT_GT(measured({high}).volumes.at("film"), 0.02 * area);
      }
  }

  /** The first cells are 5 um high: what lies above the film moves on. */
  TEST(GrownLayers, RoomIsMadeForFilmsThickerThanCells)
  {
    for (const bool solid : {false, true})
      {
        const auto   flat     = make_geometry("gmsh", {{"File", saved(box(solid, false))}});
        const double area     = solid ? 300. : 30.;
        const auto   measured = [&](const Geometry &geometry, const std::vector<MeshLayer> &layers) {
          return solid ? of<3>(geometry, layers, "metal") : of<2>(geometry, layers, "metal");
        };
        const auto even = measured(*flat, {layer("film", 6.)});
        EXPECT_NEAR(even.volumes.at("film"), 6. * area, 1e-9 * area);
        EXPECT_NEAR(even.volumes.at("electrolyte"), 14. * area, 1e-9 * area);
        EXPECT_NEAR(even.smallest_jacobian, 1., 1e-9);
        const auto hill = make_geometry("gmsh", {{"File", saved(box(solid, true))}});
        const auto bare = measured(*hill, {}), coated = measured(*hill, {layer("film", 6.)});
        EXPECT_NEAR(coated.volumes.at("film") + coated.volumes.at("electrolyte"), bare.volumes.at("electrolyte"), 1e-9 * area);
        EXPECT_GT(coated.smallest_jacobian, 0.5);
      }
  }

  TEST(GrownLayers, WhatTheMeshHasNoRoomForIsSaid)
  {
    const auto geometry = make_geometry("gmsh", {{"File", saved(box(false, false))}});
    try
      {
        of<2>(*geometry, {layer("film", 21.)}, "metal"); // the box is 20 um high
        FAIL();
      }
    catch (const std::runtime_error &error)
      {
        EXPECT_NE(std::string(error.what()).find("the coating is too thick for the cells of the mesh beside the metal"),
                  std::string::npos);
      }
  }

  /** Areas and volumes of walls, ridges and cylinders, and of films on them: a mitre outside and one inside cancel. */
  TEST(RodArray, HasItsAreasAndVolumes)
  {
    const double P = 6., R = 1.2, h = 4., G = 12., d = 0.05;
    const Values all  = {{"Pitch", P * um}, {"Radius", R * um}, {"Height", h * um}, {"Gap", G * um}};
    const auto   with = [&](Values values) {
      values.insert(all.begin(), all.end());
      return make_geometry("rod array", values);
    };
    {
      const auto geometry = with({});
      const auto bare     = of<2>(*geometry, {}, "working electrode"),
                 coated   = of<2>(*geometry, {layer("film", d)}, "working electrode");
      EXPECT_NEAR(bare.volumes.at("electrolyte"), 0.5 * P * G - R * h, 1e-9);
      EXPECT_NEAR(bare.areas.at("working electrode"), 0.5 * P + h, 1e-9);
      EXPECT_NEAR(coated.volumes.at("film"), d * (0.5 * P + h), 1e-9);
    }
    {
      const auto bare = of<2>(*with({{"Top half-width", 0.6 * um}}), {}, "working electrode");
      EXPECT_NEAR(bare.volumes.at("electrolyte"), 0.5 * P * G - 0.9 * h, 1e-9);
      EXPECT_NEAR(bare.areas.at("working electrode"), 0.5 * P - R + 0.6 + std::hypot(0.6, h), 1e-9);
    }
    {
      const auto bare = of<2>(*with({{"Dimension", "axisymmetric"}}), {}, "working electrode");
      EXPECT_NEAR(bare.volumes.at("electrolyte"), M_PI * (0.25 * P * P * G - R * R * h), 1e-9);
      EXPECT_NEAR(bare.areas.at("working electrode"), M_PI * (0.25 * P * P + 2. * R * h), 1e-9);
    }
    for (const std::string lattice : {"square", "hexagonal"})
      {
        const auto   geometry = with({{"Dimension", "3"}, {"Lattice", lattice}});
        const double quarters = lattice == "square" ? 1. : 2., base = geometry->footprint();
        const auto   bare = of<3>(*geometry, {}, "working electrode"),
                   coated = of<3>(*geometry, {layer("film", d)}, "working electrode");
        EXPECT_NEAR(base, lattice == "square" ? 0.25 * P * P : 0.25 * std::sqrt(3.) * P * P, 1e-9);
        EXPECT_GT(bare.smallest_jacobian, 0.1);
        EXPECT_NEAR(bare.volumes.at("electrolyte") / (base * G - quarters * 0.25 * M_PI * R * R * h), 1., 1e-4) << lattice;
        const double area = base + quarters * 0.5 * M_PI * R * h;
        EXPECT_NEAR(bare.areas.at("working electrode") / area, 1., 1e-3) << lattice;
        EXPECT_NEAR(coated.volumes.at("film") / (d * area), 1., 0.03) << lattice;
      }
    // Three walls of different heights.
    const auto row = with({{"Rods along x", 3}, {"Height variation", 0.5}, {"Seed", 2}});
    EXPECT_NEAR(row->footprint(), 3. * P, 1e-12);
    EXPECT_GT(of<2>(*row, {}, "working electrode").smallest_jacobian, 0.99);
  }

#ifdef DEAL_II_GMSH_WITH_API
  TEST(Nuclei, AreHalfSpheresAndStandWhereTheSeedPutsThem)
  {
    for (const std::string dimension : {"2", "3"})
      {
        const auto   geometry = make_geometry("nuclei", {{"Dimension", dimension},
                                                         {"Width", 20 * um},
                                                         {"Gap", 15 * um},
                                                         {"Radius", 1 * um},
                                                         {"Density", 1e10},
                                                         {"Seed", 3}}); // 4 of them
        const bool   solid    = dimension == "3";
        const auto   bare     = solid ? of<3>(*geometry, {}, "working electrode") : of<2>(*geometry, {}, "working electrode");
        const double volume   = solid ? 400. * 15. - 4. * 2. / 3. * M_PI : 20. * 15. - 4. * 0.5 * M_PI;
        const double area     = solid ? 400. + 4. * M_PI : 20. + 4. * (M_PI - 2.);
        EXPECT_NEAR(bare.volumes.at("electrolyte") / volume, 1., 1e-4) << dimension;
        EXPECT_NEAR(bare.areas.at("working electrode") / area, 1., 2e-3) << dimension;
        EXPECT_GT(bare.smallest_jacobian, 0.02) << dimension;
        EXPECT_NEAR(bare.areas.at("counter"), geometry->footprint(), 1e-9) << dimension;
      }
  }
#endif
} // namespace zincfield::mesh_grown_layers_tests
