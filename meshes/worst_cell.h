#pragma once

#include "meshes/extruded_geometry.h"

namespace zincfield
{
  /** The most oblique coarse cell of the electrolyte of a geometry without films, before anything is meshed. */
  struct WorstCell
  {
    double           scaled_jacobian = 1.; // 1: rectangular, 0: flat, below: folded
    dealii::Point<3> place;                // z is up
  };

  WorstCell
  worst_cell(const ExtrudedGeometry &geometry);
} // namespace zincfield
