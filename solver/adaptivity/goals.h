#pragma once

#include "solver/linear/preconditioner.h"

namespace zincfield
{
  /**
   * A reported number as a functional of the state: its change is int w(i, x) di dS over the working electrode plus of_potential dphi_m,
   * with i the local current density [A/m^2]: n.i, or what deposits zinc.
   */
  struct Goal
  {
    std::string                                             quantity; // of the report
    double                                                  scale;    // a change that counts as 1: the number itself, or 1 where it is a share
    std::function<double(double current, const Location &)> weight;   // [unit of the number per (A/m^2 times mesh units)]; empty: 0
    double                                                  of_potential  = 0.;
    bool                                                    of_deposition = false; // i is the current that deposits zinc
  };

  /**
   * The numbers that a run is asked to resolve: mean current density (under applied current: electrode potential), std/mean, tip to valley.
   * None where there is no dual problem to weigh with: equipotential electrodes (primary), resolved double layers, and closed cells of salt.
   */
  template <int dim>
  std::vector<Goal>
  goals(const Operator<dim> &op, const StateVector &state, double electrode_potential);

  /**
   * The sensitivity z of a goal to each row of the residual: J^T z = dG/du with the electrode potential eliminated, at the operator's last
   * linearisation, to one per cent. Zero at prescribed unknowns.
   */
  template <int dim>
  std::vector<StateVector>
  sensitivities(Operator<dim> &op, Preconditioner<dim> &preconditioner, const std::vector<Goal> &goals, const StateVector &state, double electrode_potential);
} // namespace zincfield
