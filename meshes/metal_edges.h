#pragma once

#include "meshes/extruded_geometry.h"

namespace zincfield
{
  /** A place where the metal surface is bent: a segment in space, a point in a section (`from` = `to`). [um] */
  struct MetalEdge
  {
    dealii::Point<3> from, to;
    double           turn = 0.; // angle between the normals of both sides, positive where the metal is convex
  };

  /** The edges between cells of the plan mesh of a geometry, and those that its symmetry planes make, bent by more than 10 degrees.
   */
  std::vector<MetalEdge>
  edges_of(const ExtrudedGeometry &geometry);

  /** Distance of a point of the surface from the edge [um]. */
  double
  distance(const MetalEdge &edge, const Location &location);
} // namespace zincfield
