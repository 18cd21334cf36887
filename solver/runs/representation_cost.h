#pragma once

#include "postprocess/report.h"
#include "solver/assembly/operator.h"
#include "solver/results/transient_result.h"

namespace zincfield
{
  /**
   * Adds what taking films without a mesh costs to the error of every quantity.
   *
   * The state is solved for once more with the rougher picture of CellModel::set_rough(), in which the solution that lies in the
   * place of the film is taken away; twice the change of a quantity is the share of its error that no finer mesh takes away. What
   * films do along the metal follows from add_cost_along_the_metal(). Returns what is to be said of it; empty: nothing.
   */
  template <int dim>
  std::string
  add_representation_cost(
    CellModel &model, Operator<dim> &op, const StateVector &state, double electrode_potential, Report &report);

  /**
   * The same at the end of a transient run, whose quantities have no other error: both pictures go through the last steps of its
   * protocol from rest, each in a single step of implicit Euler with the mean current or the last potential of the step. Layers
   * then are as thick as those of the run to within a factor of about 1.1, and it is the difference of the pictures that counts.
   */
  template <int dim>
  std::string
  add_transient_representation_cost(
    CellModel &model, Operator<dim> &op, const StateVector &state, const ProtocolResult &done, Report &report);
} // namespace zincfield
