#pragma once

#include "meshes/geometry.h"

#include <deal.II/base/point.h>

#include <memory>
#include <vector>

namespace zincfield
{
  /**
   * A cell over a metal surface that has grown: a smooth curve through `points` [um], from the axis or symmetry plane x = 0
   * outward, with the metal below and a flat counter electrode at the height `top` [um]. Cells are extruded from the line, or made
   * by Gmsh where it is steep or hangs over; they are no longer than half of the way to metal on the other side of a pit. Null
   * where the line reaches the counter electrode, or Gmsh makes no mesh.
   */
  std::shared_ptr<Geometry>
  cell_over_line(const std::vector<dealii::Point<2>> &points, double top, bool axisymmetric);
} // namespace zincfield
