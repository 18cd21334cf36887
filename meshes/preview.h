#pragma once

#include "meshes/mesh.h"

namespace zincfield
{
  /**
   * Writes `prefix`_volume.vtu (material of every cell) and `prefix`_boundary.vtu (boundary of every face), curved, in
   * micrometres, one file each from all ranks. `material` and `boundary` hold ids; a field named after each material and
   * boundary is 1 on it and 0 elsewhere.
   */
  template <int dim>
  void
  write_preview(Mesh<dim> &mesh, const std::string &prefix);
} // namespace zincfield
