#pragma once

#include "meshes/surface.h"

#include <array>
#include <functional>

namespace zincfield
{
  /**
   * Calls visit(location, curvatures) at points of the metal surface, near corners and in the middle of the cells of its plan mesh: the principal curvatures
   * [1/um], positive where the metal is convex. By differences within a cell, inside which the surface is smooth: edges between cells are not counted.
   */
  void
  sample_curvature(const SweptGeometry &geometry, const std::function<void(const Location &, const std::array<double, 2> &)> &visit);
} // namespace zincfield
