#pragma once

#include "solver/assembly/operator.h"

namespace zincfield
{
  /** What decides whether a state is a solution, and what a protocol waits for. */
  struct AtElectrodes
  {
    double lowest_concentration = std::numeric_limits<double>::infinity(); // of zinc at any electrode [mol/m^3]; infinite without
                                                                           // zinc ions, NaN where a film has no solution
    double lowest_at_working = std::numeric_limits<double>::infinity();    // the same at the working electrode
    double activation        = 0.; // largest overpotential of the zinc reaction, in thermal voltages

    /** Of the pores of scaffolds, where zinc takes most of the room that it can have: its share of that room, and the place [um].
     */
    double                filled = 0.;
    std::array<double, 3> fullest{};

    bool
    has_closed_pores() const
    {
      return filled > 0.99; // deposition fades over the last hundredth
    }
  };

  /** Looks at every point of integration of the electrodes; a dielectric beside one has no ions. `film_states`: as of Sampler. */
  template <int dim>
  AtElectrodes
  at_electrodes(const Operator<dim> &op, const StateVector &state, double electrode_potential, const FilmValues &film_states = {});

  /** The highest cell beside an electrode or a charged wall: its volume over the area of its face there [m]. */
  struct HighestCell
  {
    double       height   = 0.;
    unsigned int boundary = 0;
    bool         in_film  = false;
  };

  template <int dim>
  HighestCell
  highest_at_electrodes(const Discretization<dim> &discretization, const CellModel &model);

  /** Distance of the nodes across that cell [m]. */
  template <int dim>
  double
  node_distance_at_electrodes(const Discretization<dim> &discretization, const CellModel &model)
  {
    return highest_at_electrodes(discretization, model).height / discretization.degree();
  }
} // namespace zincfield
