#pragma once

#include "meshes/spline_surface.h"
#include "solver/growth/moving_mesh.h"

#include <optional>

namespace zincfield
{
  /** The surface of grown metal in space, over the rectangle of its cell. */
  struct GrownHeights
  {
    SplineSurface              height; // of the metal [mesh units]
    std::vector<SplineSurface> fields; // on it
  };

  /**
   * The rectangle that the metal covers in plan, in squares nearly as large as the coarse cells of `geometry` are on average; on
   * all ranks. None where it covers another shape or the sides of the cell are periodic.
   */
  std::optional<PlanGrid>
  plan_of_metal(const MetalFaces<3> &faces, const Geometry &geometry);

  /**
   * The metal of all ranks and fields at its nodes, over the points of `grid`, with valleys narrower than `radius` [mesh units]
   * filled as far as a ball of it leaves free; of that the splines on `grid` that are closest to it, of the fields without values
   * beyond those beside. None where the metal hangs over, or does not cover the grid.
   */
  std::optional<GrownHeights>
  grown_heights(const MetalFaces<3> &faces, const std::vector<FieldVector> &fields, const PlanGrid &grid, double radius);

  /** Fills valleys narrower than a ball of `radius`: nowhere is the surface lower than the ball could touch it from above. The
   * values belong to the points of `grid`. */
  std::vector<double>
  filled_valleys(const PlanGrid &grid, const std::vector<double> &heights, double radius);
} // namespace zincfield
