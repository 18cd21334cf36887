#pragma once

#include "solver/assembly/sampling.h"

namespace zincfield
{
  /** What of a point of an electrode the reported numbers are made of. SI units. */
  struct ElectrodeSample
  {
    unsigned int boundary = 0;
    Location     location;
    double       weight                = 0.; // share of the surface, mesh units (2 pi r included)
    double       current               = 0.; // n.i into the electrode [A/m^2]
    double       deposition_current    = 0.; // of it, what deposits zinc [A/m^2]
    double       activation            = 0.; // phi_m - phi - E at the reaction plane, of the zinc reaction [V]
    double       equilibrium           = 0.; // E of that reaction [V]
    double       film_drop             = 0.; // potential across a film without a mesh, above minus below [V]
    double       surface_concentration = 0.; // zinc, at the reaction plane [mol/m^3]; 0 without species
    double       conductance = 0.; // -d i/dphi_m of the reactions, with the film in series [S/m^2]; of the working electrode
    double       current_of_gradient = 0.;    // n.i of the gradient in the cell, of an electrode without kinetics [A/m^2]
    bool         dielectric          = false; // what touches the metal: no ions beside it
    /** The transport model's composition_numbers() at the reaction plane, and what precipitates there [m/s]: thickness of solid. */
    std::vector<double> composition   = {};
    double              precipitation = 0.;
  };

  /** Integrals and extremes over the working electrode, the same on all ranks; lengths and areas in mesh units. */
  struct ElectrodeIntegrals
  {
    const CellModel             &model;
    MPI_Comm                     communicator;
    unsigned int                 working             = 0;  // boundary id
    int                          counter             = -1; // boundary id; -1: none
    double                       footprint           = 0.; // projected area
    double                       electrode_potential = 0.; // [V]
    std::vector<ElectrodeSample> samples             = {}; // of all electrodes, on the cells of this rank

    double area = 0., current = 0., deposition = 0., squared_deposition = 0., conductance = 0.;
    double tip_area = 0., tip_deposition = 0., valley_area = 0., valley_deposition = 0.;
    double farthest = 0.;               // distance from a tip
    double largest = 0., smallest = 0.; // deposition current density [A/m^2], at corners of cells too

    /** Without kinetics, how far the largest and the smallest current are from those of the gradient there [A/m^2]. One mesh after
     * the other may leave a tip as it is, and only this tells how coarse it is. With kinetics, how far the polynomial of a face may
     * overshoot beside an edge. */
    double doubt_of_largest = 0., doubt_of_smallest = 0.;

    double          least_concentration = 0.; // [mol/m^3], infinite where no zinc touches the metal
    ElectrodeSample most_depleted       = {}; // the point of this rank where zinc is scarcest

    /** The highest of each of composition_numbers() at the working electrode. */
    std::vector<double> highest_composition = {};

    /** Mean current density that deposits zinc, over the true area [A/m^2]. */
    double
    mean() const
    {
      return deposition / area;
    }

    /** int f dS over the electrodes, on all ranks together. */
    double
    integral(const std::function<double(const ElectrodeSample &)> &f) const;
  };

  /** `ghosted`: from with_ghosts(). `film_states`: as of Sampler. */
  template <int dim>
  ElectrodeIntegrals
  integrate_over_electrodes(const Discretization<dim> &discretization,
                            const CellModel           &model,
                            const StateVector         &ghosted,
                            double                     electrode_potential,
                            const FilmValues          &film_states = {});
} // namespace zincfield
