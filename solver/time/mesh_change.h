#pragma once

#include "solver/time/integrator.h"

namespace zincfield
{
  /**
   * Refine and coarsen the marked cells, and carry the state of a transient run to the new mesh.
   *
   * Fields (`now` and `others`) are interpolated: exactly onto finer cells, at the nodes that remain onto coarser ones. What is
   * stored is not measured anew there: with P the interpolation from the new mesh to the finer one before it, what is stored
   * becomes s_new = P^T s, the same amounts tested with the coarser functions, which sum to the same total. The state that holds
   * s_new is the one a first step on the new mesh finds, see settle(). `now` keeps its time and what has passed; its rate, fluxes
   * and currents are those of the old mesh, not to be used.
   *
   * Returns what the total of each row has gained [A s/m^2 ... as Accumulation]: cells that are refined follow a curved surface
   * more closely, and their points of quadrature are others. Nothing that solves with the operator may be alive; collective.
   */
  template <int dim>
  std::array<double, max_fields>
  change_mesh(Discretization<dim> &discretization, Operator<dim> &op, TimeState &now, const std::vector<StateVector *> &others);

  /**
   * Two steps of implicit Euler on the new mesh, each a ten-thousandth of the step `dt` that follows: their error, half the square
   * of this, is below that of any method. The first finds the state that holds the amounts carried over; where values are
   * prescribed the interpolation may hold others, and the difference passes that boundary. The second finds rates and fluxes that
   * are clean of it. What is stored balances with what has passed. `now` is the last state that was found.
   */
  template <int dim>
  StepOutcome
  settle(Integrator<dim> &integrator, Newton<dim> &newton, const Drives &drives, TimeState &now, double dt);

  /** Sum of each row of what is stored: the amount in the whole cell, since the test functions sum to 1. */
  std::array<double, max_fields>
  totals(const Accumulation &accumulation);
} // namespace zincfield
