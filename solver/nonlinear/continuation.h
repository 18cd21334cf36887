#pragma once

#include "solver/nonlinear/newton.h"

namespace zincfield
{
  /** Overpotential in thermal voltages beyond which exponential rates are continued as straight lines: no result may rest on that. */
  constexpr double largest_activation = 60.;

  inline const std::string beyond_rates = "the overpotential of the zinc reaction exceeds 60 RT/F, beyond which no rate law holds";

  /** A reason of NewtonResult in words. */
  std::string
  explain(const std::string &reason);

  /** Where a run starts: bulk composition everywhere, and the electrode potential that draws the applied current through the reactions and the film. */
  template <int dim>
  void
  initial_state(const Operator<dim> &op, StateVector &state, double &electrode_potential);

  /**
   * Solve for the case's control. If Newton fails from the given state, the load (applied current, or potential; with double layers first
   * the potential, see solve_by_potential_steps()) is raised from rest in steps that adapt to what converges. Throws SolverError if that fails too: the state is then the last one that converged.
   * `say` is told of every load step.
   */
  template <int dim>
  NewtonResult
  solve_with_continuation(Operator<dim>                                   &op,
                          Newton<dim>                                     &newton,
                          StateVector                                     &state,
                          double                                          &electrode_potential,
                          const std::function<void(const std::string &)> &say);
} // namespace zincfield
