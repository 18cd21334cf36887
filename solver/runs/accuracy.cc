#include "solver/runs/accuracy.h"

#include "physics/constants.h"
#include "postprocess/crowding.h"
#include "solver/adaptivity/layer_resolution.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/initial_state.h"
#include "solver/support/printf_text.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  namespace
  {
    /** Below these a relative error is one of rounding: of a cell at rest. */
    constexpr double least_potential = 1e-5, least_current = 1e-5; // [V], [A/m^2]
  }                                                                // namespace

  double
  remaining_error(const Report &report, const Case &data)
  {
    const auto error_of = [&](const std::string &name) { return report.quantities.at(name); };
    const auto relative = [](const Quantity &q, const double least = 0.) {
      return std::isnan(q.value) || (q.value == 0. && least == 0.) ? 0. : q.error / std::max(std::abs(q.value), least);
    };
    double worst =
      data.control.mode == ControlMode::galvanostatic
        ? relative(error_of("electrode_potential"), is_open_circuit(data) ? thermal_voltage(data.temperature) : least_potential)
        : relative(error_of("mean_current_density"), least_current);
    const Quantity spread = error_of("std_over_mean"); // itself a share of the mean
    worst                 = std::max(worst, std::isnan(spread.value) ? 0. : spread.error);
    worst                 = std::max(worst, relative(error_of("tip_to_valley")));
    if (error_of("mean_current_density").value == 0.) // blocking: the charge is what there is to know
      worst = std::max(worst, relative(error_of("surface_charge_density")));
    return worst / data.discretization.accuracy;
  }

  std::string
  note_on_trust(const Report &report, const Case &data)
  {
    std::string       note;
    const bool        galvanostatic = data.control.mode == ControlMode::galvanostatic;
    const std::string name          = galvanostatic                                              ? "electrode_potential"
                                      : report.quantities.at("mean_current_density").value == 0. ? "surface_charge_density"
                                                                                                 : "mean_current_density";
    const Quantity   &q             = report.quantities.at(name);
    if (const double least = galvanostatic                    ? 0.01 * thermal_voltage(data.temperature)
                             : name == "mean_current_density" ? least_current
                                                              : 0.;
        std::isfinite(q.value) && q.error > std::max(std::abs(q.value), least) && q.error > 0.)
      note = "not resolved: " + name + text(" is %.4g +- %.2g ", q.value, q.error) + q.unit +
             ", an error bar larger than the value: raise \"Maximum cycles\", \"Maximum unknowns\" or \"Initial refinements\"";
    for (const auto &[what, off] : report.balance)
      if (off > largest_imbalance)
        note += (note.empty() ? "" : "; ") + std::string("the balance of ") + what +
                text(" is off by %.2g of what flows: lower \"Newton tolerance\"", off);
    return note;
  }

  void
  add_note(const std::string &note, RunLog &log, CaseResult &result)
  {
    if (note.empty())
      return;
    log.line("  " + note);
    result.notes.push_back(note);
  }

  template <int dim>
  void
  note_layers(
    const Discretization<dim> &discretization, const CellModel &model, const double most_crowded, RunLog &log, CaseResult &result)
  {
    const LayerResolution layers = resolution_of_layers(discretization, model);
    if (!layers.found.empty())
      log.line("  " + layers.found + (layers.advice.empty() ? "" : "; " + layers.advice));
    if (!result.failure.empty() && !layers.advice.empty())
      result.failure += " First of all: " + layers.advice + ".";
    add_note(note_on_crowding(most_crowded), log, result);
  }

  template void
  note_layers(const Discretization<2> &, const CellModel &, double, RunLog &, CaseResult &);
  template void
  note_layers(const Discretization<3> &, const CellModel &, double, RunLog &, CaseResult &);
} // namespace zincfield
