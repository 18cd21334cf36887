#pragma once

#include "postprocess/report.h"
#include "solver/time/time_state.h"

namespace zincfield
{
  /** What a volume of `material` holds in equilibrium with the bulk, by field, as the rows count it. */
  Sources<double>
  amounts_of_bulk(const TransportModel &transport, unsigned int material);
  Sources<double>
  amounts_of_bulk(const TransportModel &transport, unsigned int material, const Properties &properties);

  /** Current density that counts as nothing [A/m^2]: a thousandth of the largest that is applied, or where none is, of what the
   * bulk carries over the size of the feature. */
  double
  least_current(const CellModel &model, double largest_applied);

  /** Makes the current of the report that of the working electrode with what charges it, where double layers are resolved: that is
   * no flux of ions [A/m^2]. */
  void
  count_displacement(Report &report, double current_density);

  /** Adds to the balances what is left of each conserved species: what the cell stored beyond its start, by field (`stored`), and
   * what passed out of it, over the charge that was moved. */
  void
  add_amount_balances(Report                               &report,
                      const TransportModel                 &transport,
                      const std::array<double, max_fields> &stored,
                      const TimeState::Fluxes              &passed,
                      double                                moved_charge);
} // namespace zincfield
