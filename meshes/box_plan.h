#pragma once

#include "meshes/surface.h"

namespace zincfield
{
  /** The plan mesh of a strip cut at the positions `u`, or (with `v`) of a rectangle cut along both directions. */
  PlanMesh
  box_plan(const std::vector<double> &u, const std::vector<double> &v = {});

  /** The mesh line over the graph of a smooth height function: see graph_surface(). */
  struct GraphCell
  {
    /** Extent of the plan; a lower bound of -1 times the upper bound is a full cell, 0 a symmetry plane or axis. */
    double lower = 0., upper = 1.;
    double gap               = 1.;
    double handle            = 0.5;
    bool   three_dimensional = false;
    /** Counter electrode parallel to the surface (offset by the gap) instead of flat. */
    bool parallel = false;
  };

  /**
   * The surface z = height(plan) with gradient `slope`; lines leave along the normal, whose components across the sides fade to
   * nothing there so that sides stay planar, and end on the counter electrode straight above.
   */
  SurfacePoint
  graph_surface(const GraphCell &cell, const dealii::Point<2> &plan, double height, const dealii::Tensor<1, 2> &slope);
} // namespace zincfield
