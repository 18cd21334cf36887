#pragma once

#include "postprocess/report.h"

namespace zincfield
{
  /**
   * Adds to `representation` of the numbers about the distribution of current what no film without a mesh can show.
   *
   * - At an edge of the metal the film in contact with it draws the potential together as r^m, m = pi/b in a film of angle b, down
   * to the distance kappa R_ct at which kinetics take over, or the film's thickness d. With the film's resistance rho times that of
   * kinetics, the current at the edge is (1 + rho)^(1 - m) times the one beside it; below 1 at inward edges. It is taken from the
   * current and rho near the edge.
   * - On round metal of curvature k the factor that a film without a mesh has, (1 + rho)/(1 + rho int dx/((1 + k_1 d x)(1 + k_2 d
   * x))), neglects terms of order k d: k d/(1 + k d) of it is in doubt.
   * - The solution's part of the distribution belongs to the outer face of the film, by k d another shape. Films conduct along
   * themselves, which levels currents and concentrations by (d/L)^2 over the length L of the feature, more where what resists lies
   * outside of what conducts.
   *
   * Averages over a patch of radius L share the first two as d/L; within the film's thickness of an edge they are those of r^(m -
   * 1).
   */
  template <int dim>
  void
  add_cost_along_the_metal(const Discretization<dim> &discretization,
                           const CellModel           &model,
                           const StateVector         &state,
                           double                     electrode_potential,
                           const FilmValues          &film_states,
                           Report                    &report);
} // namespace zincfield
