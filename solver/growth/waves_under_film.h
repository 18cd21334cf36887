#pragma once

#include "solver/assembly/sampling.h"

namespace zincfield
{
  /**
   * How fast short waves of metal grow that deposits under a film without a mesh.
   *
   * A film of the thickness d that rides at constant thickness resists less on crests: a wave of the wave number k grows with the
   * thickness h of the deposit as exp(r h), `r = k (cosh kd - 1)/(sinh kd + (R_ct/R_f) kd cosh kd)`, between solution and metal of
   * one potential each, with the resistances of kinetics and film. `rate` is that at kd = 1, less what the surface energy takes
   * away; above it films without a mesh follow no wave. The surface energy `gamma` holds all waves from `i R_f d zF/(2 V_m)` on.
   */
  struct WavesUnderFilm
  {
    double rate           = 0.; // r [1/m] where it is largest; 0: no such film, or held
    double thickness      = 0.; // d there [m]
    double surface_energy = 0.; // that holds the waves there [J/m^2]
  };

  template <int dim>
  WavesUnderFilm
  waves_under_film(const Discretization<dim> &discretization,
                   const CellModel           &model,
                   const StateVector         &state,
                   double                     electrode_potential,
                   const FilmValues          &film_states);
} // namespace zincfield
