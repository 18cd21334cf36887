#pragma once

#include <deal.II/distributed/tria.h>
#include <deal.II/fe/fe_q.h>

#include <functional>

namespace zincfield
{
  /** Where a point of the unit cell of a cell lies [um]. */
  template <int dim>
  using PlaceInCell =
    std::function<dealii::Point<dim>(const typename dealii::Triangulation<dim>::cell_iterator &, const dealii::Point<dim> &)>;

  /**
   * Completes the marks so that the cells of a film, from the metal to the solution beyond it, are refined alike wherever gaps
   * between finer and coarser cells would change its thickness; no cell is refined less. `first_film`: the least material id of
   * films; faces 2 (dim - 1) and the next lie towards and away from the metal. `place`: where `element` puts its support points.
   *
   * Both faces of the film are then drawn by polynomials of the same pieces, see close_gaps_beside_coarser_cells(). Where the
   * balance of the mesh refines some film once more, it may be uneven there.
   */
  template <int dim>
  void
  even_out_film_columns(dealii::parallel::distributed::Triangulation<dim> &triangulation,
                        unsigned int                                       first_film,
                        const dealii::FE_Q<dim>                           &element,
                        const PlaceInCell<dim>                            &place);
} // namespace zincfield
