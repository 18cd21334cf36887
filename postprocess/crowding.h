#pragma once

#include "solver/assembly/sampling.h"

#include <string>

namespace zincfield
{
  /** [mol/m^3] Spheres of 0.3 nm, smaller than any hydrated ion, packed as closely as can be: sqrt(2)/(N_A a^3). */
  double
  closest_packing();

  /**
   * What is to be known of ions as points (no `Ion diameter`) that pile up beside a charged wall or in a charged film to more than closest_packing(); empty: they do
   * not, or have a size, or the model does not resolve double layers.
   */
  template <int dim>
  std::string
  note_on_crowding(const Discretization<dim> &discretization, const CellModel &model, const StateVector &state, double electrode_potential);
} // namespace zincfield
