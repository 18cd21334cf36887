#include "solver/time/programme_run.h"

#include "physics/constants.h"
#include "postprocess/field_files.h"
#include "solver/nonlinear/continuation.h"

#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A step is given up when it would be shorter than this share of the time since the switch. */
    constexpr double shortest_share = 1e-10;

    /** The implicit Euler step after a switch, as a share of the first one with error control. */
    constexpr double switching_share = 0.01;

    /** A switch is given up where it would have to be taken in smaller shares of its jump. */
    constexpr double smallest_jump = 1e-3;

    /** Concentrations at the metal may fall below zero by this share of the bulk's: elements undershoot. */
    constexpr double allowed_undershoot = 1e-3;

    /** Share of the bulk's concentration below which an electrode counts as depleted. */
    constexpr double depleted_share = 1e-3;

    /** Stop conditions are met to this, relative to their size, or to this share of a time step. */
    constexpr double event_tolerance = 1e-9;

    constexpr double infinite = std::numeric_limits<double>::infinity();

    std::string
    text(const char *format, const double a, const double b = 0., const double c = 0., const double d = 0., const double e = 0., const double f = 0.)
    {
      char buffer[300];
      std::snprintf(buffer, sizeof(buffer), format, a, b, c, d, e, f);
      return buffer;
    }

    double
    bulk_zinc(const CellModel &model)
    {
      for (const Species &species : model.transport->species())
        if (species.name == "Zn2+")
          return species.bulk_concentration;
      return 0.;
    }

    /** A concentration that falls to zero is a division by zero for rate laws: depletion is reached a little before. */
    ProgrammeStep
    with_reachable_stops(ProgrammeStep step, const double bulk)
    {
      for (StopCondition &stop : step.stops)
        if (stop.kind == StopCondition::Kind::concentration_below)
          stop.value = std::max(stop.value, depleted_share * bulk);
      return step;
    }

    unsigned int
    order_for(const TimeOptions &time)
    {
      return time.order > 0 ? time.order : time.tolerance > 1e-2 ? 2 : time.tolerance > 1e-6 ? 3 : 4;
    }
  } // namespace

  template <int dim>
  ProgrammeRun<dim>::ProgrammeRun(Operator<dim> &op, const std::string &directory, RunLog &log, std::function<void(double)> progress, const Keeping<dim> &keeping)
    : op_(op)
    , data_(op.model().data)
    , log_(log)
    , progress_(std::move(progress))
    , directory_(directory)
    , keeping_(keeping)
    , history_(directory, keeping.from != nullptr)
    , series_(directory, data_.output.volume, data_.output.surface)
    , integrator_(op, esdirk(order_for(data_.time)), data_.time.tolerance, least_current())
  {
    for (const unsigned int index : data_.programme.sequence)
      total_duration_ += data_.programme.steps[index].duration;
  }

  template <int dim>
  double
  ProgrammeRun<dim>::least_current() const
  {
    double largest = 0.;
    for (const ProgrammeStep &step : data_.programme.steps)
      if (step.drive == Drive::galvanostatic)
        largest = std::max(largest, std::abs(step.current_density));
    if (largest > 0.)
      return 1e-3 * largest;
    // what the first field's bulk would carry over the size of the feature
    const TransportModel &transport = *op_.model().transport;
    double                bulk[max_fields];
    Coefficients<double>  a;
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      bulk[f] = transport.fields()[f].bulk_value;
    transport.coefficients(0, transport.properties(0, Location()), bulk, a);
    return 1e-3 * std::abs(a[0][0]) * transport.fields()[0].scale / (data_.geometry->feature_size() * mesh_unit);
  }

  template <int dim>
  Newton<dim> &
  ProgrammeRun<dim>::newton(const bool galvanostatic)
  {
    newton_[galvanostatic ? 0 : 1].reset(); // one at a time: their multigrid levels are large
    if (!newton_[galvanostatic])
      newton_[galvanostatic] = std::make_unique<Newton<dim>>(op_, data_.solver, galvanostatic, nullptr);
    return *newton_[galvanostatic];
  }

  template <int dim>
  Drives
  ProgrammeRun<dim>::drives(const ProgrammeStep &step) const
  {
    const double begin = begun_;
    switch (step.drive)
      {
        case Drive::galvanostatic:
          return {true, [step](double) { return step.current_density; }};
        case Drive::potentiostatic:
          return {false, [step](double) { return step.potential; }};
        case Drive::sweep:
          return {false, [step, begin](const double time) { return step.potential + (step.end_potential - step.potential) * (time - begin) / step.duration; }};
        default:
          return {true, [](double) { return 0.; }};
      }
  }

  template <int dim>
  double
  ProgrammeRun<dim>::first_step(const ProgrammeStep &step) const
  {
    if (data_.time.first_step > 0.)
      return data_.time.first_step;
    double scale = step.duration;
    for (const StopCondition &stop : step.stops)
      if (stop.kind == StopCondition::Kind::charge && step.drive == Drive::galvanostatic && step.current_density != 0.)
        scale = scale > 0. ? std::min(scale, stop.value / std::abs(step.current_density)) : stop.value / std::abs(step.current_density);
    return 1e-6 * (scale > 0. ? scale : 1000.);
  }

  template <int dim>
  Readings
  ProgrammeRun<dim>::read(const Moment &moment) const
  {
    const double footprint = op_.discretization().mesh.footprint();
    Readings     readings{moment.electrode_potential, moment.current / footprint, (moment.charge - charge_begun_) / footprint, infinite};
    const StateVector  ghosted = with_ghosts(op_.discretization(), moment.fields);
    const Sampler<dim> sampler(op_.discretization(), op_.model(), ghosted, moment.electrode_potential, op_.film_values(moment.stored.film_states));
    if (sampler.zinc() < 0)
      return readings;
    sampler.surface(op_.discretization().face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        if (op_.model().boundaries[s.boundary].condition == Condition::electrode)
          readings.lowest_concentration = std::min(readings.lowest_concentration, s.surface_concentration);
    });
    readings.lowest_concentration = Utilities::MPI::min(readings.lowest_concentration, op_.discretization().dof_handler.get_communicator());
    return readings;
  }

  template <int dim>
  void
  ProgrammeRun<dim>::add_balances(Report &report) const
  {
    const TransportModel &transport = *op_.model().transport;
    const unsigned int    n         = op_.n_fields();
    std::array<double, max_fields> surplus{};
    for (unsigned int f = 0; f < n; ++f)
      {
        if (f != transport.potential())
          surplus[f] = (now_.stored.rows.block(f).mean_value() - begin_.stored.rows.block(f).mean_value()) * now_.stored.rows.block(f).size();
        for (const auto &passed : now_.passed)
          surplus[f] += passed[f];
      }
    for (unsigned int k = 0; k < transport.species().size(); ++k)
      {
        const auto weights = transport.species_flux_weights(k);
        double     total   = 0.;
        for (unsigned int f = 0; f < n; ++f)
          total += weights[f] * surplus[f];
        report.balance[transport.species()[k].name] = std::abs(total) / std::max(moved_charge_, 1e-9);
      }
  }

  template <int dim>
  void
  ProgrammeRun<dim>::write_fields_at(const Moment &moment)
  {
    if (!series_.enabled())
      return;
    write_fields(op_.discretization(), op_.model(), moment.fields, moment.electrode_potential, series_.next_folder(), data_.output.volume, data_.output.surface, op_.film_values(moment.stored.film_states));
    series_.written(moment.time);
  }

  template <int dim>
  void
  ProgrammeRun<dim>::accept(Moment &&to, const ProgrammeStep &step, const double dt, const StepOutcome &outcome)
  {
    moved_charge_ += std::abs(to.charge - now_.charge);
    now_ = std::move(to);
    publish(step, dt, outcome);
  }

  template <int dim>
  void
  ProgrammeRun<dim>::publish(const ProgrammeStep &step, const double dt, const StepOutcome &outcome)
  {
    result_.report = measure(op_.discretization(), op_.model(), now_.fields, now_.electrode_potential, now_.flux, op_.film_values(now_.stored.film_states));
    add_balances(result_.report);
    double sum = 0.;
    for (unsigned int id = 0; id < op_.model().boundaries.size(); ++id)
      sum += op_.current(id);
    result_.report.balance["charge"] = std::abs(sum) / std::max(std::abs(now_.current), least_current() * op_.discretization().mesh.footprint());

    const double footprint = op_.discretization().mesh.footprint();
    HistoryRow   row;
    row.position          = position_ + 1;
    row.step              = step.name;
    row.time              = now_.time;
    row.time_step         = dt;
    row.charge            = now_.charge / footprint;
    row.newton_steps      = outcome.newton_steps;
    row.linear_iterations = outcome.linear_iterations;
    row.error             = outcome.error;
    row.balance           = result_.report.balance["charge"];
    history_.row(row, result_.report);
    ++result_.time_steps;
    const double share = total_duration_ > 0. ? std::min(0.999, now_.time / total_duration_) : 0.;
    log_.line(text("  t %.6g s  step %.3g s", now_.time, dt) + text("  Newton %.0f  linear %.0f", outcome.newton_steps, outcome.linear_iterations) +
              text("  potential %.6g mV  current %.5g mA/cm^2  charge balance %.1e", 1e3 * now_.electrode_potential, 0.1 * now_.current / footprint, row.balance) +
              (share > 0. ? text("  %.1f %% done", 100. * share) : ""));
    progress_(share);
    if (data_.time.field_interval > 0. && now_.time >= next_field_time_ * (1. - 1e-12))
      {
        write_fields_at(now_);
        next_field_time_ = now_.time + data_.time.field_interval;
      }
  }

  template <int dim>
  bool
  ProgrammeRun<dim>::switch_on(const Drives &drives, const double dt)
  {
    Newton<dim> &newton = *newton_[drives.galvanostatic];
    const double before = drives.galvanostatic ? now_.current / op_.discretization().mesh.footprint() : now_.electrode_potential;
    Moment       guess  = now_;
    double       share = 0., step = 1.; // of the jump that has been solved for
    while (step > smallest_jump)
      {
        const double wanted = std::min(1., share + step);
        const Drives partly{drives.galvanostatic, [&](const double time) { return before + wanted * (drives.value(time) - before); }};
        Moment       to = guess;
        last_outcome_   = integrator_.start(newton, partly, now_, to, dt);
        result_.newton_steps += last_outcome_.newton_steps;
        result_.linear_iterations += last_outcome_.linear_iterations;
        if (!last_outcome_.failure.empty())
          {
            step *= 0.25;
            continue;
          }
        share = wanted;
        guess = to;
        if (share == 1.)
          {
            moved_charge_ += std::abs(to.charge - now_.charge);
            now_ = std::move(to);
            return true;
          }
      }
    return false;
  }

  template <int dim>
  void
  ProgrammeRun<dim>::locate(const Drives &drives, const ProgrammeStep &step, Moment &to, const double dt)
  {
    Newton<dim> &newton = *newton_[drives.galvanostatic];
    unsigned int which;
    double       low = 0., high = dt, at_low = beyond(step, read(now_), which), at_high = beyond(step, read(to), which);
    for (unsigned int trial = 0; trial < 40 && high - low > event_tolerance * dt && at_high > event_tolerance; ++trial)
      {
        double share = at_low / (at_low - at_high);
        share        = std::min(0.95, std::max(0.05, share + 0.5 * event_tolerance));
        if (trial % 4 == 3)
          share = 0.5;
        const double middle = low + share * (high - low);
        Moment       between;
        const auto   outcome = integrator_.step(newton, drives, now_, between, middle);
        if (!outcome.failure.empty())
          return; // `to` is beyond the condition, by one time step at most
        const double value = beyond(step, read(between), which);
        if (value >= 0.)
          {
            high    = middle;
            at_high = value;
            to      = std::move(between);
          }
        else
          {
            low    = middle;
            at_low = value;
          }
      }
  }

  template <int dim>
  bool
  ProgrammeRun<dim>::carry_out(const ProgrammeStep &given)
  {
    const double        bulk = bulk_zinc(op_.model());
    const ProgrammeStep step = with_reachable_stops(given, bulk);
    if (!resumed_)
      {
        begun_        = now_.time;
        charge_begun_ = now_.charge;
      }
    const Drives drives      = this->drives(step);
    Newton<dim> &newton      = this->newton(drives.galvanostatic);
    const double end         = step.duration > 0. ? begun_ + step.duration : infinite;
    const double footprint   = op_.discretization().mesh.footprint();
    unsigned int which       = 0;

    ProgrammeStepResult done;
    done.name  = step.name;
    done.drive = step.drive;
    done.begin = begun_;
    log_.line(text("  programme %.0f of %.0f: ", position_ + 1, data_.programme.sequence.size()) + step.name);
    bool    running = true;
    double &dt      = time_step_;
    if (!resumed_)
      {
        dt      = first_step(step);
        running = switch_on(drives, switching_share * std::min(dt, step.duration > 0. ? step.duration : dt));
        if (running)
          publish(step, now_.time - begun_, last_outcome_);
        lowest_ = read(now_).lowest_concentration;
        fall_   = 0.;
      }
    resumed_ = false;
    while (running)
      {
        if (beyond(step, read(now_), which) >= 0.)
          {
            done.reason = describe(step.stops[which]);
            break;
          }
        const double left = end - now_.time;
        if (std::isfinite(end) && left <= 1e-12 * end)
          {
            done.reason = "its time is over";
            break;
          }
        if (data_.time.largest_step > 0.)
          dt = std::min(dt, data_.time.largest_step);
        dt = dt >= left ? left : std::min(dt, 0.5 * left); // no tiny step at the end
        if (result_.time_steps + result_.rejected_steps >= data_.time.maximum_steps)
          {
            result_.failure = "The programme took more time steps than \"Maximum steps\" allows (" + std::to_string(data_.time.maximum_steps) + ").";
            break;
          }

        Moment to;
        last_outcome_ = integrator_.step(newton, drives, now_, to, dt);
        result_.newton_steps += last_outcome_.newton_steps;
        result_.linear_iterations += last_outcome_.linear_iterations;
        Readings readings;
        bool     good = last_outcome_.failure.empty();
        if (good)
          {
            readings = read(to);
            good     = readings.lowest_concentration > -allowed_undershoot * bulk;
            if (!good)
              last_outcome_.failure = "the concentration at the electrode falls below zero";
          }
        if (!good || last_outcome_.error > 1.)
          {
            ++result_.rejected_steps;
            dt *= good ? integrator_.step_factor(last_outcome_.error) : 0.25;
            if (!good)
              integrator_.set_trend(typename Integrator<dim>::Trend());
            if (dt > shortest_share * std::max(now_.time - begun_, first_step(step)))
              continue;
            running = false;
            break;
          }
        const double taken = dt, error = last_outcome_.error;
        if (beyond(step, readings, which) >= 0.)
          {
            locate(drives, step, to, dt);
            readings = read(to);
          }
        const double length = to.time - now_.time;
        fall_   = (lowest_ - readings.lowest_concentration) / length;
        lowest_ = readings.lowest_concentration;
        accept(std::move(to), step, length, last_outcome_);
        dt = taken * integrator_.step_factor(error);
        keep();
      }

    done.end       = now_.time;
    done.charge    = (now_.charge - charge_begun_) / footprint;
    done.potential = now_.electrode_potential;
    if (bulk > 0. && lowest_ < 2. * depleted_share * bulk && fall_ > 0.)
      done.transition_time = now_.time - begun_ + lowest_ / fall_;
    if (!running)
      {
        result_.failure = now_.time == begun_ ? "No state was found just after the switch to the step \"" + step.name + "\": " + explain(last_outcome_.failure) + ". Its current may be more than the electrode or its film lets through." :
                                                text("The time step fell to %.2g s at %.6g s", dt, now_.time) + " in the step \"" + step.name + "\": " + explain(last_outcome_.failure) + ".";
        if (bulk > 0. && lowest_ < 0.05 * bulk)
          result_.failure += text(" The zinc at the electrode is used up there, %.5g s after the switch: the current is above the limiting current. Use a Stop condition for it.", now_.time - begun_);
      }
    if (!result_.failure.empty())
      done.reason = "failed";
    log_.line(text("  ended at %.8g s: ", now_.time) + done.reason + text(", charge %.6g mAh/cm^2", done.charge / 3.6e4) +
              (std::isfinite(done.transition_time) ? text(", zinc at the electrode used up after %.6g s", done.transition_time) : ""));
    result_.steps.push_back(done);
    return result_.failure.empty();
  }

  template <int dim>
  ProgrammeResult
  ProgrammeRun<dim>::run(StateVector &state, const double electrode_potential)
  {
    now_.fields              = state;
    now_.electrode_potential = electrode_potential;
    op_.set_step({});
    op_.store(now_.stored, now_.fields, now_.electrode_potential);
    now_.rate = now_.stored;
    scale(now_.rate, 0.);
    now_.flux.assign(op_.model().boundaries.size(), {});
    now_.passed   = now_.flux;
    begin_.stored = now_.stored;
    next_field_time_ = data_.time.field_interval;
    if (keeping_.from)
      restore(*keeping_.from);
    else
      write_fields_at(now_);

    const auto &sequence = data_.programme.sequence;
    for (; position_ < sequence.size(); ++position_)
      {
        const bool good = carry_out(data_.programme.steps[sequence[position_]]);
        if (series_.enabled() && (series_.times.empty() || series_.times.back() < now_.time))
          write_fields_at(now_);
        history_.require_written();
        log_.require_written();
        if (!good)
          break;
      }
    state                       = now_.fields;
    result_.film_states         = op_.film_values(now_.stored.film_states);
    result_.electrode_potential = now_.electrode_potential;
    if (result_.report.order.empty())
      result_.report = measure(op_.discretization(), op_.model(), now_.fields, now_.electrode_potential, now_.flux, op_.film_values(now_.stored.film_states));
    return result_;
  }

  template class ProgrammeRun<2>;
  template class ProgrammeRun<3>;
} // namespace zincfield
