#pragma once

#include "solver/discretization/discretization.h"

#include <deal.II/lac/solver_gmres.h>

namespace zincfield
{
  /**
   * Solve action(y, x): y = A x for `right` by FGMRES, to `tolerance` of its norm or for 40 iterations: for columns and weights
   * that only steer other iterations. `solution` holds a guess; inverse(y, x) preconditions.
   */
  template <typename Action, typename Inverse>
  void
  solve_roughly(
    const Action &action, const Inverse &inverse, StateVector &solution, const StateVector &right, const double tolerance)
  {
    struct Matrix
    {
      const Action &action;
      void
      vmult(StateVector &y, const StateVector &x) const
      {
        action(y, x);
      }
    };
    struct Preconditioner
    {
      const Inverse &inverse;
      void
      vmult(StateVector &y, const StateVector &x) const
      {
        inverse(y, x);
      }
    };
    dealii::SolverControl             control(40, tolerance * right.l2_norm(), false, false);
    dealii::SolverFGMRES<StateVector> solver(control, typename dealii::SolverFGMRES<StateVector>::AdditionalData(40));
    try
      {
        solver.solve(Matrix{action}, solution, right, Preconditioner{inverse});
      }
    catch (const dealii::SolverControl::NoConvergence &)
      {
        // what it has found must do
      }
  }
} // namespace zincfield
