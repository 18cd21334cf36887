#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

namespace zincfield
{
  /**
   * The current density n.i [A/m^2] into a boundary that prescribes the potential of the solution: the function of the elements on
   * it whose moments are those of the weak form,
   *
   *   int lambda w dS = int i.grad w dV   for the shape functions w of the boundary.
   *
   * Its integral is the total current, to the solver's tolerance, and it converges one order faster than -kappa grad phi does at
   * the surface. Source: Carey, Comput. Methods Appl. Mech. Eng. 35 (1982) 1; Carey, Chow and Seager, ibid. 50 (1985) 107.
   *
   * @param ghosted from with_ghosts()
   * @return with ghosts; 0 at unknowns that are not on the boundary
   */
  template <int dim>
  FieldVector
  consistent_flux(const Discretization<dim> &discretization,
                  const CellModel           &model,
                  const StateVector         &ghosted,
                  unsigned int               boundary);
} // namespace zincfield
