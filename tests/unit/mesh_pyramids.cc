#include "meshes/extruded_geometry.h"
#include "tests/support/mesh_measures.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_q.h>

#include <gtest/gtest.h>

#include <cmath>

namespace zincfield::mesh_pyramids_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    Values
    array(const std::string &base, const double pitch, const double tip_radius)
    {
      return {{"Base", base},  {"Width", 4 * um}, {"Height", 3 * um}, {"Pitch", pitch * um}, {"Tip radius", tip_radius * um},
              {"Gap", 12 * um}};
    }

    /** Calls `check` with the metal surface point's Location and the physical point above it on the outside of the coating. */
    template <int dim, typename Check>
    void
    on_outer_coating_surface(Mesh<dim> &mesh, const Check &check)
    {
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned() && cell->material_id() == 1)
          for (const double x : {0.1, 0.5, 0.9})
            for (const double y : {0.2, 0.7})
              {
                dealii::Point<dim> unit;
                unit[0]       = x;
                unit[1]       = y;
                unit[dim - 1] = 1.;
                check(mesh.location(cell, unit), mesh.mapping().transform_unit_to_real_cell(cell, unit));
              }
    }
  } // namespace

  TEST(PyramidSection, VolumeOfSharpAndRoundedTeeth)
  {
    // Half a tooth of half-width w under a gap g: the sharp one is a triangle.
    const double w = 2, h = 3, p = 6, g = 12;
    Values       values = {{"Width", 4 * um}, {"Height", 3 * um}, {"Pitch", 6 * um}, {"Gap", 12 * um}};
    {
      const auto geometry = make_geometry("pyramid section", values);
      Mesh<2>    mesh(*geometry, {}, 2, MPI_COMM_WORLD);
      const auto m = measure(mesh);
      EXPECT_NEAR(m.volumes.at("electrolyte"), g * p / 2 - w * h / 2, 1e-10);
      EXPECT_NEAR(m.areas.at("working electrode"), std::hypot(w, h) + p / 2 - w, 1e-10);
      EXPECT_TRUE(geometry->has_sharp_edges());
    }
    values.emplace("Tip radius", 0.5 * um);
    {
      // Circle of radius r about (0, h - r), touched by the flank from the foot (w, 0) after the angle b from the vertical.
      const double r = 0.5, c = h - r, b = std::atan2(c, w) + std::asin(r / std::hypot(w, c)), x = r * std::sin(b),
                   z      = c + r * std::cos(b);
      const auto geometry = make_geometry("pyramid section", values);
      Mesh<2>    mesh(*geometry, {}, 4, MPI_COMM_WORLD);
      // Under the arc: triangle and sector about the centre, with the flank's end; under the flank: a triangle.
      const double under_arc = x * c + (r * r * b / 2 + (z - c) * x / 2), under_flank = (w - x) * z / 2;
      EXPECT_NEAR(measure(mesh).volumes.at("electrolyte"), g * p / 2 - under_arc - under_flank, 1e-5);
      EXPECT_FALSE(geometry->has_sharp_edges());
    }
  }

  TEST(PyramidSection, LayersArePerpendicular)
  {
    const double d = 0.2;
    for (const double pitch : {4., 6.})
      {
        const auto geometry =
          make_geometry("pyramid section", {{"Width", 4 * um}, {"Height", 3 * um}, {"Pitch", pitch * um}, {"Gap", 12 * um}});
        Mesh<2>      mesh(*geometry, {layer("film", d)}, 3, MPI_COMM_WORLD);
        const double length = std::hypot(2., 3.);
        on_outer_coating_surface(mesh, [&](const Location &location, const dealii::Point<2> &x) {
          const double facet = (3. * (x[0] - 2.) + 2. * x[1]) / length;
          EXPECT_NEAR(location.height > 1e-9 ? facet : x[1], d, 1e-10) << x;
        });
      }
  }

  TEST(PyramidArray, VolumeAgainstTheClosedForm)
  {
    // The base polygon of inradius r has the area a r^2, so that the volume is int 2 a r h(r) dr with
    // h = H0 - s sqrt(r^2 + e^2), e = s R, h(0) = H, h(w) = 0.
    const double w = 2, height = 3, g = 12;
    for (const std::string base : {"hexagon", "square"})
      for (const double pitch : {4., 5.})
        for (const double radius : {0., 0.2})
          {
            SCOPED_TRACE(base + " " + std::to_string(pitch) + " " + std::to_string(radius));
            double s = height / w;
            for (unsigned int i = 0; i < 200; ++i)
              s = height / (std::hypot(w, s * radius) - s * radius);
            const double e = s * radius, a = base == "hexagon" ? 2 * std::sqrt(3.) : 4.;
            const double pyramid = 2 * a * ((height + s * e) * w * w / 2 - s * (std::pow(w * w + e * e, 1.5) - std::pow(e, 3)) / 3);
            const double cell    = base == "hexagon" ? std::sqrt(0.75) * pitch * pitch / 2 : pitch * pitch / 4;
            const double share   = base == "hexagon" ? 0.5 : 0.25; // of a pyramid in the smallest cell

            const auto geometry = make_geometry("pyramid array", array(base, pitch, radius));
            Mesh<3>    mesh(*geometry, {}, 3, MPI_COMM_WORLD);
            const auto m = measure(mesh);
            EXPECT_NEAR(mesh.footprint(), cell, 1e-10);
            EXPECT_NEAR(m.volumes.at("electrolyte"), cell * g - share * pyramid, (radius == 0. ? 1e-9 : 2e-4) * share * pyramid);
            EXPECT_NEAR(m.areas.at("counter"), cell, 1e-9);
            if (radius == 0.)
              {
                const double base_area = share * a * w * w;
                EXPECT_NEAR(m.areas.at("working electrode"), base_area * std::hypot(1., height / w) + cell - base_area, 1e-9);
              }
          }
  }

  TEST(PyramidArray, LayersArePerpendicularToFacets)
  {
    const double d = 0.2;
    for (const std::string base : {"hexagon", "square"})
      for (const double pitch : {4., 5.})
        {
          const auto         geometry = make_geometry("pyramid array", array(base, pitch, 0.));
          Mesh<3>            mesh(*geometry, {layer("film", d)}, 2, MPI_COMM_WORLD);
          const unsigned int n      = base == "hexagon" ? 6 : 4;
          const double       length = std::hypot(2., 3.);
          on_outer_coating_surface(mesh, [&](const Location &location, const dealii::Point<3> &x) {
            double distance = x[2]; // from the floor
            if (location.height > 1e-9)
              {
                // From the nearest facet of the pyramid in the corner of the cell that is nearest.
                dealii::Point<3> p = x;
                if (base == "hexagon" && std::hypot(x[0], x[1]) > std::hypot(x[0] - pitch / 2, x[1] - std::sqrt(0.75) * pitch))
                  p -= dealii::Point<3>(pitch / 2, std::sqrt(0.75) * pitch, 0.);
                distance = -1e300;
                for (unsigned int i = 0; i < n; ++i)
                  distance = std::max(
                    distance,
                    (3. * (p[0] * std::cos(2 * M_PI * i / n) + p[1] * std::sin(2 * M_PI * i / n) - 2.) + 2. * p[2]) / length);
              }
            EXPECT_NEAR(distance, d, 1e-9) << x;
          });
        }
  }

  TEST(PyramidArray, PeriodicArrayIdentifiesOppositeSides)
  {
    Values values = array("hexagon", 5., 0.2);
    for (const auto &value :
         Values{{"Pyramids along x", 1}, {"Pyramids along y", 2}, {"Sides", "periodic"}, {"Height variation", 0.2}})
      values.insert(value);
    const auto geometry = make_geometry("pyramid array", values);
    Mesh<3>    mesh(*geometry, {layer("film", 0.1)}, 1, MPI_COMM_WORLD);
    EXPECT_GT(measure(mesh).smallest_jacobian, 0.01);
    EXPECT_NEAR(measure(mesh).areas.at("counter"), 5 * 5 * std::sqrt(3.), 1e-8);

    const dealii::FE_Q<3> element(1);
    dealii::DoFHandler<3> dof_handler(mesh.triangulation());
    dof_handler.distribute_dofs(element);
    dealii::IndexSet relevant;
    dealii::DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
    dealii::AffineConstraints<double> constraints(relevant);
    mesh.make_periodicity_constraints(dof_handler, constraints);
    constraints.close();

    std::map<dealii::types::global_dof_index, dealii::Point<3>> points;
    dealii::DoFTools::map_dofs_to_support_points(mesh.mapping(), dof_handler, points);
    unsigned int n_checked = 0;
    for (const auto &line : constraints.get_lines())
      {
        ASSERT_EQ(line.entries.size(), 1u);
        EXPECT_EQ(line.entries[0].second, 1.);
        if (points.count(line.index) == 0 || points.count(line.entries[0].first) == 0)
          continue;
        const auto difference = points.at(line.index) - points.at(line.entries[0].first);
        for (const auto &period :
             {std::make_pair(std::abs(difference[0]), 5.), std::make_pair(std::abs(difference[1]), 5. * std::sqrt(3.))})
          EXPECT_LT(std::min(period.first, std::abs(period.first - period.second)), 1e-8);
        EXPECT_NEAR(difference[2], 0., 1e-8);
        ++n_checked;
      }
    EXPECT_GT(dealii::Utilities::MPI::sum(n_checked, MPI_COMM_WORLD), 100u);
  }

  TEST(PyramidArray, RejectsWhatCannotBeMeshed)
  {
    const auto rejects = [](Values values, const Values &changes) {
      for (const auto &change : changes)
        {
          values.erase(change.first);
          values.insert(change);
        }
      EXPECT_THROW(make_geometry("pyramid array", values), std::invalid_argument);
    };
    const Values good = array("hexagon", 5., 0.1);
    EXPECT_NO_THROW(make_geometry("pyramid array", good));
    rejects(good, {{"Pitch", 3.9 * um}});
    rejects(good, {{"Gap", 3 * um}});
    rejects(good, {{"Tip radius", 1 * um}});
    rejects(good, {{"Sides", "periodic"}});
    rejects(good, {{"Pitch", 4 * um}, {"Height variation", 0.1}});
    rejects(good, {{"Sides", "periodic"}, {"Pyramids along x", 1}, {"Pyramids along y", 1}});

    // Coatings that fill the valley.
    const auto geometry = make_geometry("pyramid array", good);
    EXPECT_THROW(Mesh<3>(*geometry, {layer("film", 2.)}, 2, MPI_COMM_WORLD), std::runtime_error);
  }

  TEST(PyramidArray, CellsBesideFeetAndRidgesAreAQuarterOfAMeshedFilm)
  {
    const double film = 0.1, foot = 2.;
    for (const std::string base : {"hexagon", "square"})
      {
        SCOPED_TRACE(base);
        const auto  geometry = make_geometry("pyramid array", array(base, 5., 0.2));
        const auto &swept    = dynamic_cast<const ExtrudedGeometry &>(*geometry);
        const auto  bare = swept.plan_mesh(), graded = swept.plan_mesh_under_film(0.25 * film);
        EXPECT_LT(graded.cells.size(), 9 * bare.cells.size());
        for (const auto &vertex : bare.vertices) // the coarse cells are cut, none is moved
          EXPECT_TRUE(
            std::any_of(graded.vertices.begin(), graded.vertices.end(), [&](const auto &v) { return v.distance(vertex) < 1e-7; }));
        // along the x axis, through the middle of a flat, and at the foot along a flat towards the ridge
        double inside = 1e300, outside = 1e300, beside = 1e300;
        for (const auto &v : graded.vertices)
          {
            if (std::abs(v[1]) < 1e-9 && std::abs(v[0] - foot) > 1e-6)
              (v[0] < foot ? inside : outside) = std::min(v[0] < foot ? inside : outside, std::abs(v[0] - foot));
            const double ridge = foot * std::tan(M_PI / (base == "hexagon" ? 6. : 4.));
            if (std::abs(v[0] - foot) < 1e-7 && v[1] < ridge - 1e-6)
              beside = std::min(beside, ridge - v[1]);
          }
        for (const double size : {inside, outside, beside})
          {
            EXPECT_LT(size, 1.2 * 0.25 * film);
            EXPECT_GT(size, 0.5 * 0.25 * film);
          }
        // an even mesh of the cell again
        double area = 0.;
        for (const auto &cell : graded.cells)
          {
            const auto &a = graded.vertices[cell[0]], &b = graded.vertices[cell[1]], &c = graded.vertices[cell[2]],
                       &d = graded.vertices[cell[3]];
            area += 0.5 * std::abs((d[0] - a[0]) * (c[1] - b[1]) - (d[1] - a[1]) * (c[0] - b[0]));
          }
        EXPECT_NEAR(area, swept.footprint(), 1e-9 * swept.footprint());
      }
  }

  TEST(PyramidSection, CellsBesideTheFootAreAQuarterOfAMeshedFilm)
  {
    const auto geometry =
      make_geometry("pyramid section", {{"Width", 4 * um}, {"Height", 3 * um}, {"Pitch", 6 * um}, {"Gap", 12 * um}});
    const auto &swept = dynamic_cast<const ExtrudedGeometry &>(*geometry);
    double      facet = 1e300, valley = 1e300;
    for (const auto &vertex : swept.plan_mesh_under_film(0.025).vertices)
      {
        const auto   place    = swept.surface(vertex).position;
        const double distance = std::hypot(place[0] - 2., place[2]);
        if (distance > 1e-6)
          (place[0] < 2. ? facet : valley) = std::min(place[0] < 2. ? facet : valley, distance);
      }
    EXPECT_NEAR(facet, 0.025, 0.01);
    EXPECT_NEAR(valley, 0.025, 0.01);
  }
} // namespace zincfield::mesh_pyramids_tests
