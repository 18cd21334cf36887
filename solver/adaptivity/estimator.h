#pragma once

#include "solver/assembly/sampling.h"

#include <deal.II/lac/vector.h>

namespace zincfield
{
  /**
   * Residual estimate of the error in the energy norm, by active cell:
   * eta_K^2 = sum_f sum_{F in dK} h_F/(2 p A_ff s_f) int_F [n.flux_f]^2 dS (lengths in mesh units, A_ff per mesh unit),
   * with the jump between cells, and at an electrode the whole difference between the flux from inside and the flux its law asks
   * for. A_ff s_f is the diagonal coefficient in the field's scale, the larger of both sides. Axisymmetric cells are measured in
   * their section, without 2 pi r: the tip on the axis, which the run reports, would else count for nothing. Source: Kelly et al.,
   * Int. J. Numer. Methods Eng. 19 (1983) 1593. `weights`: factors of the fields' parts. Rows of what reacts are left out at
   * electrodes then: fast reactions all but prescribe a concentration, and the rates at single points of a thin layer miss its flux
   * by far more than the solution misses the true one. What does not react shows the layer too.
   */
  template <int dim>
  dealii::Vector<float>
  estimate_error(const Discretization<dim> &discretization,
                 const CellModel           &model,
                 const StateVector         &state,
                 double                     electrode_potential,
                 const std::vector<double> &weights = {});

  /**
   * Dual-weighted estimates eta_K eta*_K of the errors of goals, by goal and active cell: eta_K as above and eta*_K the same of the
   * sensitivity z of the goal, whose flux is sum_f A_fg s_g grad z_f; both with 2 pi r here. They bound the error of the goal up to
   * a constant. Source: Becker and Rannacher, Acta Numerica 10 (2001) 1.
   */
  template <int dim>
  std::vector<dealii::Vector<float>>
  estimate_goals(const Discretization<dim>      &discretization,
                 const CellModel                &model,
                 const StateVector              &state,
                 double                          electrode_potential,
                 const std::vector<StateVector> &sensitivities);
} // namespace zincfield
