#pragma once

#include <deal.II/base/types.h>

namespace zincfield
{
  /**
   * Calls visit(subface, other, other_face, other_subface) for every active cell on the other side of an inner face: what
   * FEInterfaceValues wants to hear after cell and face. One cell, or several where the neighbour is finer.
   */
  template <typename Cell, typename Visit>
  void
  across_face(const Cell &cell, const unsigned int face, const Visit &visit)
  {
    constexpr unsigned int whole    = dealii::numbers::invalid_unsigned_int;
    const auto             neighbor = cell->neighbor(face);
    if (neighbor->has_children())
      for (unsigned int subface = 0; subface < cell->face(face)->n_children(); ++subface)
        visit(subface, Cell(cell->neighbor_child_on_subface(face, subface)), cell->neighbor_face_no(face), whole);
    else if (cell->neighbor_is_coarser(face))
      {
        const auto position = cell->neighbor_of_coarser_neighbor(face);
        visit(whole, Cell(neighbor), position.first, position.second);
      }
    else
      visit(whole, Cell(neighbor), cell->neighbor_of_neighbor(face), whole);
  }
} // namespace zincfield
