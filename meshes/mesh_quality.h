#pragma once

#include "meshes/gmsh_mesh.h"

namespace zincfield
{
  /** The worst cell of a mesh as it is read. */
  struct MeshQuality
  {
    double           scaled_jacobian = 1.; // 1: rectangular, 0: flat
    dealii::Point<3> place;                // middle of that cell, in the file's unit
  };

  /** Smallest determinant of the gradient over the product of the lengths of its columns, in the corners of straight cells, and on
   * a lattice of points of curved ones. */
  MeshQuality
  quality(const GmshMesh &mesh);

  /** Points of these boundaries that have none higher beside them, alone or in a row; flat tops are none. The last coordinate is
   * up. */
  std::vector<dealii::Point<3>>
  tips_of(const GmshMesh &mesh, const std::vector<bool> &boundaries);
} // namespace zincfield
