#include "meshes/film_columns.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/grid/grid_tools.h>

#include <optional>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Largest gap beside a coarser cell that is left open, as a share of the extent of the film's cell across the film. */
    constexpr double harmless_gap = 1e-2;

    template <typename Cell>
    bool
    is_coarsened(const Cell &cell)
    {
      if (cell->level() == 0 || !cell->coarsen_flag_set())
        return false;
      for (unsigned int c = 0; c < cell->parent()->n_children(); ++c)
        if (const auto sibling = cell->parent()->child(c); sibling->has_children() || !sibling->coarsen_flag_set())
          return false;
      return true;
    }

    /** Level of what the marks make of an active cell. */
    template <typename Cell>
    int
    level_to_come(const Cell &cell)
    {
      return cell->level() + (cell->refine_flag_set() ? 1 : is_coarsened(cell) ? -1 : 0);
    }

    /** The same of the finest cell beyond a face. */
    template <typename Cell>
    int
    level_beyond(const Cell &cell, const unsigned int face)
    {
      const auto neighbor = cell->neighbor(face);
      if (neighbor->is_active())
        return level_to_come(neighbor);
      int finest = 0;
      for (unsigned int part = 0; part < cell->face(face)->n_children(); ++part)
        finest = std::max(finest, level_to_come(cell->neighbor_child_on_subface(face, part)));
      return finest;
    }

    /** Whether cells of half the size beyond a face leave a gap that counts: `cell` draws the face by the polynomials of the
     * element. One of both cells is of a film. */
    template <int dim, typename Cell>
    bool
    would_leave_gap(const Cell             &cell,
                    const unsigned int      face,
                    const unsigned int      first_film,
                    const FE_Q<dim>        &element,
                    const PlaceInCell<dim> &place)
    {
      const Cell film = cell->material_id() >= first_film ? cell : Cell(cell->neighbor(face));
      Point<dim> below, above = Point<dim>::unit_vector(dim - 1);
      for (unsigned int d = 0; d + 1 < dim; ++d)
        below[d] = above[d] = 0.5;
      const double harmless = harmless_gap * place(film, below).distance(place(film, above));

      const auto             &nodes = element.get_unit_support_points();
      std::vector<Point<dim>> drawn(nodes.size());
      for (unsigned int j = 0; j < nodes.size(); ++j)
        if (std::abs(nodes[j][dim - 1] - face % 2) < 1e-12)
          drawn[j] = place(cell, nodes[j]);
      const QIterated<dim - 1> finer(QTrapezoid<1>(), 2 * element.degree);
      for (const Point<dim - 1> &on_face : finer.get_points())
        {
          Point<dim> unit_point;
          for (unsigned int d = 0; d + 1 < dim; ++d)
            unit_point[d] = on_face[d];
          unit_point[dim - 1] = face % 2;
          Point<dim> point;
          for (unsigned int j = 0; j < nodes.size(); ++j)
            point += element.shape_value(j, unit_point) * drawn[j];
          if (point.distance(place(cell, unit_point)) > harmless)
            return true;
        }
      return false;
    }

    template <int dim>
    void
    tell_marks_to_ghosts(Triangulation<dim> &triangulation)
    {
      using Cell = typename Triangulation<dim>::active_cell_iterator;
      GridTools::exchange_cell_data_to_ghosts<int>(
        triangulation,
        [](const Cell &cell) {
        return std::optional<int>(cell->refine_flag_set() ? 1 : cell->coarsen_flag_set() ? -1 : 0);
        },
        [](const Cell &cell, const int mark) {
        cell->clear_refine_flag();
        cell->clear_coarsen_flag();
        if (mark > 0)
          cell->set_refine_flag();
        else if (mark < 0)
          cell->set_coarsen_flag();
      });
    }

    /** Marks the cells of this rank that would be coarser than what lies below or above them; returns whether there were any. */
    template <int dim>
    bool
    raise_marks(Triangulation<dim>     &triangulation,
                const unsigned int      first_film,
                const FE_Q<dim>        &element,
                const PlaceInCell<dim> &place)
    {
      bool raised = false;
      for (const auto &cell : triangulation.active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int face : {2 * (dim - 1), 2 * (dim - 1) + 1})
            {
              if (cell->refine_flag_set() || cell->at_boundary(face) ||
                  std::max(cell->material_id(), cell->neighbor(face)->material_id()) < first_film ||
                  level_beyond(cell, face) <= level_to_come(cell) || !would_leave_gap(cell, face, first_film, element, place))
                continue;
              if (cell->coarsen_flag_set())
                cell->clear_coarsen_flag();
              else
                cell->set_refine_flag();
              raised = true;
            }
      return raised;
    }
  } // namespace

  template <int dim>
  void
  even_out_film_columns(parallel::distributed::Triangulation<dim> &triangulation,
                        const unsigned int                         first_film,
                        const FE_Q<dim>                           &element,
                        const PlaceInCell<dim>                    &place)
  {
    for (bool raised = true; raised;)
      {
        triangulation.prepare_coarsening_and_refinement();
        tell_marks_to_ghosts(triangulation);
        raised =
          Utilities::MPI::max(raise_marks(triangulation, first_film, element, place) ? 1 : 0, triangulation.get_communicator()) > 0;
      }
  }

  template void
  even_out_film_columns(parallel::distributed::Triangulation<2> &, unsigned int, const FE_Q<2> &, const PlaceInCell<2> &);
  template void
  even_out_film_columns(parallel::distributed::Triangulation<3> &, unsigned int, const FE_Q<3> &, const PlaceInCell<3> &);
} // namespace zincfield
