#pragma once

#include "solver/assembly/sampling.h"

#include <string>

namespace zincfield
{
  /**
   * Write `volume.pvd` and `surface.pvd` with their VTU pieces into `directory`: the fields of a solution, named with their units,
   * coordinates in micrometres. The folder is made if need be. Sizes are checked: a full disk is a MachineError.
   * `film_states`: as of Sampler. `on_surface`: further fields of the surface file by their names, as unknowns of the
   * discretization with ghosts.
   */
  template <int dim>
  void
  write_fields(const Discretization<dim>                        &discretization,
               const CellModel                                  &model,
               const StateVector                                &state,
               double                                            electrode_potential,
               const std::string                                &directory,
               bool                                              volume,
               bool                                              surface,
               const FilmValues                                 &film_states = {},
               const std::map<std::string, const FieldVector *> &on_surface  = {});
} // namespace zincfield
