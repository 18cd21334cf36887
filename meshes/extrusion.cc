#include "meshes/extrusion.h"

#include "meshes/curvature.h"
#include "meshes/openings.h"

#include <deal.II/fe/mapping_q1.h>

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr types::boundary_id working_electrode_id = 0, counter_id = 1, sides_id = 2;
    constexpr types::boundary_id lower_periodic_id = 3, upper_periodic_id = 4; // only while pairs are collected

    template <int dim>
    Point<2>
    plan_part(const Point<dim> &reference)
    {
      return dim == 2 ? Point<2>(reference[0], 0.) : Point<2>(reference[0], reference[1]);
    }

    /** Families know three coordinates with z vertical; a 2-D cell lies in y = 0. */
    template <int dim>
    Point<dim>
    drop_to_dim(const Point<3> &point)
    {
      Point<dim> result;
      result[0]       = point[0];
      result[1]       = point[1];
      result[dim - 1] = point[2];
      return result;
    }

    /** Neighbours agree about the direction of a common edge, which spares the faces of the hexahedra non-standard orientations. */
    void
    align_edges(PlanMesh &plan)
    {
      std::vector<CellData<2>> cells;
      for (const auto &vertices : plan.cells)
        {
          cells.emplace_back();
          cells.back().vertices.assign(vertices.begin(), vertices.end());
        }
      GridTools::consistently_order_cells(cells);
      for (unsigned int c = 0; c < cells.size(); ++c)
        {
          auto              &v = cells[c].vertices;
          const Tensor<1, 2> a = plan.vertices[v[3]] - plan.vertices[v[0]], b = plan.vertices[v[2]] - plan.vertices[v[1]];
          if (a[0] * b[1] - a[1] * b[0] < 0.)
            std::swap(v[1], v[2]);
          std::copy(v.begin(), v.end(), plan.cells[c].begin());
        }
    }
  } // namespace

  Location
  surface_location(const MetalPoint &surface, const Point<3> &point, const unsigned int dim)
  {
    Location location;
    location.x                           = point[0];
    (dim == 2 ? location.y : location.z) = point[2];
    if (dim == 3)
      location.y = point[1];
    location.height            = surface.position[2];
    location.distance_from_tip = surface.distance_from_tip;
    return location;
  }

  template <int dim>
  Extrusion<dim>::Extrusion(const ExtrudedGeometry &geometry, const std::vector<MeshLayer> &layers)
    : geometry_(geometry)
    , layers_(layers)
  {}

  template <int dim>
  Location
  Extrusion<dim>::middle_of(const PlanMesh &plan, const std::array<unsigned int, 4> &cell) const
  {
    Point<2>           middle;
    const unsigned int n = 1 << (dim - 1);
    for (unsigned int v = 0; v < n; ++v)
      middle += plan.vertices[cell[v]] * (1. / n);
    const MetalPoint surface = geometry_.surface(middle);
    return surface_location(surface, surface.position, dim);
  }

  template <int dim>
  void
  Extrusion<dim>::create(parallel::distributed::Triangulation<dim>      &triangulation,
                         std::vector<GridTools::PeriodicFacePair<Cell>> &periodic_faces) const
  {
    std::vector<double> zetas = {0.};
    for (unsigned int j = 0; j < layers_.size(); ++j)
      for (const double depth : layers_[j].ends_of_cells())
        zetas.push_back(j + depth);
    const auto levels = geometry_.levels();
    for (unsigned int k = 1; k < levels.size(); ++k)
      zetas.push_back(layers_.size() + levels[k]);

    PlanMesh             plan    = layers_.empty() ? geometry_.plan_mesh() : geometry_.plan_mesh_under_film(0.25 * thinnest_film());
    const Defects *const defects = layers_.empty() ? nullptr : layers_.front().defects.get(); // those of the whole stack
    if (defects)
      plan = plan_with_openings(geometry_, plan, *defects);
    if (dim == 3)
      align_edges(plan);
    std::vector<Point<dim>> vertices;
    for (const double zeta : zetas)
      for (const auto &p : plan.vertices)
        vertices.push_back(drop_to_dim<dim>(Point<3>(p[0], p[1], zeta)));

    std::vector<CellData<dim>> cells;
    const unsigned int         n = plan.vertices.size(), per_cell = 1 << (dim - 1);
    for (unsigned int k = 0; k + 1 < zetas.size(); ++k)
      for (const auto &plan_cell : plan.cells)
        {
          CellData<dim> cell;
          cell.vertices.resize(2 * per_cell);
          for (unsigned int v = 0; v < per_cell; ++v)
            {
              cell.vertices[v]            = k * n + plan_cell[v];
              cell.vertices[per_cell + v] = (k + 1) * n + plan_cell[v];
            }
          const double centre = 0.5 * (zetas[k] + zetas[k + 1]);
          cell.material_id    = centre < layers_.size() && !(defects && defects->is_open(middle_of(plan, plan_cell)))
                                  ? 1 + static_cast<unsigned int>(centre)
                                  : 0;
          cells.push_back(cell);
        }
    triangulation.create_triangulation(vertices, cells, SubCellData());

    for (const auto &cell : triangulation.cell_iterators_on_level(0))
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary())
          {
            const double zeta = cell->face(f)->center()[dim - 1];
            cell->face(f)->set_boundary_id(zeta < 1e-12                  ? working_electrode_id
                                           : zeta > zetas.back() - 1e-12 ? counter_id
                                                                         : sides_id);
          }
    make_periodic(triangulation, plan, periodic_faces);
  }

  template <int dim>
  double
  Extrusion<dim>::thinnest_film() const
  {
    double thinnest = std::numeric_limits<double>::infinity();
    for (const auto &vertex : geometry_.plan_mesh().vertices)
      {
        const MetalPoint surface = geometry_.surface(vertex);
        const Location   wall    = surface_location(surface, surface.position, dim);
        double           sum     = 0.;
        for (const MeshLayer &layer : layers_)
          sum += layer.thickness(wall);
        thinnest = std::min(thinnest, sum);
      }
    return thinnest;
  }

  template <int dim>
  void
  Extrusion<dim>::make_periodic(parallel::distributed::Triangulation<dim>      &triangulation,
                                const PlanMesh                                 &plan,
                                std::vector<GridTools::PeriodicFacePair<Cell>> &periodic_faces) const
  {
    periodic_faces.clear();
    for (const unsigned int direction : plan.periodic_directions)
      {
        double lowest = 1e300, highest = -1e300;
        for (const auto &p : plan.vertices)
          {
            lowest  = std::min(lowest, p[direction]);
            highest = std::max(highest, p[direction]);
          }
        const double tolerance = 1e-9 * (highest - lowest);
        for (const auto &cell : triangulation.cell_iterators_on_level(0))
          for (const unsigned int f : cell->face_indices())
            if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == sides_id)
              {
                const double place = cell->face(f)->center()[direction];
                if (std::abs(place - lowest) < tolerance)
                  cell->face(f)->set_boundary_id(lower_periodic_id);
                else if (std::abs(place - highest) < tolerance)
                  cell->face(f)->set_boundary_id(upper_periodic_id);
              }
        GridTools::collect_periodic_faces(triangulation, lower_periodic_id, upper_periodic_id, direction, periodic_faces);
        for (const auto &cell : triangulation.cell_iterators_on_level(0))
          for (const unsigned int f : cell->face_indices())
            if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() > sides_id)
              cell->face(f)->set_boundary_id(sides_id);
      }
    if (!periodic_faces.empty())
      triangulation.add_periodicity(periodic_faces);
  }

  template <int dim>
  unsigned int
  Extrusion<dim>::layer_of(const Cell &cell) const
  {
    // From the reference coordinates, so that it holds on every copy of the triangulation (the levels of a multigrid method).
    const double zeta = 0.5 * (cell->vertex(0)[dim - 1] + cell->vertex(GeometryInfo<dim>::vertices_per_cell - 1)[dim - 1]);
    return std::min<unsigned int>(zeta, layers_.size());
  }

  template <int dim>
  Point<dim>
  Extrusion<dim>::reference_point(const Cell &cell, const Point<dim> &unit_point) const
  {
    return StaticMappingQ1<dim>::mapping.transform_unit_to_real_cell(cell, unit_point);
  }

  template <int dim>
  Point<3>
  Extrusion<dim>::position(const MetalPoint &surface, const unsigned int layer, const double zeta) const
  {
    Point<3>   point       = surface.position;
    const auto at_the_wall = surface_location(surface, surface.position, dim);
    for (unsigned int j = 0; j < layers_.size() && j <= layer; ++j)
      point += surface.offset * (layers_[j].thickness(at_the_wall) * (j < layer ? 1. : zeta - layer));
    if (layer < layers_.size())
      return point;

    const double   s       = zeta - layers_.size();
    const double   left    = (surface.top - point).norm() / (surface.top - surface.position).norm(); // by the layers
    const Point<3> control = point + left * surface.handle * surface.offset;
    return Point<3>((1. - s) * (1. - s) * point + 2. * s * (1. - s) * control + s * s * surface.top);
  }

  template <int dim>
  Point<dim>
  Extrusion<dim>::physical_point(const Cell &cell, const Point<dim> &unit_point) const
  {
    const Point<dim> reference = reference_point(cell, unit_point);
    return drop_to_dim<dim>(position(geometry_.surface(plan_part(reference)), layer_of(cell), reference[dim - 1]));
  }

  template <int dim>
  Location
  Extrusion<dim>::location(const Cell &cell, const Point<dim> &unit_point) const
  {
    const Point<dim>   reference = reference_point(cell, unit_point);
    const auto         surface   = geometry_.surface(plan_part(reference));
    const unsigned int layer     = layer_of(cell);
    Location           location  = surface_location(surface, position(surface, layer, reference[dim - 1]), dim);
    if (layer < layers_.size())
      location.depth = std::min(1., std::max(0., reference[dim - 1] - layer));
    return location;
  }

  template <int dim>
  std::array<double, 2>
  Extrusion<dim>::curvature(const Cell &cell, const Point<dim> &unit_point) const
  {
    Cell       coarse = cell;
    Point<dim> unit   = unit_point;
    for (; coarse->level() > 0; coarse = coarse->parent())
      {
        unsigned int child = 0;
        while (coarse->parent()->child(child) != coarse)
          ++child;
        unit = GeometryInfo<dim>::child_to_cell_coordinates(unit, child);
      }
    std::array<Point<2>, 4> corners;
    for (unsigned int v = 0; v < GeometryInfo<dim>::vertices_per_face; ++v) // those of the lower face come first
      corners[v] = plan_part(coarse->vertex(v));
    return curvature_at(geometry_, corners, unit[0], dim == 3 ? unit[1] : 0.);
  }

  template class Extrusion<2>;
  template class Extrusion<3>;
} // namespace zincfield
