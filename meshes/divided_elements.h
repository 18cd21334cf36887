#pragma once

#include "meshes/msh_file.h"

namespace zincfield
{
  /**
   * Divides the elements of a file that are neither lines, quadrilaterals nor hexahedra with straight edges into such: one for each
   * corner, from there to the middles of the edges, faces and cell that meet in it. All others are divided likewise, so that
   * neighbours still share their nodes.
   *
   * Nodes that elements of second order have on their edges, faces and in their middle stay where the file puts them, and the parts
   * keep their curved edges and faces: a polynomial of degree 2 on the element is one of degree 2 in each direction on a part.
   */
  void
  divide_elements(MshFile &file);
} // namespace zincfield
