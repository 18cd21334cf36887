#pragma once

#include "solver/assembly/sampling.h"

#include <string>
#include <vector>

namespace zincfield
{
  struct WallCharge
  {
    std::string boundary;
    double      density; // [C/m^2], mean over the true area
  };

  /**
   * Charge of every boundary that carries some where double layers are resolved: electrodes, and walls with a charge or a
   * potential.
   *
   * `Q = -int n.D dS`, with n out of the solution and D from the residual: with the charge of all ions, of fixed groups, and what
   * leaves through a bulk boundary these add up to zero to the solver's tolerance on any mesh (Gauss). `boundary_flux`: as of
   * measure().
   */
  template <int dim>
  std::vector<WallCharge>
  wall_charges(const Discretization<dim>                         &discretization,
               const CellModel                                   &model,
               const std::vector<std::array<double, max_fields>> &boundary_flux);
} // namespace zincfield
