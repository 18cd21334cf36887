#pragma once

#include "meshes/extruded_geometry.h"
#include "physics/coatings/defects.h"

namespace zincfield
{
  /**
   * The plan mesh with cells that end where the openings of a coating do, and small ones beside them. In two dimensions of any
   * shape; in three dimensions where plan coordinates are x and y and the cells are rectangles. Throws std::runtime_error where
   * they are not.
   */
  PlanMesh
  plan_with_openings(const ExtrudedGeometry &geometry, const PlanMesh &plan, const Defects &defects);

  /** Whether plan_with_openings() can follow openings. */
  bool
  follows_openings(const ExtrudedGeometry &geometry);
} // namespace zincfield
