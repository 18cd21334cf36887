#pragma once

#include "solver/growth/moving_nodes.h"

#include <petscksp.h>

namespace zincfield
{
  /**
   * Carries the displacement of the driven nodes (of the metal, and of a film with a mesh on it) into the volume, always from the
   * undisplaced mesh: linear in the displacement, and back where the metal goes back.
   *
   * int k grad u_d . grad w_d dV = 0 for the components u_d, with the stiffness k = 1/det J in units of the cells: the smaller a
   * cell, the less it deforms. Source: Stein, Tezduyar and Benney, J. Appl. Mech. 70 (2003) 58 (Jacobian-based stiffening).
   */
  template <int dim>
  class VolumeExtension
  {
  public:
    /** How the volume resists. */
    enum class Stiffness
    {
      of_small_cells, // that k
      even,           // k = 1: the deformation is spread evenly, small cells have as little room as others
      along_lines     // nearly so, but along the lines of a mesh that is extruded from the metal: each line is compressed evenly
    };

    VolumeExtension(const MovingNodes<dim> &nodes, Stiffness stiffness);
    ~VolumeExtension();
    VolumeExtension(const VolumeExtension &) = delete;

    /** Fills in the displacement of all other nodes. `displacement`: of all components, given where nodes are driven, with ghosts
     * in the end.
     */
    void
    extend(FieldVector &displacement) const;

  private:
    /** Of a cell with driven nodes. */
    struct Cell
    {
      std::vector<dealii::types::global_dof_index> nodes;
      dealii::FullMatrix<double>                   matrix; // of one component
    };

    void
    assemble(Stiffness stiffness);

    void
    make_solver();

    const MovingNodes<dim> &nodes_;
    std::vector<Cell>       driven_;
    Mat                     matrix_ = nullptr;
    KSP                     solver_ = nullptr;
  };
} // namespace zincfield
