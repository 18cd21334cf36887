#pragma once

#include "solver/assembly/operator.h"

namespace zincfield
{
  /** One instant of a transient run: all that the next step needs. */
  struct TimeState
  {
    using Fluxes = std::vector<std::array<double, max_fields>>; // by boundary id

    double       time = 0.; // [s]
    StateVector  fields;
    double       electrode_potential = 0.; // [V]
    Accumulation accumulation, rate;       // what it holds, and how fast that changes [1/s]
    double       current = 0.,
           charge        = 0.; // n.i over the working electrode [A/m^2 times mesh units], and its integral in time [C/m^2 ...]
    double deposition    = 0.,
           deposit       = 0.; // the part of the current that deposits zinc, and its integral, in the same units
    double net_current =
      0.;                // n.i over all boundaries, displacement current included: nothing but for what Newton's method has left
    Fluxes flux, passed; // n.flux_f over the boundaries, and their integrals in time
  };

  /** For a checkpoint, and back. */
  inline std::vector<double>
  flattened(const TimeState::Fluxes &fluxes)
  {
    std::vector<double> values;
    for (const auto &one : fluxes)
      values.insert(values.end(), one.begin(), one.end());
    return values;
  }

  inline TimeState::Fluxes
  fluxes_of(const std::vector<double> &values)
  {
    TimeState::Fluxes result(values.size() / max_fields);
    for (unsigned int k = 0; k < values.size(); ++k)
      result[k / max_fields][k % max_fields] = values[k];
    return result;
  }

  /** destination += factor * source */
  inline void
  add(Accumulation &destination, const double factor, const Accumulation &source)
  {
    destination.rows.add(factor, source.rows);
    for (unsigned int id = 0; id < source.metal_charge.size(); ++id)
      destination.metal_charge[id] += factor * source.metal_charge[id];
    for (std::size_t i = 0; i < source.films.size(); ++i)
      destination.films[i] += factor * source.films[i];
    for (std::size_t i = 0; i < source.solids.size(); ++i)
      destination.solids[i] += factor * source.solids[i];
  }

  inline void
  scale(Accumulation &accumulation, const double factor)
  {
    accumulation.rows *= factor;
    for (double &charge : accumulation.metal_charge)
      charge *= factor;
    for (double &held : accumulation.films)
      held *= factor;
    for (double &amount : accumulation.solids)
      amount *= factor;
  }
} // namespace zincfield
