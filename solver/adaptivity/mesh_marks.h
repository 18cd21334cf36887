#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

namespace zincfield
{
  /** What the state of a transient run asks of its mesh. */
  struct MeshMarks
  {
    double error      = 0.;    // estimated, share of the energy norm
    bool   worthwhile = false; // whether cells are marked: then the mesh is to be changed
    bool   refines    = false; // whether some of them are to be finer: one level at a time
    bool   full       = false; // whether "Maximum unknowns" stood against it
  };

  /**
   * Mark the cells whose share of the estimated error differs from the one that makes the whole error the tolerance tau of `Mesh
   * tolerance`: with e_K,f the part of field f in estimate_error() and n cells,
   *
   *   e_K^2 = sum_f e_K,f^2/E_f^2,     E_f^2 = int (flux_f^2 + i_least^2)/(A_ff s_f) dV
   *   refine   e_K^2 > tau^2/n,        coarsen   e_K^2 < tau^2/(4 2^(2p + dim) n)
   *
   * Field by field, or the ohmic drop of a long cell would hide the layer at its electrode.
   * The errors of 2^dim children make one that is 2^(2p + dim)
   * times as large as each when they become one cell of degree p; the factor 4 keeps it from being refined again at once.
   * Coarsening alone is put off until it takes away a twentieth of the cells. `least_current` [A/m^2]: fluxes below it are nothing,
   * so that a cell at rest is not refined for its rounding.
   */
  template <int dim>
  MeshMarks
  mark_by_tolerance(Discretization<dim> &discretization,
                    const CellModel     &model,
                    const StateVector   &state,
                    double               electrode_potential,
                    double               least_current);
} // namespace zincfield
