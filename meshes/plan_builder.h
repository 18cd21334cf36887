#pragma once

#include "meshes/extruded_geometry.h"

#include <map>

namespace zincfield
{
  /** Collects plan cells given by their corner positions; equal positions become one vertex. */
  class PlanBuilder
  {
  public:
    unsigned int
    vertex(const dealii::Point<2> &position);

    /** Corners in lexicographic order; put right if they turn the wrong way round. */
    void
    cell(const dealii::Point<2> &a, const dealii::Point<2> &b, const dealii::Point<2> &c, const dealii::Point<2> &d);

    void
    segment(const dealii::Point<2> &a, const dealii::Point<2> &b);

    PlanMesh plan;

  private:
    std::map<std::pair<long long, long long>, unsigned int> index_;
  };

  /**
   * n x m copies of the plan mesh of a rectangle [0, width] x [0, height], every other one mirrored: the sides of the rectangle
   * are symmetry planes.
   */
  PlanMesh
  tiled(const PlanMesh &rectangle, double width, double height, unsigned int n, unsigned int m);

  /** The plan mesh and its mirror image about plan coordinate `direction` = 0. */
  PlanMesh
  mirrored(const PlanMesh &half, unsigned int direction);
} // namespace zincfield
