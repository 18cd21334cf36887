#pragma once

#include "solver/assembly/operator.h"

namespace zincfield
{
  /**
   * The room that a film with a mesh takes from the solution, as it rides on metal that grows. Where the bulk composition holds c_b
   * in the solution and C_b in the film, and the nodes of the mesh move with the velocity v, the amounts of both change by
   *
   * int (C_b w - c_b w) div v - c_b v.grad w dV
   *
   * over the film, in the rows of the shape functions w: C_b d/dt int w dV in the film, and c_b int v.n w dS of the solution over
   * the film's outer face in place of the metal. The quadrature is exact, so that inside the film the terms with c_b cancel. In a
   * balance of charge, where C_b is that of the ions beside a charged matrix, div v counts from its mean over the layer: the layer
   * keeps its charge, also within a step, whose straight paths end where the volume is what it was.
   */
  template <int dim>
  void
  add_room_of_film(const Operator<dim> &op, const StateVector &velocity, StateVector &rows);

  /** int (C_b - c_b) dV over such a film, by field, on all ranks [C/m^2 times mesh units]: what it holds at the composition of the
   * bulk beyond the solution that it has the place of. */
  template <int dim>
  std::array<double, max_fields>
  content_of_film(const Operator<dim> &op);
} // namespace zincfield
