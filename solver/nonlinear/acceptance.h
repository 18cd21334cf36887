#pragma once

#include "solver/assembly/at_electrodes.h"

#include <optional>
#include <string>

namespace zincfield
{
  /** Overpotential in thermal voltages beyond which exponential rates are continued as straight lines: no result may rest on that.
   */
  constexpr double largest_activation = 60.;

  inline const std::string beyond_rates = "the overpotential of the zinc reaction exceeds 60 RT/F, beyond which no rate law holds";

  /** Share of what flows that charge or a species may lack in a solution. Newton's method leaves 1e-8 or less; a thousandth is
   * where a printed current begins to be wrong. */
  constexpr double largest_imbalance = 1e-3;

  inline const std::string no_salt_left =
    "the concentration at the electrode falls to zero, so the current is above the limiting current of this cell";

  /** What a converged state carries through the boundaries; n.flux and n.i over them [A/m^2 times mesh units]. */
  struct Carried
  {
    double current = 0., net_current = 0.; // through the working electrode, and the sum over all boundaries
    const std::vector<std::array<double, max_fields>> &flux;
    double                                             residual = 0.; // that Newton's method has left, relative to residual_scale()
  };

  /** What the last residual() has left behind. */
  template <int dim>
  Carried
  carried(const Operator<dim> &op, double residual);

  /** The one place that decides whether a state for which Newton's method has converged is a solution of what was asked, steady or
   * in time: empty, or why not. `applied`: the current density over the projected area [A/m^2], deposition positive, where one is
   * prescribed. `metal`: at the same state. */
  template <int dim>
  std::string
  why_refused(const Operator<dim>  &op,
              const StateVector    &state,
              double                electrode_potential,
              const AtElectrodes   &metal,
              const Carried        &carried,
              std::optional<double> applied);

  /** How far the current through the working electrode may be from the `applied` one [A/m^2 over the projected area]: [A/m^2 times
   * mesh units]. */
  template <int dim>
  double
  allowed_difference(const Operator<dim> &op, double applied);

  /** What the last digits of stored charges are as a current in the present time step; 0 at steady state. */
  template <int dim>
  double
  rounding_of_current(const Operator<dim> &op, double electrode_potential);

  /** Concentration of zinc that counts as 1 [mol/m^3]: that of the bulk, or a small share of the largest where the bulk has none; 0
   * without zinc ions. */
  double
  scale_of_zinc(const CellModel &model);
} // namespace zincfield
