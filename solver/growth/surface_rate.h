#pragma once

#include "solver/growth/moving_mesh.h"

namespace zincfield
{
  /** How fast the metal grows in one shape. */
  template <int dim>
  struct SurfaceRate
  {
    FieldVector velocity;       // of the metal's nodes [mesh units/s], all components, with ghosts
    FieldVector thickening;     // of the deposit at the nodes [mesh units/s]: v_n = V_m i_Zn/(zF), and what they slide along to
    double      zinc      = 0.; // current that deposits zinc, int i_Zn dS [A/m^2 times mesh units]
    double      magnitude = 0.; // int |i_Zn| dS, likewise
    double      total     = 0.; // current into the electrode, likewise
    double      fastest   = 0.; // largest speed of a node [mesh units/s]
  };

  /**
   * The rate in a state of the fields. Under galvanostatic control local currents are scaled to
   * the total one that is applied, which Newton's method meets to its tolerance: `applied` [A/m^2 over the projected area].
   * `thickness`: of the deposit at the nodes, with ghosts. `spread`: see SurfaceProjection::velocity(). `total`: current into
   * the electrode [A/m^2 times mesh units]. `film_states`: as of Sampler.
   */
  template <int dim>
  SurfaceRate<dim>
  surface_rate(const MovingMesh<dim>       &mesh,
               const Operator<dim>         &op,
               const StateVector           &state,
               double                       electrode_potential,
               const std::optional<double> &applied,
               const FieldVector           &thickness,
               bool                         spread,
               double                       total,
               const FilmValues            &film_states = {});
} // namespace zincfield
