#pragma once

#include "meshes/gmsh_mesh.h"

#include <deal.II/grid/tria.h>

namespace zincfield
{
  /** Fills an empty triangulation with the mesh, its lengths times `scale`; `ids`: the boundary ids of the mesh's boundaries. */
  template <int dim>
  void
  make_triangulation(const GmshMesh                  &mesh,
                     const std::vector<unsigned int> &ids,
                     double                           scale,
                     dealii::Triangulation<dim>      &triangulation);
} // namespace zincfield
