#pragma once

#include "meshes/geometry.h"
#include "meshes/spline_surface.h"

#include <memory>

namespace zincfield
{
  /** Intervals of the splines of a surface to a coarse cell over it: what the mesh has once it is refined. */
  constexpr unsigned int splines_per_cell = 2;

  /**
   * A cell over a metal surface that has grown in space: the graph of `heights` [um] between symmetry planes, with the metal below
   * and a flat counter electrode at the height `top` [um]. Null where the surface reaches that height or is too steep for cells to
   * be extruded from it.
   *
   * @param mirrors planes about which pictures show it mirrored, see Geometry::symmetry_planes()
   */
  std::shared_ptr<Geometry>
  cell_over_heights(const SplineSurface &heights, double top, const std::vector<std::string> &mirrors);
} // namespace zincfield
