#pragma once

#include "solver/assembly/sampling.h"

#include <string>

namespace zincfield
{
  /** [mol/m^3] Spheres of 0.3 nm, smaller than any hydrated ion, packed as closely as can be: sqrt(2)/(N_A a^3). */
  double
  closest_packing();

  /** The most ions, as points (no `Ion diameter`), beside a charged wall or in a charged film [mol/m^3]; 0 where they have a size
   * or the model does not resolve double layers. */
  template <int dim>
  double
  most_crowded(const Discretization<dim> &discretization,
               const CellModel           &model,
               const StateVector         &state,
               double                     electrode_potential);

  /** What is to be known of points that pile up to `most` [mol/m^3], if that is more than closest_packing(); else empty. */
  std::string
  note_on_crowding(double most);
} // namespace zincfield
