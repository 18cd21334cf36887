#pragma once

#include "meshes/extruded_geometry.h"

namespace zincfield
{
  /**
   * Plan coordinates of a profile that is turned about the vertical axis, for the quarter x, y >= 0 of the cell.
   *
   * The plan is a square in which u = max(plan) is the profile's coordinate: squares in the plan are circles on the metal. A
   * square of cells covers the axis, whose innermost part stays square, so that no cell has a collapsed edge at the tip.
   */
  struct TurnedPlan
  {
    TurnedPlan(const dealii::Point<2> &plan, const std::vector<double> &cuts);

    double               coordinate; // of the profile
    double               largest;    // of the two plan coordinates
    dealii::Tensor<1, 2> direction;  // horizontal, of length 1, away from the axis
    dealii::Tensor<1, 2> square;     // the same way, on the square with half-width 1
    dealii::Tensor<1, 2> shape;      // horizontal, of length 1 outside the first segment, less square than `square`

    static PlanMesh
    mesh(const std::vector<double> &cuts);

  private:
    /** How many cuts the central square has: those within the inner half of the first segment. */
    static unsigned int
    n_central(const std::vector<double> &cuts);
  };
} // namespace zincfield
