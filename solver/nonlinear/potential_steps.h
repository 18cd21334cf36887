#pragma once

#include "solver/nonlinear/newton.h"

namespace zincfield
{
  /** A steady state on the way. */
  struct PotentiostaticState
  {
    StateVector fields;
    double      electrode_potential = 0., current_density = 0.; // [V], [A/m^2], deposition positive
  };

  /**
   * Raises the electrode potential from `reached`, the bulk where no current flows, in steps that adapt to what converges, each
   * from where the last two states point, until the potential `wanted` [V] or, if `galvanostatic`, the current density `wanted`
   * [A/m^2]; the last solution is for that. Where space charge carries a current above the limiting one, a little more of it takes
   * far more potential: Newton's method for a given current overshoots, for a given potential it does not. `solve(newton, fields,
   * potential)`: one solution, with what makes it valid. Returns the last of them; `reached` is what was wanted, or else the last
   * state on the way there: it ends too where the current falls on the way. `say` is told of every step.
   */
  template <int dim>
  NewtonResult
  solve_by_potential_steps(Operator<dim>                                                             &op,
                           Newton<dim>                                                               &newton,
                           bool                                                                       galvanostatic,
                           double                                                                     wanted,
                           PotentiostaticState                                                       &reached,
                           const std::function<NewtonResult(Newton<dim> &, StateVector &, double &)> &solve,
                           const std::function<void(const std::string &)>                            &say);
} // namespace zincfield
