#pragma once

#include <array>
#include <vector>

namespace zincfield
{
  /** A kind of element in Gmsh's files. Its nodes are the corners, then one on each edge, one on each of the first faces and one in
   * the middle, as far as it has them. */
  struct ElementType
  {
    unsigned int dimension, n_nodes;
    const char  *name;
    unsigned int n_corners;

    std::vector<std::array<unsigned int, 2>> edges; // in Gmsh's order
    std::vector<std::vector<unsigned int>>   faces; // of volumes: their corners in turn; those with a node of their own come first

    /** Whether it is a line, quadrilateral or hexahedron with corners only: what triangulations are made of. */
    bool
    is_straight_cube() const
    {
      return n_nodes == 1u << dimension && n_corners == n_nodes;
    }
    bool
    has_nodes_on_edges() const
    {
      return n_nodes > n_corners;
    }
  };

  /** The type with Gmsh's number; null: unknown, or of an order above 2. */
  const ElementType *
  element_type(int number);
} // namespace zincfield
