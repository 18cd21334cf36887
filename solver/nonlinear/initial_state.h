#pragma once

#include "solver/assembly/operator.h"

#include <optional>

namespace zincfield
{
  /**
   * "Potential of the metal minus that of the solution" at which boundary `id` takes `current` [A/m^2] from the bulk composition,
   * through its film and its reactions; that of zero charge where no reaction lets any current through. Empty where no potential
   * does: a cathodic Tafel law takes neither zero nor an anodic current.
   */
  std::optional<double>
  potential_drop(const CellModel &model, unsigned int id, double current);

  struct Potentials
  {
    double solution = 0., electrode = 0.; // [V]
  };

  /** Those that draw a current density [A/m^2] through the reactions and films from the bulk; without kinetics all are 0. Empty
   * where no potential of an electrode does. */
  std::optional<Potentials>
  drawing(const CellModel &model, double current);

  /** Those at rest, or, where none are, those that draw a small share of `current` [A/m^2]. */
  Potentials
  near_rest(const CellModel &model, double current);

  /** Whether a steady run asks for no current. */
  inline bool
  is_open_circuit(const Case &data)
  {
    return !data.is_transient() && data.control.mode == ControlMode::galvanostatic && data.control.applied_current_density == 0.;
  }

  /** What a change of the electrode potential by RT/F makes of the current density near rest [A/m^2]: what currents are compared
   * with where none flows. */
  double
  current_of_exchange(const CellModel &model);

  /** The bulk everywhere at these potentials. */
  template <int dim>
  void
  fill_with_bulk(const Operator<dim> &op, const Potentials &potentials, StateVector &state, double &electrode_potential);

  /** The same, with as many of the ions that the bulk has none of as a current density into the electrode [A/m^2] may make. */
  template <int dim>
  void
  fill_for_current(
    const Operator<dim> &op, const Potentials &potentials, double current, StateVector &state, double &electrode_potential);

  /**
   * Where a run starts: bulk composition everywhere, and the electrode potential that draws the applied current through the
   * reactions and the film. A protocol starts at rest, with double layers that are resolved as they are then; where reactions have
   * no potential at rest, with the first current that the protocol applies, or else uncharged.
   */
  template <int dim>
  void
  initial_state(Operator<dim> &op, StateVector &state, double &electrode_potential);
} // namespace zincfield
