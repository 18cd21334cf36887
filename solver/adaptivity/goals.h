#pragma once

#include "postprocess/quantities/quantity_kind.h"
#include "solver/linear/preconditioner.h"

namespace zincfield
{
  /** A reported number that a run is asked to resolve. */
  struct Goal : Functional
  {
    std::string quantity; // of the report
  };

  /**
   * The numbers that a run is asked to resolve: those that have a functional, first what the load leaves free (mean current density
   * or electrode potential). None where there is no dual problem to weigh with: equipotential electrodes (primary), resolved double
   * layers, and closed cells of salt.
   */
  template <int dim>
  std::vector<Goal>
  goals(const Operator<dim> &op, const StateVector &state, double electrode_potential);

  /**
   * The sensitivity z of a goal to each row of the residual: J^T z = dG/du with the electrode potential eliminated, at the
   * operator's last linearisation, to one per cent. Zero at prescribed unknowns.
   */
  template <int dim>
  std::vector<StateVector>
  sensitivities(Operator<dim>           &op,
                Preconditioner<dim>     &preconditioner,
                const std::vector<Goal> &goals,
                const StateVector       &state,
                double                   electrode_potential);
} // namespace zincfield
