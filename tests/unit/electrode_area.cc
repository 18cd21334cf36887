#include "meshes/imported.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

namespace zincfield::electrode_area_tests
{

  namespace
  {
    using dealii::Point;

    using Map = std::function<Point<3>(const Point<3> &)>;

    /** [um or um^2] */
    double
    footprint(const GmshFile                               &file,
              std::map<std::string, FixedParameters::Value> values = {},
              const std::vector<std::string>               &parts  = {})
    {
      values["File"]      = file.name;
      const auto geometry = make_geometry("gmsh", values);
      auto      &imported = dynamic_cast<ImportedGeometry &>(*geometry);
      if (!parts.empty())
        imported.join_boundaries("electrode", parts);
      imported.set_working_electrode(parts.empty() ? "metal" : "electrode");
      return imported.footprint();
    }

    /** A rectangle of 30 x 20, in two dimensions or 5 deep, turned about z and then about x. */
    Map
    turned(const double degrees, const double tilt = 0.)
    {
      const double a = degrees * M_PI / 180., b = tilt * M_PI / 180.;
      return [a, b](const Point<3> &p) {
        const double x = 30. * p[0] * std::cos(a) - 20. * p[1] * std::sin(a),
                     y = 30. * p[0] * std::sin(a) + 20. * p[1] * std::cos(a), z = 5. * p[2];
        return Point<3>(x, y * std::cos(b) - z * std::sin(b), y * std::sin(b) + z * std::cos(b));
      };
    }

    /** A ring of the radii 10 and 30, from 0 to `angle`; `left` is inside. */
    Map
    ring(const double angle)
    {
      return [angle](const Point<3> &p) {
        const double r = 10. + 20. * p[0], phi = angle * p[1];
        return Point<3>(r * std::cos(phi), r * std::sin(phi), 0.);
      };
    }
  } // namespace

  TEST(ElectrodeArea, IsThatOfThePlateWhateverWayItFaces)
  {
    for (const double degrees : {0., 37., 90., 217.})
      {
        const GmshFile plane(gmsh_text({3, 4, 0}, turned(degrees))), solid(gmsh_text({2, 3, 2}, turned(degrees, 25.)));
        EXPECT_NEAR(footprint(plane), 20., 1e-12);
        EXPECT_NEAR(footprint(plane, {{"Length unit", "nm"}}), 20e-3, 1e-15);
        EXPECT_NEAR(footprint(plane, {{"Length unit", "mm"}}), 20e3, 1e-9);
        EXPECT_NEAR(footprint(solid), 100., 1e-11);
        EXPECT_NEAR(footprint(solid, {{"Length unit", "mm"}}), 100e6, 1e-5);
        GmshSides ends;
        ends.left = ends.right = "walls";
        ends.top               = "metal";
        EXPECT_NEAR(footprint(GmshFile(gmsh_text({3, 4, 0}, turned(degrees), ends))), 30., 1e-12);
        EXPECT_NEAR(footprint(GmshFile(gmsh_text({3, 4, 2}, turned(degrees), ends))), 600., 1e-10);
      }
  }

  TEST(ElectrodeArea, StaysTheSameOnFinerMeshes)
  {
    const GmshFile file(gmsh_text(
      {3, 4, 2}, [](const Point<3> &p) { return Point<3>(30. * p[0] + std::sin(5. * p[1]) * p[2], 20. * p[1], 5. * p[2]); }));
    const auto     geometry = make_geometry("gmsh", {{"File", file.name}, {"Electrode area", "true"}});
    dynamic_cast<ImportedGeometry &>(*geometry).set_working_electrode("metal");
    Mesh<3>      mesh(*geometry, {}, 1, MPI_COMM_WORLD);
    const double before = mesh.footprint();
    EXPECT_NEAR(measure(mesh).areas.at("metal"), before, 1e-6 * before); // of bent faces, by another quadrature
    mesh.triangulation().set_all_refine_flags();
    mesh.refine();
    EXPECT_EQ(mesh.footprint(), before);
    EXPECT_NEAR(measure(mesh).areas.at("metal"), before, 1e-6 * before);
  }

  TEST(ElectrodeArea, IsTurnedAboutTheAxis)
  {
    const std::map<std::string, FixedParameters::Value> section   = {{"Axisymmetric", 1}};
    const auto                                          rectangle = [](const double r, const double width, const double height) {
      return [=](const Point<3> &p) { return Point<3>(r + width * p[0], height * p[1], 0.); };
    };
    GmshSides plate, ceiling;
    plate.left = plate.right = ceiling.left = ceiling.right = "walls";
    plate.bottom = ceiling.top = "metal";
    // A disk, a ring, both facing up or down; the mantles of a cylinder, inside and outside.
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({4, 2, 0}, rectangle(0., 20., 7.), plate)), section), M_PI * 400., 1e-10);
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({4, 2, 0}, rectangle(10., 20., 7.), ceiling)), section), M_PI * 800., 1e-10);
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({4, 2, 0}, rectangle(10., 20., 7.))), section), 2. * M_PI * 10. * 7., 1e-10);
    GmshSides outside;
    outside.left  = "walls";
    outside.right = "metal";
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({4, 2, 0}, rectangle(10., 20., 7.), outside)), section), 2. * M_PI * 30. * 7., 1e-10);
    // A cone-shaped floor between walls along the axis is a rough plate: pi R^2, not pi R s.
    const GmshFile cone(gmsh_text(
      {4, 2, 0}, [](const Point<3> &p) { return Point<3>(20. * p[0], 15. * (1. - p[0]) * (1. - p[1]) + 40. * p[1], 0.); }, plate));
    EXPECT_NEAR(footprint(cone, section), M_PI * 400., 1e-10);
    auto whole              = section;
    whole["Electrode area"] = "true";
    EXPECT_NEAR(footprint(cone, whole), M_PI * 20. * 25., 1e-10);
    // Hemisphere on an insulating floor: 2 pi R^2.
    const GmshFile hemisphere(gmsh_text({4, 64, 0}, ring(0.5 * M_PI)));
    EXPECT_NEAR(footprint(hemisphere, section), 2. * M_PI * 100., 2. * M_PI * 100. * 1e-3);
  }

  TEST(ElectrodeArea, OfCurvedElectrodesIsTheTrueOne)
  {
    for (const double angle : {0.25 * M_PI, 0.5 * M_PI, M_PI, 1.5 * M_PI})
      EXPECT_NEAR(footprint(GmshFile(gmsh_text({2, 96, 0}, ring(angle)))), 10. * angle, 10. * angle * 1e-3) << angle;
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({2, 96, 0}, ring(M_PI))), {{"Electrode area", "projected"}}), 20., 1e-10);
  }

  TEST(ElectrodeArea, OfARoughPlateIsItsProjection)
  {
    // Steep waves between walls along the mean normal, in a cell that is turned.
    const double a     = 0.6;
    const auto   waves = [a](const Point<3> &p) {
      const double u = 40. * std::sin(2. * M_PI * p[1]) * (1. - p[0]) + 100. * p[0], v = 20. * p[1];
      return Point<3>(u * std::cos(a) - v * std::sin(a), u * std::sin(a) + v * std::cos(a), 5. * p[2]);
    };
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({3, 40, 0}, waves))), 20., 1e-10);
    EXPECT_GT(footprint(GmshFile(gmsh_text({3, 40, 0}, waves)), {{"Electrode area", "true"}}), 100.);
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({3, 40, 2}, waves))), 100., 1e-9);
  }

  TEST(ElectrodeArea, OfSeveralBoundariesIsTheirSum)
  {
    GmshSides plates;
    plates.right = "other";
    const GmshFile facing(gmsh_text({3, 4, 0}, turned(37.), plates));
    EXPECT_NEAR(footprint(facing, {}, {"metal", "other"}), 40., 1e-11);
    EXPECT_THROW(footprint(facing, {{"Electrode area", "projected"}}, {"metal", "other"}), std::invalid_argument);
    plates.right  = "bulk";
    plates.bottom = "other"; // an edge
    EXPECT_NEAR(footprint(GmshFile(gmsh_text({3, 4, 0}, turned(37.), plates)), {}, {"metal", "other"}), 50., 1e-11);
  }

  TEST(ElectrodeArea, OnTheAxisThereIsNone)
  {
    const GmshFile file(gmsh_text({4, 2, 0}, [](const Point<3> &p) { return Point<3>(20. * p[0], 7. * p[1], 0.); }));
    EXPECT_THROW(footprint(file, {{"Axisymmetric", 1}}), std::invalid_argument);
  }
} // namespace zincfield::electrode_area_tests
