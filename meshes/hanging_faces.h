#pragma once

#include <deal.II/fe/fe_q.h>
#include <deal.II/grid/tria.h>

namespace zincfield
{
  /** Points that carry cells to their true shape, at the support points of an element: by level, cell and point. */
  template <int dim>
  using MappedPoints = std::vector<std::vector<std::vector<dealii::Point<dim>>>>;

  /**
   * Moves the points of cells beside coarser ones to where the polynomials of those lie on what they share.
   *
   * Two polynomials of degree q through points of the same curve, one of them on half of it, differ by h^(q+1): there is a gap
   * between them, or they overlap, and what is continuous on the flat reference mesh is not so in space.
   *
   * The faces of films, whose material ids begin with `first_film`, towards the metal and away from it stay: one would move by more
   * than a thin film is thick. even_out_film_columns() leaves none there that has to.
   */
  template <int dim>
  void
  close_gaps_beside_coarser_cells(const dealii::Triangulation<dim> &triangulation,
                                  const dealii::FE_Q<dim>          &element,
                                  unsigned int                      first_film,
                                  MappedPoints<dim>                &points);
} // namespace zincfield
