#include "meshes/imported.h"
#include "meshes/traced_curve.h"
#include "tests/support/mesh_measures.h"
#include "tests/support/traced.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

// Surfaces through tables of points: lines that are extruded, overhangs and closed contours that Gmsh meshes.

namespace zincfield::mesh_traced_tests
{
  using namespace traced;

  namespace
  {
    /** Half a mushroom on its axis x = 0: a head that hangs over a stem, and the floor to x = 20 um. */
    std::string
    mushroom(const unsigned int n)
    {
      return table(n, [](const double f) {
        const double turn = 0.75 * M_PI * std::min(1., f / 0.5), floor = std::max(0., (f - 0.5) / 0.5);
        return dealii::Point<2>(4. * std::sin(turn) + floor * (20. - 4. * std::sin(0.75 * M_PI)),
                                6. + 4. * std::cos(turn) + 2. * std::exp(-8. * floor) - 2.);
      });
    }

  } // namespace

  TEST(TracedCurve, FollowsItsPointsAndMeetsTheSidesAtRightAngles)
  {
    std::vector<dealii::Point<2>> points;
    for (unsigned int i = 0; i <= 400; ++i)
      points.emplace_back(10. * i / 400, std::cos(M_PI * i / 400));
    const TracedCurve curve(points, false, 0.);
    EXPECT_NEAR(curve.at(curve.length()).distance(points.back()), 0., 1e-12);
    EXPECT_NEAR(curve.derivative(0., 1)[1], 0., 1e-12);
    EXPECT_NEAR(curve.derivative(curve.length(), 1)[1], 0., 1e-12);
    for (double share = 0.013; share < 1.; share += 0.07)
      {
        const auto p = curve.at(share * curve.length());
        EXPECT_NEAR(p[1], std::cos(M_PI * p[0] / 10.), 1e-8);
        const double slope = -0.1 * M_PI * std::sin(M_PI * p[0] / 10.), bend = -0.01 * M_PI * M_PI * std::cos(M_PI * p[0] / 10.);
        EXPECT_NEAR(curve.curvature(share * curve.length()), bend / std::pow(1. + slope * slope, 1.5), 1e-5);
      }
  }

  TEST(TracedCurve, SmoothsNoiseAwayWithinItsTolerance)
  {
    std::vector<dealii::Point<2>> points;
    for (unsigned int i = 0; i <= 500; ++i)
      points.emplace_back(50. * i / 500, 3. * std::cos(M_PI * i / 250.) + 0.1 * (i % 2 == 0 ? 1. : -1.));
    const TracedCurve curve(points, false, 0.3);
    EXPECT_LT(curve.deviation(), 0.3);
    EXPECT_LT(curve.n_pieces(), 60u);
    for (double share = 0.; share < 1.; share += 0.01)
      EXPECT_LT(std::abs(curve.curvature(share * curve.length())), 0.1); // of the wave without noise: 0.047
  }

  TEST(TracedProfile, AxisymmetricVolumesAreThoseOfTheCurve)
  {
    const auto geometry =
      make_geometry("profile", {{"File", file_with(half_a_wave(500))}, {"Gap", 15 * um}, {"Dimension", "axisymmetric"}});
    Mesh<2>      mesh(*geometry, {layer("film", 0.3)}, 4, MPI_COMM_WORLD);
    const auto   found = measure(mesh, true);
    const double pi    = M_PI;
    // The counter electrode is 15 um above the mean height by volume: in all pi R^2 15.
    EXPECT_NEAR(found.volumes.at("electrolyte") + found.volumes.at("film"), pi * 100. * 15., 1e-5 * pi * 100. * 15.);
    EXPECT_GT(found.smallest_jacobian, 0.1);
    EXPECT_NEAR(geometry->footprint(), pi * 100., 1e-9);
  }

#ifdef DEAL_II_GMSH_WITH_API
  TEST(TracedProfile, OverhangsAreMeshedAndEquallyCoated)
  {
    const auto geometry = make_geometry("profile", {{"File", file_with(mushroom(200))}, {"Gap", 20 * um}, {"Tolerance", 0.2 * um}});
    ASSERT_EQ(geometry->extrusion(), nullptr);
    MeshLayer film = layer("film", 0.01);
    film.boundary  = "working electrode";
    Mesh<2>    bare(*geometry, {}, 3, MPI_COMM_WORLD), coated(*geometry, {film}, 3, MPI_COMM_WORLD);
    const auto without = measure(bare), with = measure(coated);
    EXPECT_GT(without.smallest_jacobian, 0.1);
    EXPECT_GT(with.smallest_jacobian, 0.05);
    EXPECT_NEAR(with.volumes.at("film"), 0.01 * without.areas.at("working electrode"), 0.01 * with.volumes.at("film"));
    EXPECT_NEAR(with.volumes.at("film") + with.volumes.at("electrolyte"), without.volumes.at("electrolyte"), 1e-6);
    EXPECT_NEAR(without.areas.at("counter"), 20., 1e-9);
  }

  /** Films without a mesh resist by it: the curve's, not one value a cell. */
  TEST(TracedProfile, CurvatureIsThatOfTheCurveWhereGmshMeshes)
  {
    const auto largest_error =
      [](const Geometry &geometry, const std::function<double(const Location &)> &exact, const unsigned int which) {
      Mesh<2> mesh(geometry, {}, 3, MPI_COMM_WORLD);
      double  error = 0.;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        for (const unsigned int f : cell->face_indices())
          if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == 0)
            for (const double t : {0., 0.3, 0.8, 1.})
              {
                const auto at       = dealii::GeometryInfo<2>::face_to_cell_vertices(f, 0);
                auto       point    = dealii::GeometryInfo<2>::unit_cell_vertex(at);
                point[1 - f / 2]    = t;
                const auto location = mesh.surface_location(cell, f, point);
                if (const double k = exact(location); !std::isnan(k))
                  error = std::max(error, std::abs(location.curvature[which] / k - 1.));
              }
      return error;
    };
    const auto ellipse = make_geometry(
      "profile",
      {{"File",
        file_with(
          table(400, [](const double f) { return dealii::Point<2>(6. * std::cos(2. * M_PI * f), 3. * std::sin(2. * M_PI * f)); }))},
       {"Contour", "closed"},
       {"Gap", 20 * um},
       {"Tolerance", 0.}});
    EXPECT_LT(largest_error(
                *ellipse,
                [](const Location &p) {
      const double s = p.y / 3., c = p.x / 6.;
      return 18. / std::pow(36. * s * s + 9. * c * c, 1.5);
                },
                0),
              0.01);
    const auto head = make_geometry(
      "profile", {{"File", file_with(mushroom(2000))}, {"Gap", 20 * um}, {"Tolerance", 0.}, {"Dimension", "axisymmetric"}});
    const double top = head->imported()->tips().front()[1];
    for (const unsigned int which : {0u, 1u}) // a sphere of 4 um
      EXPECT_LT(largest_error(
                  *head,
                  [=](const Location &p) {
        return p.x > 0.1 && p.y > top - 6. && std::abs(std::hypot(p.x, p.y - top + 4.) - 4.) < 1e-3 ? 0.25 : std::nan("");
                  },
                  which),
                0.03);
  }
#endif

  TEST(TracedProfile, WrongTablesAreErrors)
  {
    const auto message = [](const std::string &text, std::map<std::string, FixedParameters::Value> values = {}) {
      values["File"] = file_with(text);
      values.emplace("Gap", 15 * um);
      try
        {
          make_geometry("profile", values);
        }
      catch (const std::invalid_argument &error)
        {
          return std::string(error.what());
        }
      return std::string();
    };
    const auto expect = [](const std::string &found, const std::string &part) {
      EXPECT_NE(found.find(part), std::string::npos) << found;
    };
    EXPECT_EQ(message(half_a_wave(50)), "");
    expect(message("0 0\n"), "it has not two columns with points enough");
    expect(message("0 0\n5 5\n5 0\n0 5\n10 0\n"), "the line crosses itself: between points 1 and 2 and between 3 and 4");
    expect(message("10 0\n0 1\n"), "the line does not lead from left to right");
    expect(message("0 0\n12 5\n10 1\n"), "the line leaves the cell between its ends");
    expect(message("1 0\n10 1\n", {{"Dimension", "axisymmetric"}}), "the line begins at r = 1.0");
    expect(message(half_a_wave(50), {{"Gap", 0.5 * um}}), "the line reaches the counter electrode");
    expect(message(circle(50), {{"Contour", "closed"}, {"Dimension", "axisymmetric"}}), "is a ring, which is not meshed");
  }
} // namespace zincfield::mesh_traced_tests
