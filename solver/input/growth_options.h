#pragma once

#include "physics/constants.h"

#include <limits>

namespace zincfield
{
  /** How the metal moves while zinc deposits, and until when. */
  struct GrowthOptions
  {
    bool   wanted         = false;
    bool   transient      = false;                                   // fields have a past; else they are steady at every moment
    double molar_volume   = 9.157e-6;                                // of the deposit [m^3/mol]
    double surface_energy = 0.;                                      // [J/m^2]
    double foil_thickness = std::numeric_limits<double>::infinity(); // [m] that can dissolve below the surface of the start

    double until_capacity  = 0.;    // magnitude of the charge [C/m^2 of the projected area]; 0: no such end, as all of these
    double until_time      = 0.;    // [s]
    double until_thickness = 0.;    // deposited volume over the projected area [m]
    double until_gap       = 0.;    // smallest distance between deposit and counter electrode or bulk [m]
    bool   until_contact   = false; // whether a contact is the wanted end

    double       tolerance         = 1e-3; // of a step: error of the displacement over the largest displacement
    double       largest_step      = 0.1;  // displacement over the smallest radius of curvature
    double       first_step        = 0.;   // [s]; 0: by the rate
    double       smallest_jacobian = 0.02; // below it the mesh is too distorted to go on
    double       new_mesh_below    = 0.5;  // smallest scaled Jacobian over that of the mesh's beginning; 0: never
    double       contact_gap       = 0.01; // gap over that of the start at which a contact counts as made
    double       field_interval    = 0.;   // charge between fields in files [C/m^2]; 0: about twenty
    unsigned int maximum_steps     = 10000;

    /** Displacement of the metal for a charge of zinc per area [m/(C/m^2)]: V_m/(zF), z = 2. */
    double
    volume_of_charge() const
    {
      return molar_volume / (2. * faraday_constant);
    }

    /**
     * By how much the equilibrium potential of metal with the mean curvature K = k1 + k2 lies above that of flat metal [V]: -gamma
     * V_m K/(zF).
     *
     * @param curvature [1/m], positive where the metal is convex
     */
    double
    equilibrium_shift(const double curvature) const
    {
      return -surface_energy * volume_of_charge() * curvature;
    }
  };
} // namespace zincfield
