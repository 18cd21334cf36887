#pragma once

#include "solver/assembly/sampling.h"

namespace zincfield
{
  /** What the volume of a cell shows, the same on all ranks. */
  struct VolumeIntegrals
  {
    double ohmic_loss      = 0.; // int i^2/kappa dV in the solution [A V/m^2 times mesh units]
    double ohmic_film_loss = 0.; // the same in films with a mesh
    double peak_field      = 0.; // largest electric field in the solution [V/m]
    double field_jump      = 0.; // largest difference of the field at the faces of the cell of the peak [V/m]
  };

  /** `ghosted`: from with_ghosts(). */
  template <int dim>
  VolumeIntegrals
  integrate_over_volume(const Discretization<dim> &discretization,
                        const CellModel           &model,
                        const StateVector         &ghosted,
                        double                     electrode_potential);
} // namespace zincfield
