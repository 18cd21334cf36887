#pragma once

#include "meshes/extruded_geometry.h"

namespace zincfield
{
  /** The plan mesh of a strip cut at the positions `u`, or (with `v`) of a rectangle cut along both directions. */
  PlanMesh
  box_plan(const std::vector<double> &u, const std::vector<double> &v = {});

  /** The mesh line over the graph of a smooth height function: see graph_surface(). */
  struct GraphCell
  {
    double gap    = 1.;
    double handle = 0.5;
    /** Counter electrode of the same shape, above the metal by the gap, instead of a flat one. */
    bool parallel = false;
  };

  /**
   * The surface z = height(plan) with gradient `slope`, which must be parallel to the cell's sides there. Lines leave along the
   * normal and end on the counter electrode straight above.
   */
  MetalPoint
  graph_surface(const GraphCell &cell, const dealii::Point<2> &plan, double height, const dealii::Tensor<1, 2> &slope);
} // namespace zincfield
