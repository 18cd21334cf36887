#pragma once

#include "meshes/extruded_geometry.h"

#include <array>
#include <functional>

namespace zincfield
{
  /**
   * Principal curvatures [1/um] of the metal at a point of a cell of the plan mesh, positive where the metal is convex. By
   * differences within the cell, inside which the surface is smooth: within 0.2 % of its sides those a little further in.
   *
   * @param corners of the plan cell, in lexicographic order; in 2-D the first two count
   * @param s, t place in the cell, from 0 to 1
   */
  std::array<double, 2>
  curvature_at(const ExtrudedGeometry &geometry, const std::array<dealii::Point<2>, 4> &corners, double s, double t);

  /**
   * Calls visit(location, curvatures) at points of the metal surface, near corners and in the middle of the cells of its plan mesh:
   * the principal curvatures [1/um], positive where the metal is convex. By differences within a cell, inside which the surface is
   * smooth: edges between cells are not counted.
   */
  void
  sample_curvature(const ExtrudedGeometry                                                     &geometry,
                   const std::function<void(const Location &, const std::array<double, 2> &)> &visit);
} // namespace zincfield
