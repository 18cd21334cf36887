#pragma once

#include <deal.II/base/point.h>
#include <deal.II/distributed/tria.h>

#include <vector>

namespace zincfield
{
  /**
   * Fills a triangulation with the cells of a box above a metal: `vertices` (x, z, 0) or (x, y, z) and `cells` by their numbers, in
   * lexicographic order. What lies on top, at `gap`, is the counter electrode (1), upright outer planes are the sides (2), all else
   * the metal (0).
   */
  template <int dim>
  void
  fill_box(const std::vector<dealii::Point<3>>          &vertices,
           const std::vector<std::vector<unsigned int>> &cells,
           double                                        gap,
           dealii::Triangulation<dim>                   &triangulation);
} // namespace zincfield
