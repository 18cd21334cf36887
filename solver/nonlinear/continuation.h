#pragma once

#include "solver/nonlinear/initial_state.h"
#include "solver/nonlinear/newton.h"

namespace zincfield
{
  /** A reason of NewtonResult in words. */
  std::string
  explain(const std::string &reason);

  /**
   * Solve for the case's control. If Newton fails from the given state, the load (applied current, or potential; with double layers
   * first the potential, see solve_by_potential_steps()) is raised from rest in steps that adapt to what converges. Throws
   * SolverError if that fails too: the state is then the last one that converged. `say` is told of every load step.
   */
  template <int dim>
  NewtonResult
  solve_with_continuation(Operator<dim>                                  &op,
                          Newton<dim>                                    &newton,
                          StateVector                                    &state,
                          double                                         &electrode_potential,
                          const std::function<void(const std::string &)> &say);
} // namespace zincfield
