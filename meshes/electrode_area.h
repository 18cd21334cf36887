#pragma once

#include "meshes/gmsh_mesh.h"

namespace zincfield
{
  /** Areas of a part of the boundary [squares of the file's unit; in 2-D the unit itself]. */
  struct BoundaryArea
  {
    double whole     = 0.; // int dS, with the weight 2 pi r where the mesh is axisymmetric
    double projected = 0.; // |int n dS|: the area seen along the mean normal
    /**
     * Whether the surface closes off a cell whose walls run along its mean normal, as a rough plate does. A cylinder or a sphere
     * does not, nor does a part of one that symmetry planes cut out: along its mean normal less is seen of it.
     */
    bool across = false;

    bool
    is_flat() const
    {
      return projected > 0.99 * whole;
    }
  };

  /** The area of the faces of these boundaries together. */
  BoundaryArea
  boundary_area(const GmshMesh &mesh, bool axisymmetric, const std::vector<bool> &boundaries);
} // namespace zincfield
