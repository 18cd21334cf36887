#include "meshes/imported_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    std::vector<unsigned int>
    in_order(std::vector<unsigned int> key)
    {
      std::sort(key.begin(), key.end());
      return key;
    }
  } // namespace

  template <int dim>
  ImportedCells<dim>::ImportedCells(const Triangulation<dim> &coarse, const ImportedGeometry &geometry)
    : vertices(coarse.get_vertices())
    , middles(geometry.middles())
    , curves(geometry.curved_edges())
    , tips(geometry.tips())
  {
    for (const auto &cell : coarse.cell_iterators_on_level(0))
      {
        CellData<dim> data;
        for (const unsigned int v : cell->vertex_indices())
          data.vertices[v] = cell->vertex_index(v);
        data.material_id = cell->material_id();
        cells.push_back(data);
        for (const unsigned int f : cell->face_indices())
          if (cell->face(f)->at_boundary())
            {
              std::vector<unsigned int> key;
              for (const unsigned int v : cell->face(f)->vertex_indices())
                key.push_back(cell->face(f)->vertex_index(v));
              boundary[in_order(key)] = cell->face(f)->boundary_id();
            }
      }
  }

  template <int dim>
  void
  ImportedCells<dim>::create(parallel::distributed::Triangulation<dim> &triangulation) const
  {
    triangulation.clear();
    triangulation.create_triangulation(vertices, cells, SubCellData());
    for (const auto &cell : triangulation.cell_iterators_on_level(0))
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary())
          {
            std::vector<unsigned int> key;
            for (const unsigned int v : cell->face(f)->vertex_indices())
              key.push_back(cell->face(f)->vertex_index(v));
            cell->face(f)->set_boundary_id(boundary.at(in_order(key)));
          }
  }

  double
  distance_from_tips(const std::vector<Point<3>> &tips, const Point<3> &point, const unsigned int dim)
  {
    double nearest = tips.empty() ? 0. : std::numeric_limits<double>::max();
    for (const Point<3> &tip : tips)
      nearest = std::min(nearest, std::hypot(point[0] - tip[0], dim == 3 ? point[1] - tip[1] : 0.));
    return nearest;
  }

  template <int dim>
  Location
  metal_location(const std::vector<Point<3>> &tips, const Point<dim> &point)
  {
    Location location;
    location.x = point[0];
    location.y = point[1];
    if (dim == 3)
      location.z = point[dim - 1];
    location.height            = point[dim - 1];
    location.distance_from_tip = distance_from_tips(tips, Point<3>(point[0], point[1], location.z), dim);
    return location;
  }

  template <int dim>
  ImportedShape<dim>::ImportedShape(const ImportedCells<dim> &cells)
    : cells_(cells)
  {
    std::vector<Point<3>> points(cells.vertices.size());
    for (unsigned int v = 0; v < points.size(); ++v)
      for (unsigned int d = 0; d < dim; ++d)
        points[v][d] = cells.vertices[v][d];
    if (!cells.middles.empty())
      for (const CellData<dim> &cell : cells.cells)
        quadratic_.emplace_back(cell.vertices, points, cells.middles);

    std::map<std::vector<unsigned int>, unsigned int> curve_of;
    for (unsigned int c = 0; c < cells.curves.size(); ++c)
      curve_of[in_order({cells.curves[c].vertices[0], cells.curves[c].vertices[1]})] = c;
    if (dim == 2 && !curve_of.empty())
      for (unsigned int c = 0; c < cells.cells.size(); ++c)
        for (const unsigned int f : GeometryInfo<2>::face_indices())
          {
            const unsigned int a = cells.cells[c].vertices[GeometryInfo<2>::face_to_cell_vertices(f, 0)],
                               b = cells.cells[c].vertices[GeometryInfo<2>::face_to_cell_vertices(f, 1)];
            const auto found     = curve_of.find(in_order({a, b}));
            if (found != curve_of.end())
              curves_[c].push_back({f, cells.curves[found->second].vertices[0] == b, found->second});
          }
  }

  template <int dim>
  Point<dim>
  ImportedShape<dim>::place(const unsigned int cell, const Point<dim> &unit_point) const
  {
    Point<dim>  point;
    const auto &vertices = cells_.cells[cell].vertices;
    if (quadratic_.empty())
      for (unsigned int v = 0; v < vertices.size(); ++v)
        point += cells_.vertices[vertices[v]] * GeometryInfo<dim>::d_linear_shape_function(unit_point, v);
    else
      {
        Point<3> unit;
        for (unsigned int d = 0; d < dim; ++d)
          unit[d] = unit_point[d];
        const Point<3> at = quadratic_[cell].at(unit);
        for (unsigned int d = 0; d < dim; ++d)
          point[d] = at[d];
      }
    if constexpr (dim == 2)
      if (const auto curved = curves_.find(cell); curved != curves_.end())
        for (const CurvedFace &face : curved->second)
          {
            const unsigned int across = face.face / 2;
            const double       t = unit_point[1 - across], near = face.face % 2 == 1 ? unit_point[across] : 1. - unit_point[across];
            const Point<2>     a = cells_.vertices[vertices[GeometryInfo<2>::face_to_cell_vertices(face.face, 0)]],
                           b     = cells_.vertices[vertices[GeometryInfo<2>::face_to_cell_vertices(face.face, 1)]];
            const Point<2> on    = cells_.curves[face.curve].at(face.reversed ? 1. - t : t);
            point += near * (on - (a + t * (b - a)));
          }
    return point;
  }

  template <int dim>
  Location
  ImportedShape<dim>::location(const unsigned int cell, const Point<dim> &unit_point) const
  {
    const Point<dim> point = place(cell, unit_point);
    const auto       film  = cells_.films.find(cell);
    if (film == cells_.films.end())
      return metal_location<dim>(cells_.tips, point);
    Point<dim> below         = unit_point;
    below[film->second.axis] = 0.;
    Location       metal     = metal_location<dim>(cells_.tips, place(film->second.lowest, below));
    const double   zeta      = film->second.from + (film->second.to - film->second.from) * unit_point[film->second.axis];
    const Location at        = metal_location<dim>(cells_.tips, point);
    metal.x                  = at.x;
    metal.y                  = at.y;
    metal.z                  = at.z;
    metal.depth              = std::min(1., std::max(0., zeta - std::floor(film->second.from + 1e-9)));
    return metal;
  }

  template <int dim>
  std::optional<std::array<double, 2>>
  ImportedShape<dim>::curvature_and_normal(const unsigned int cell, const unsigned int face, const Point<dim> &unit_point) const
  {
    if constexpr (dim == 2)
      if (const auto curved = curves_.find(cell); curved != curves_.end())
        for (const CurvedFace &side : curved->second)
          if (side.face == face)
            {
              const auto        &at     = cells_.curves[side.curve].at;
              const unsigned int across = face / 2;
              constexpr double   h      = 1e-3;
              const double       place  = side.reversed ? 1. - unit_point[1 - across] : unit_point[1 - across],
                           t            = std::max(h, std::min(1. - h, place));
              const Point<2>     here   = at(t);
              const Tensor<1, 2> along  = (at(t + h) - at(t - h)) / (2. * h),
                                 bend   = ((at(t + h) - here) - (here - at(t - h))) / (h * h);
              Tensor<1, 2> normal       = cross_product_2d(along) / along.norm();
              Point<2>     inside;
              for (const unsigned int v : cells_.cells[cell].vertices)
                inside += 0.25 * cells_.vertices[v];
              const auto &ends = cells_.curves[side.curve].vertices;
              if (normal * (inside - (cells_.vertices[ends[0]] + 0.5 * (cells_.vertices[ends[1]] - cells_.vertices[ends[0]]))) < 0.)
                normal *= -1.;
              return {{-(bend * normal) / along.norm_square(), normal[0]}};
            }
    return {};
  }

  template struct ImportedCells<2>;
  template struct ImportedCells<3>;
  template class ImportedShape<2>;
  template class ImportedShape<3>;
  template Location
  metal_location<2>(const std::vector<Point<3>> &, const Point<2> &);
  template Location
  metal_location<3>(const std::vector<Point<3>> &, const Point<3> &);
} // namespace zincfield
