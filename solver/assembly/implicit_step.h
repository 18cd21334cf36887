#pragma once

#include "solver/discretization/discretization.h"

#include <vector>

namespace zincfield
{
  /** What a state holds, tested like the rows [C/m^2 times mesh units], and the charge of the metal by boundary id [C/m^2 times
   * area in mesh units]. */
  struct Accumulation
  {
    StateVector         rows;
    std::vector<double> metal_charge;
    /** Of films without a mesh on this rank, by point: what counts in their own equations [C/m^2], and the fields below their
     * slabs. */
    std::vector<double> films, film_states;
    /** Of a layer that grows by what precipitates, on this rank, by point: what of the solid has come to be [mol/m^2]. */
    std::vector<double> solids;
  };

  /** How the mesh moves during a time step. */
  struct MeshMotion
  {
    StateVector velocity; // of the nodes, a block a component, with ghosts [mesh units/s]
    StateVector
      swept; // rows: what the bulk composition holds times v.n, over the metal that moves, n into it [A/m^2 times mesh units]
  };

  /** An implicit time step: rate [1/s] times what a state holds beyond `before` joins its rows. Without a rate the state is steady.
   */
  struct ImplicitStep
  {
    double              rate          = 0.;
    const Accumulation *before        = nullptr;
    double              least_current = 1e-6; // [A/m^2] that a residual is measured against where less flows
    /** [1/s]. K + i omega M about a steady state is linearised instead: its real part, or with rate = omega the sum of its real and
     * imaginary parts. */
    double angular_frequency = 0.;
    /** On a coarser level of a preconditioner: films are taken as steady (`before` is of another mesh, see FilmStep), resting ions
     * conduct as in the mean of a cell. */
    bool on_coarser_level = false;
    /** Null: the mesh stays where it is. */
    const MeshMotion *motion = nullptr;
  };
} // namespace zincfield
