#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace zincfield::mesh_protrusion_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    /** Volumes of the electrolyte and areas of the metal in the coarse mesh and after one and two refinements. */
    template <int dim>
    std::vector<MeshMeasures>
    cycles(const Geometry &geometry, const unsigned int degree)
    {
      Mesh<dim>                 mesh(geometry, {}, degree, MPI_COMM_WORLD);
      std::vector<MeshMeasures> result = {measure(mesh, geometry.axisymmetric())};
      for (unsigned int cycle = 0; cycle < 2; ++cycle)
        {
          mesh.triangulation().set_all_refine_flags();
          mesh.refine();
          result.push_back(measure(mesh, geometry.axisymmetric()));
        }
      return result;
    }

    /** Volume converges to `volume`, area of the metal to `area` (0: unknown), with the order of the mapping. */
    void
    converges(const std::vector<MeshMeasures> &measures, const unsigned int degree, const double volume, const double area)
    {
      const auto error = [&](const unsigned int cycle, const bool of_volume) {
        return of_volume ? std::abs(measures[cycle].volumes.at("electrolyte") - volume) / volume
                         : std::abs(measures[cycle].areas.at("working electrode") - area) / area;
      };
      for (const bool of_volume : {true, false})
        if (of_volume || area > 0.)
          {
            EXPECT_LT(error(2, of_volume), 1e-5);
            if (error(2, of_volume) > 1e-10)
              {
                EXPECT_GT(std::log2(error(1, of_volume) / error(2, of_volume)), degree + 0.9);
              }
          }
      EXPECT_GT(measures.back().smallest_jacobian, 0.1);
    }

    Values
    box(Values values, const char *dimension, const double half_width, const double gap)
    {
      values.emplace("Dimension", dimension);
      values.emplace("Cell half-width", half_width * um);
      values.emplace("Gap", gap * um);
      return values;
    }
  } // namespace

  TEST(Protrusion, HalfEllipse)
  {
    const double a = 12, b = 10, w = 30, g = 40;
    const Values shape  = {{"Height", a * um}, {"Half-width", b * um}};
    const auto   planar = make_geometry("protrusion", box(shape, "2", w, g));
    for (const unsigned int degree : {2u, 3u})
      converges(cycles<2>(*planar, degree), degree, w * g - M_PI * a * b / 4, 0.);

    // Prolate hemispheroid: area pi b^2 (1 + a/(b e) asin e).
    const double e          = std::sqrt(1 - b * b / a / a);
    const double spheroid   = M_PI * b * b * (1 + a / (b * e) * std::asin(e));
    const auto   turned     = make_geometry("protrusion", box(shape, "axisymmetric", w, g));
    const double turned_box = M_PI * w * w * g - 2 * M_PI * a * b * b / 3;
    converges(cycles<2>(*turned, 2), 2, turned_box, spheroid + M_PI * (w * w - b * b));

    const auto quarter = make_geometry("protrusion", box(shape, "3", w, g));
    converges(cycles<3>(*quarter, 2), 2, w * w * g - M_PI * a * b * b / 6, spheroid / 4 + w * w - M_PI * b * b / 4);
  }

  TEST(Protrusion, FullCellIsMadeOfMirrorImages)
  {
    Values     values  = box({{"Height", 10 * um}, {"Half-width", 10 * um}}, "3", 30, 40);
    const auto quarter = make_geometry("protrusion", values);
    values.emplace("Full cell", 1);
    const auto full = make_geometry("protrusion", values);
    Mesh<3>    small(*quarter, {layer("film", 0.3)}, 2, MPI_COMM_WORLD), large(*full, {layer("film", 0.3)}, 2, MPI_COMM_WORLD);
    EXPECT_NEAR(large.footprint(), 4 * small.footprint(), 1e-9);
    for (const std::string material : {"electrolyte", "film"})
      EXPECT_NEAR(measure(large).volumes.at(material), 4 * measure(small).volumes.at(material), 1e-8 * 4 * 30 * 30 * 40);
  }

  TEST(Protrusion, Gaussian)
  {
    const double s = 5, h = 10, w = 30, g = 40, strip = s * std::sqrt(M_PI / 2) * std::erf(w / s / std::sqrt(2.));
    const Values shape = {{"Shape", "Gaussian"}, {"Height", h * um}, {"Standard deviation", s * um}};
    converges(cycles<2>(*make_geometry("protrusion", box(shape, "2", w, g)), 3), 3, w * g - h * strip, 0.);
    converges(cycles<2>(*make_geometry("protrusion", box(shape, "axisymmetric", w, g)), 3), 3,
              M_PI * w * w * g - 2 * M_PI * h * s * s * (1 - std::exp(-w * w / (2 * s * s))), 0.);
    converges(cycles<3>(*make_geometry("protrusion", box(shape, "3", w, g)), 2), 2, w * w * g - h * strip * strip, 0.);
  }

  TEST(Protrusion, FarSidesAndCounterElectrode)
  {
    // A hemisphere in a cell of 30 radii stays a small mesh of good cells.
    for (const char *dimension : {"2", "axisymmetric", "3"})
      {
        const auto geometry = make_geometry("protrusion", box({{"Height", 1 * um}, {"Half-width", 1 * um}}, dimension, 30, 30));
        const auto check    = [](const MeshMeasures &m) {
          EXPECT_GT(m.smallest_jacobian, 0.3);
          EXPECT_LT(m.n_cells, 500u);
        };
        if (geometry->dimension() == 2)
          {
            Mesh<2> mesh(*geometry, {}, 2, MPI_COMM_WORLD);
            check(measure(mesh));
          }
        else
          {
            Mesh<3> mesh(*geometry, {}, 2, MPI_COMM_WORLD);
            check(measure(mesh));
          }
      }
  }

  TEST(Protrusion, FilmOnTheHalfCylinder)
  {
    // Annulus and strip, less the square that their mitre shares, to second order in thickness over radius.
    const double b = 10, w = 30, d = 0.05;
    const auto   geometry = make_geometry("protrusion", box({{"Height", b * um}, {"Half-width", b * um}}, "2", w, 40));
    Mesh<2>      mesh(*geometry, {layer("film", d)}, 4, MPI_COMM_WORLD);
    EXPECT_NEAR(measure(mesh).volumes.at("film"), M_PI / 4 * ((b + d) * (b + d) - b * b) + (w - b) * d - d * d, 0.2 * d * d);

    // On the upper half of the arc, away from the mitre, the film's surface is the circle of radius b + d to second order.
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && cell->material_id() == 1)
        {
          const dealii::Point<2> unit(0.5, 1.);
          const auto             where = mesh.location(cell, unit);
          EXPECT_NEAR(where.depth, 1., 1e-12);
          if (where.height > b / 2)
            {
              EXPECT_NEAR(mesh.mapping().transform_unit_to_real_cell(cell, unit).norm(), b + d, 0.1 * d * d);
            }
          else if (where.height < 1e-9)
            {
              EXPECT_NEAR(where.y, d, 1e-12);
            }
        }
  }

  TEST(Protrusion, FilmThickerAtTheTip)
  {
    // Thickness by distance from the tip: 0.2 um at the tip, 0.1 um at the foot, measured along the normal of a tooth's flank.
    const auto geometry = make_geometry(
      "protrusion", box({{"Shape", "cone"}, {"Height", 10 * um}, {"Half-width", 5 * um}, {"Tip radius", 0.}}, "2", 20, 40));
    EXPECT_TRUE(geometry->has_sharp_edges());
    const auto thickness = [](const Location &p) { return 0.2 - 0.02 * std::min(p.distance_from_tip, 5.); };
    Mesh<2>    mesh(*geometry, {{"film", thickness, 1}}, 4, MPI_COMM_WORLD);
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && cell->material_id() == 1)
        {
          const auto bottom = mesh.location(cell, dealii::Point<2>(0.4, 0.)), top = mesh.location(cell, dealii::Point<2>(0.4, 1.));
          EXPECT_EQ(bottom.height, top.height);
          EXPECT_EQ(bottom.distance_from_tip, top.distance_from_tip);
          if (bottom.height > 1e-9)
            {
              EXPECT_NEAR((10 * (top.x - 5) + 5 * top.y) / std::hypot(10., 5.), thickness(bottom), 1e-10);
            }
        }
  }

  TEST(Protrusion, RejectsWhatCannotBeMeshed)
  {
    const auto rejects = [](Values values) { EXPECT_THROW(make_geometry("protrusion", values), std::invalid_argument); };
    rejects(box({{"Height", 41 * um}, {"Half-width", 5 * um}}, "2", 30, 40));
    rejects(box({{"Height", 10 * um}, {"Half-width", 30 * um}}, "2", 30, 40));
    rejects(box({{"Height", 10 * um}}, "2", 30, 40));
    rejects(box({{"Shape", "cone"}, {"Height", 10 * um}, {"Half-width", 5 * um}}, "3", 30, 40));
    rejects(box({{"Shape", "cone"}, {"Height", 10 * um}, {"Half-width", 5 * um}, {"Tip radius", 10 * um}}, "2", 30, 40));
    rejects(box({{"Shape", "Gaussian"}, {"Height", 10 * um}, {"Standard deviation", 10 * um}}, "2", 30, 40));
  }
} // namespace zincfield::mesh_protrusion_tests
