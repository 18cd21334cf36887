#pragma once

#include "solver/assembly/sampling.h"

namespace zincfield
{
  /** Integrals over the scaffolds of the working electrode, powers over those of the counter electrode too; the same on all ranks;
   * lengths and areas in mesh units, rates per volume times mesh_unit: [A/m^2 times mesh units] as currents through surfaces are.
   */
  struct ScaffoldIntegrals
  {
    bool   exists     = false;
    double volume     = 0.;        // of the scaffolds
    double current    = 0.;        // cathodic, of all reactions in them
    double deposition = 0.;        // of it, what deposits zinc
    double outer = 0., inner = 0.; // the same by half of the thickness: to the solution, to the metal; NaN in regions of a mesh
    double largest = 0.;           // rate of deposition [A/m^3]
    double front = 0., back = 0.;  // mean rate of deposition [A/m^3] at the faces to the solution, and to the metal
    double activation = 0.;        // power that overpotentials take [A V/m^2 times mesh units]
    double nernst     = 0.; // of it, what the composition beside the walls makes of equilibrium, where E refers to that of the bulk
    double ohmic_electronic       = 0.; // int i_s^2/sigma dV
    double equilibrium            = 0.; // E of the zinc reaction [V]
    double equilibrium_of_counter = 0.; // the same in scaffolds of the counter electrode
    double slope = 0., conduction = 0.; // means: a d i/d eta [S/m^3], and 1/(1/sigma + 1/kappa) [S/m]
    double largest_activation  = 0.;    // |phi_s - phi - E| [V]
    double least_concentration = std::numeric_limits<double>::infinity(); // of zinc [mol/m^3]
    double filled = 0., most_filled = -1.;  // share of the first pore volume, mean and largest; -1: not followed
    double closed = 1.;                     // at which pores are closed, where they are most filled
    std::array<double, 3> fullest{};        // where that is [um]
    bool                  has_depth = true; // whether all of them are layers of a coating

    /** Thickness [m] over the projected area `footprint`, of a working electrode. */
    double
    thickness(double footprint) const;

    /** L sqrt(a di/deta (1/sigma + 1/kappa)). */
    double
    nu(double footprint) const;
  };

  /** `ghosted`: from with_ghosts(). */
  template <int dim>
  ScaffoldIntegrals
  integrate_over_scaffolds(const Discretization<dim> &discretization,
                           const CellModel           &model,
                           const StateVector         &ghosted,
                           double                     electrode_potential);
} // namespace zincfield
