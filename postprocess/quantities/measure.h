#pragma once

#include "postprocess/report.h"
#include "solver/assembly/sampling.h"

namespace zincfield
{
  /**
   * Everything a run reports about a solution, without error estimates: all kinds of quantities, the voltage split and the
   * balances. `boundary_flux`: int n.flux_f dS by boundary id, from the residual [A/m^2 times mesh units]. `film_states`: as of
   * Sampler.
   */
  template <int dim>
  Report
  measure(const Discretization<dim>                         &discretization,
          const CellModel                                   &model,
          const StateVector                                 &state,
          double                                             electrode_potential,
          const std::vector<std::array<double, max_fields>> &boundary_flux,
          const FilmValues                                  &film_states = {});
} // namespace zincfield
