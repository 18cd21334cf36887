#pragma once

#include "meshes/element_type.h"

#include <deal.II/base/point.h>

namespace zincfield
{
  /** What an element of second order is drawn through. */
  struct ElementNodes
  {
    std::vector<dealii::Point<3>> corners, on_edges, on_faces;
    dealii::Point<3>              middle;
  };

  /** Corners and middles of the unit element of a type: those of a triangle are (0, 0), (1, 0), (0, 1). */
  ElementNodes
  unit_nodes(const ElementType &type);

  /**
   * Where an element of second order puts a point of its unit element: the polynomial through its corners and the nodes on its
   * edges; of quadrilaterals, hexahedra and prisms also through those on faces with four corners and in the middle.
   */
  dealii::Point<3>
  place_in_element(const ElementType &type, const ElementNodes &nodes, const dealii::Point<3> &unit_point);
} // namespace zincfield
