#pragma once

#include "postprocess/quantities.h"
#include "solver/assembly/operator.h"

namespace zincfield
{
  /**
   * Adds what taking films without a mesh costs to the error of every quantity.
   *
   * The state is solved for once more with the rougher picture of CellModel::set_rough(), in which the solution that lies in the place of the film is taken away; twice the
   * change of a quantity is the share of its error that no finer mesh takes away. What films do along the metal is not in it.
   * Returns what is to be said of it; empty: nothing.
   */
  template <int dim>
  std::string
  add_representation_cost(CellModel &model, Operator<dim> &op, const StateVector &state, double electrode_potential, Report &report);
} // namespace zincfield
