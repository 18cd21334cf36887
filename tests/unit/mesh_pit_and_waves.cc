#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace zincfield::mesh_pit_and_waves_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    Values
    pit(const char *shape, const char *dimension, const double radius, const double depth)
    {
      return {{"Shape", shape},      {"Dimension", dimension},     {"Radius", radius * um},
              {"Depth", depth * um}, {"Cell half-width", 30 * um}, {"Gap", 20 * um}};
    }

    template <int dim>
    MeshMeasures
    refined(const Geometry &geometry)
    {
      Mesh<dim> mesh(geometry, {}, 4, MPI_COMM_WORLD);
      mesh.triangulation().set_all_refine_flags();
      mesh.refine();
      return measure(mesh, geometry.axisymmetric());
    }
  } // namespace

  TEST(Pit, SphericalCap)
  {
    const double b = 10, a = 4, w = 30, g = 20, r = (a * a + b * b) / (2 * a), angle = std::asin(b / r);
    const auto   planar = refined<2>(*make_geometry("pit", pit("spherical cap", "2", b, a)));
    EXPECT_NEAR(planar.volumes.at("electrolyte"), w * g + (r * r * angle - b * (r - a)) / 2, 1e-6);
    EXPECT_NEAR(planar.areas.at("working electrode"), r * angle + w - b, 1e-6);

    const double cap = M_PI * a * a * (3 * r - a) / 3, dome = 2 * M_PI * r * a;
    const auto   turned = refined<2>(*make_geometry("pit", pit("spherical cap", "axisymmetric", b, a)));
    EXPECT_NEAR(turned.volumes.at("electrolyte"), M_PI * w * w * g + cap, 1e-6 * M_PI * w * w * g);
    EXPECT_NEAR(turned.areas.at("working electrode"), dome + M_PI * (w * w - b * b), 1e-6 * M_PI * w * w);

    const auto quarter = refined<3>(*make_geometry("pit", pit("spherical cap", "3", b, a)));
    EXPECT_NEAR(quarter.volumes.at("electrolyte"), w * w * g + cap / 4, 1e-6 * w * w * g);
    EXPECT_NEAR(quarter.areas.at("working electrode"), dome / 4 + w * w - M_PI * b * b / 4, 1e-6 * w * w);
  }

  TEST(Pit, EllipsoidAndDistanceFromTheRim)
  {
    const auto geometry = make_geometry("pit", pit("ellipsoid", "2", 5, 10));
    EXPECT_TRUE(geometry->has_sharp_edges());
    EXPECT_NEAR(refined<2>(*geometry).volumes.at("electrolyte"), 30 * 20 + M_PI * 5 * 10 / 4, 1e-3);

    Mesh<2> mesh(*geometry, {layer("film", 0.1)}, 2, MPI_COMM_WORLD);
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && cell->material_id() == 1)
        {
          const auto wall = mesh.location(cell, dealii::Point<2>(0.5, 0.));
          EXPECT_NEAR(wall.distance_from_tip, std::abs(wall.x - 5.), 1e-9);
          EXPECT_NEAR(wall.height, wall.x < 5. ? -10. * std::sqrt(1. - wall.x * wall.x / 25.) : 0., 1e-9);
        }
  }

  TEST(Pit, TooThickACoatingIsAnError)
  {
    const auto geometry = make_geometry("pit", pit("ellipsoid", "2", 5, 10));
    // The bottom's radius of curvature is b^2/a = 2.5 um.
    EXPECT_NO_THROW(Mesh<2>(*geometry, {layer("film", 0.5)}, 2, MPI_COMM_WORLD));
    EXPECT_THROW(Mesh<2>(*geometry, {layer("film", 3.)}, 2, MPI_COMM_WORLD), std::runtime_error);
  }

  TEST(Pit, RejectsWhatCannotBeMeshed)
  {
    EXPECT_THROW(make_geometry("pit", pit("spherical cap", "2", 5, 6)), std::invalid_argument);
    EXPECT_THROW(make_geometry("pit", pit("ellipsoid", "2", 5, 3)), std::invalid_argument);
    EXPECT_THROW(make_geometry("pit", pit("ellipsoid", "2", 5, 20)), std::invalid_argument);
    EXPECT_THROW(make_geometry("pit", pit("ellipsoid", "2", 30, 20)), std::invalid_argument);
  }

  TEST(Sinusoidal, WaveAndEggBox)
  {
    const double amplitude = 2, wavelength = 20, gap = 15;
    for (const char *counter : {"flat", "parallel"})
      for (const char *dimension : {"2", "3"})
        {
          const auto   geometry = make_geometry("sinusoidal", {{"Dimension", dimension},
                                                               {"Amplitude", amplitude * um},
                                                               {"Wavelength", wavelength * um},
                                                               {"Gap", gap * um},
                                                               {"Counter shape", counter}});
          const auto   m        = geometry->dimension() == 2 ? refined<2>(*geometry) : refined<3>(*geometry);
          const double base     = geometry->dimension() == 2 ? wavelength / 2 : wavelength * wavelength / 4;
          // Half a wave has no mean, so that it neither takes nor adds volume.
          EXPECT_NEAR(m.volumes.at("electrolyte"), base * gap, 1e-6 * base * gap);
          EXPECT_GT(m.smallest_jacobian, 0.2);
          double length = 0.; // of half a wave, by the trapezoidal rule, which converges exponentially for it
          for (unsigned int i = 0; i < 1000; ++i)
            length += wavelength / 2 / 1000 * std::hypot(1., 2 * M_PI / wavelength * amplitude * std::sin(M_PI * (i + 0.5) / 1000));
          if (geometry->dimension() == 2)
            {
              EXPECT_NEAR(m.areas.at("working electrode"), length, 1e-6 * length);
              EXPECT_NEAR(m.areas.at("counter"), counter == std::string("flat") ? base : length, 1e-6 * length);
            }
        }
  }
} // namespace zincfield::mesh_pit_and_waves_tests
