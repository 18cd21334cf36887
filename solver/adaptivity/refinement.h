#pragma once

#include "postprocess/report.h"
#include "solver/adaptivity/goals.h"

#include <deal.II/lac/vector.h>

namespace zincfield
{
  /** Where the errors of a solution come from. */
  struct ErrorEstimate
  {
    std::vector<Goal>                  goals;   // none where there is no dual problem
    std::vector<dealii::Vector<float>> of_goal; // by goal and cell
  };

  /** Keep 12 bits: mirror images of a cell, equal but for rounding, are then refined alike on any number of ranks. */
  float
  round_off(float value);

  /** Dual-weighted estimates at the operator's last linearisation; their sums go into the report. */
  template <int dim>
  ErrorEstimate
  estimate(
    Operator<dim> &op, Preconditioner<dim> &preconditioner, const StateVector &state, double electrode_potential, Report &report);

  /**
   * Mark the cells that carry most of the estimated errors, all goals taken together by their scales (without goals: of the error
   * in the energy norm); fewer where the mesh would exceed `Maximum unknowns`. Returns false, with none marked, where that leaves
   * less than half of what a cycle refines at least.
   */
  template <int dim>
  bool
  mark(Discretization<dim> &discretization,
       const CellModel     &model,
       const StateVector   &state,
       double               electrode_potential,
       const ErrorEstimate &estimate);

  /** Refine the marked cells and carry the state over. */
  template <int dim>
  void
  refine(Discretization<dim> &discretization, StateVector &state);
} // namespace zincfield
