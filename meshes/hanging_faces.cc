#include "meshes/hanging_faces.h"

#include <deal.II/grid/tria_accessor.h>
#include <deal.II/grid/tria_iterator.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    template <int dim, typename Cell>
    bool
    is_beside_coarser_cell(const Cell &cell, const unsigned int face, const unsigned int first_film)
    {
      if (cell->has_periodic_neighbor(face))
        return cell->periodic_neighbor_is_coarser(face);
      if (cell->at_boundary(face) || !cell->neighbor_is_coarser(face))
        return false;
      const bool is_of_film = std::max(cell->material_id(), cell->neighbor(face)->material_id()) >= first_film;
      return !is_of_film || face < 2 * (dim - 1);
    }

    /** By index: whether a line lies on a face, or on a part of one, of a coarser cell. */
    template <int dim>
    std::vector<bool>
    lines_of_coarser_cells(const Triangulation<dim> &triangulation, const unsigned int first_film)
    {
      std::vector<bool> found(triangulation.n_raw_lines());
      for (const auto &cell : triangulation.active_cell_iterators())
        if (!cell->is_artificial())
          for (const unsigned int face : cell->face_indices())
            if (is_beside_coarser_cell<dim>(cell, face, first_film))
              for (unsigned int l = 0; l < GeometryInfo<dim>::lines_per_face; ++l)
                found[cell->line_index(dim == 2 ? face : GeometryInfo<dim>::face_to_cell_lines(face, l))] = true;
      return found;
    }

    /** Whether a point of the unit cell lies on the line or face between these corners. */
    template <int dim>
    bool
    is_between(const Point<dim> &point, const unsigned int one_corner, const unsigned int other_corner)
    {
      const Point<dim> a = GeometryInfo<dim>::unit_cell_vertex(one_corner), b = GeometryInfo<dim>::unit_cell_vertex(other_corner);
      for (unsigned int d = 0; d < dim; ++d)
        if (a[d] == b[d] && std::abs(point[d] - a[d]) > 1e-12)
          return false;
      return true;
    }

    template <typename Cell, int dim>
    bool
    is_shared(const Cell &cell, const Point<dim> &point, const std::vector<bool> &lines, const unsigned int first_film)
    {
      using Info = GeometryInfo<dim>;
      for (unsigned int line = 0; line < Info::lines_per_cell; ++line)
        if (lines[cell->line_index(line)] &&
            is_between(point, Info::line_to_cell_vertices(line, 0), Info::line_to_cell_vertices(line, 1)))
          return true;
      for (const unsigned int face : cell->face_indices())
        if (dim == 3 && is_beside_coarser_cell<dim>(cell, face, first_film) &&
            is_between(point, Info::face_to_cell_vertices(face, 0), Info::face_to_cell_vertices(face, Info::vertices_per_face - 1)))
          return true;
      return false;
    }

    template <typename Cell>
    unsigned int
    child_number(const Cell &cell)
    {
      unsigned int child = 0;
      while (cell->parent()->child(child) != cell)
        ++child;
      return child;
    }
  } // namespace

  template <int dim>
  void
  close_gaps_beside_coarser_cells(const Triangulation<dim> &triangulation,
                                  const FE_Q<dim>          &element,
                                  const unsigned int        first_film,
                                  MappedPoints<dim>        &points)
  {
    const std::vector<bool>        lines       = lines_of_coarser_cells(triangulation, first_film);
    const std::vector<Point<dim>> &unit_points = element.get_unit_support_points();
    for (const auto &cell : triangulation.active_cell_iterators())
      {
        if (cell->is_artificial() || cell->level() == 0)
          continue;
        // The parent is as large as the coarser cell, and draws what both share in the same way.
        const auto        &of_parent = points[cell->level() - 1][cell->parent()->index()];
        const unsigned int child     = child_number(cell);
        for (unsigned int i = 0; i < unit_points.size(); ++i)
          if (is_shared(cell, unit_points[i], lines, first_film))
            {
              const Point<dim> in_parent = GeometryInfo<dim>::child_to_cell_coordinates(unit_points[i], child);
              Point<dim>      &point     = points[cell->level()][cell->index()][i];
              point                      = Point<dim>();
              for (unsigned int j = 0; j < unit_points.size(); ++j)
                point += element.shape_value(j, in_parent) * of_parent[j];
            }
      }
  }

  template void
  close_gaps_beside_coarser_cells(const Triangulation<2> &, const FE_Q<2> &, unsigned int, MappedPoints<2> &);
  template void
  close_gaps_beside_coarser_cells(const Triangulation<3> &, const FE_Q<3> &, unsigned int, MappedPoints<3> &);
} // namespace zincfield
