#pragma once

#include "solver/linear/preconditioner.h"
#include "solver/nonlinear/initial_state.h"
#include "tests/support/solved.h"

#include <deal.II/lac/solver_gmres.h>

#include <iostream>

namespace zincfield
{
  /** Iterations by geometric multigrid for the first Newton step from the initial state, to `tolerance`. */
  template <int dim>
  unsigned int
  linear_iterations(Solved<dim> &solved, const double tolerance)
  {
    Operator<dim> op(*solved.discretization, solved.model);
    StateVector   state, right_side, solution;
    double        potential = 0.;
    initial_state(op, state, potential);
    potential = -0.04;
    solved.discretization->initialize(right_side, op.n_fields());
    solved.discretization->initialize(solution, op.n_fields());
    op.prescribe(state, potential);
    op.residual(right_side, state, potential);
    op.linearize(state, potential);
    const auto preconditioner = make_preconditioner<dim>("multigrid", op);
    preconditioner->setup(state, potential);

    struct Action
    {
      Operator<dim> &op;
      void
      vmult(StateVector &y, const StateVector &x) const
      {
        op.jacobian(y, x, 0.);
      }
    } const action{op};
    struct Inverse
    {
      Preconditioner<dim> &preconditioner;
      void
      vmult(StateVector &y, const StateVector &x) const
      {
        preconditioner.apply(y, x);
      }
    } const inverse{*preconditioner};
    dealii::ReductionControl          control(100, 1e-300, tolerance, false, false);
    dealii::SolverFGMRES<StateVector> solver(control, typename dealii::SolverFGMRES<StateVector>::AdditionalData(60));
    solver.solve(action, solution, right_side, inverse);
    std::cout << op.n_fields() * solved.discretization->dof_handler.n_dofs() << " unknowns: " << control.last_step()
              << " iterations\n";
    return control.last_step();
  }
} // namespace zincfield
