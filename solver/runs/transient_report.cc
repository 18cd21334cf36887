#include "physics/constants.h"
#include "postprocess/crowding.h"
#include "postprocess/field_files.h"
#include "postprocess/quantities/measure.h"
#include "solver/runs/amounts.h"
#include "solver/runs/transient_run.h"
#include "solver/support/customary_unit.h"
#include "solver/support/printf_text.h"
#include "solver/time/mesh_change.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  double
  TransientRun<dim>::least_current(const Operator<dim> &op)
  {
    const Case &data    = op.model().data;
    double      largest = 0.;
    for (const ProtocolStep &step : data.protocol.steps)
      if (step.drive == Drive::galvanostatic)
        largest = std::max(largest, std::abs(step.current_density));
    return zincfield::least_current(op.model(), largest);
  }

  template <int dim>
  void
  TransientRun<dim>::add_balances(Report &report) const
  {
    std::array<double, max_fields> stored = totals(now_.accumulation);
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      stored[f] -= stored_at_begin_[f];
    add_amount_balances(report, *op_.model().transport, stored, now_.passed, std::max(moved_charge_, 1e-9));
    if (const double off = layer_.exists() ? layer_.surplus(now_.passed) : std::numeric_limits<double>::quiet_NaN();
        std::isfinite(off))
      report.balance["solid of the layer"] = std::abs(off) / std::max(moved_charge_, 1e-9);
  }

  template <int dim>
  void
  TransientRun<dim>::write_fields_at(const TimeState &state)
  {
    if (!series_.enabled())
      return;
    write_fields(op_.discretization(), op_.model(), state.fields, state.electrode_potential, series_.next_folder(),
                 data_.output.volume, data_.output.surface, op_.film_values(state.accumulation.film_states));
    series_.written(state.time);
  }

  template <int dim>
  void
  TransientRun<dim>::publish(const ProtocolStep &step, const double dt, const unsigned int order, const StepOutcome &outcome)
  {
    result_.report = measure(op_.discretization(), op_.model(), now_.fields, now_.electrode_potential, now_.flux,
                             op_.film_values(now_.accumulation.film_states));
    result_.most_crowded =
      std::max(result_.most_crowded, most_crowded(op_.discretization(), op_.model(), now_.fields, now_.electrode_potential));
    if (layer_.exists())
      {
        result_.report.quantities.at("byproduct_thickness").value = layer_.mean();
        result_.report.quantities.at("byproduct_growth").value += layer_.correction_of_rate();
      }
    add_balances(result_.report);
    const double footprint = op_.discretization().mesh.footprint();
    if (op_.model().transport->traits().resolves_charge)
      count_displacement(result_.report, now_.current / footprint);
    result_.report.balance["charge"] = std::abs(now_.net_current) / std::max(std::abs(now_.current), least_current_ * footprint);

    if (const auto filled = result_.report.quantities.find("scaffold_filled_most");
        filled != result_.report.quantities.end() && !filled->second.note.empty() && !pores_closed_)
      {
        pores_closed_ = true;
        log_.line("  " + filled->second.note + text(" after %.6g s and %.4g mAh/cm^2", now_.time, now_.charge / footprint / 3.6e4));
      }
    HistoryRow row;
    row.position          = position_ + 1;
    row.step              = step.name;
    row.time              = now_.time;
    row.time_step         = dt;
    row.order             = order;
    row.charge            = now_.charge / footprint;
    row.deposit           = knows_deposit() ? now_.deposit / footprint : std::numeric_limits<double>::quiet_NaN();
    row.newton_steps      = outcome.newton_steps;
    row.linear_iterations = outcome.linear_iterations;
    row.error             = outcome.error;
    row.balance           = result_.report.balance["charge"];
    history_.row(row, result_.report);
    ++result_.time_steps;
    ++result_.steps_by_order[order - 1];
    result_.sum_of_unknowns += static_cast<double>(op_.n_fields()) * discretization_.dof_handler.n_dofs();
    const double share = total_duration_ > 0. ? std::min(0.999, now_.time / total_duration_) : 0.;
    log_.line(text("  t %.6g s  step %.3g s  order %.0f", now_.time, dt, order) +
              text("  Newton %.0f  linear %.0f", outcome.newton_steps, outcome.linear_iterations) + "  potential " +
              in_customary_unit(now_.electrode_potential, "V", 6) + "  current " +
              in_customary_unit(now_.current / footprint, "A/m^2", 5) + text("  charge balance %.1e", row.balance) +
              (share > 0. ? text("  %.1f %% done", 100. * share) : ""));
    progress_(share);
    if (data_.time.field_interval > 0. && now_.time >= next_field_time_ * (1. - 1e-12))
      {
        write_fields_at(now_);
        next_field_time_ += data_.time.field_interval;
      }
  }

  template double
  TransientRun<2>::least_current(const Operator<2> &);
  template void
  TransientRun<2>::write_fields_at(const TimeState &);
  template void
  TransientRun<2>::publish(const ProtocolStep &, double, unsigned int, const StepOutcome &);
  template double
  TransientRun<3>::least_current(const Operator<3> &);
  template void
  TransientRun<3>::write_fields_at(const TimeState &);
  template void
  TransientRun<3>::publish(const ProtocolStep &, double, unsigned int, const StepOutcome &);
} // namespace zincfield
