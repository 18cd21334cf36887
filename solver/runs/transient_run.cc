#include "solver/runs/transient_run.h"

#include "physics/constants.h"
#include "physics/transport/porous_electrode.h"
#include "postprocess/quantities/measure.h"
#include "solver/assembly/at_electrodes.h"
#include "solver/input/field_output.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/continuation.h"
#include "solver/runs/cycle_efficiency.h"
#include "solver/support/printf_text.h"
#include "solver/time/mesh_change.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A step is given up when it would be shorter than this share of the time since the switch. */
    constexpr double shortest_share = 1e-10;

    /** The same for steps that have no solution where the zinc at an electrode is used up: what is left of it lasts no longer. */
    constexpr double shortest_share_depleted = 1e-6;

    /** The implicit Euler step after a switch, as a share of the first one with error control. Its own error shortens it to the
     * tolerance, so often at most. */
    constexpr double       switching_share  = 0.01;
    constexpr unsigned int most_shortenings = 8;

    /** Share of the largest overpotential that has a rate law from which on a step beyond it is given up at once: shorter ones
     * would only come closer. */
    constexpr double nearly_largest = 0.99;

    /** A switch is given up where it would have to be taken in smaller shares of its jump. */
    constexpr double smallest_jump = 1e-3;

    /** Share of the bulk's concentration below which an electrode counts as depleted. */
    constexpr double depleted_share = 1e-3;

    /** Standard deviation of the deposition current over its mean beyond which the log says so. */
    constexpr double uneven = 0.01;

    /** Work of a step beside its implicit stages, in stages, as measured: factors, the error, reported numbers. Without factors
     * stages cost more. */
    constexpr double fixed_work_direct = 2., fixed_work_iterative = 1.;

    /** Orders are not chosen where the mesh follows the solution, one step behind it: the longest steps that the error in time
     * allows outrun it. */
    constexpr unsigned int order_on_changing_meshes = 3;

    /** 0: adaptive. */
    unsigned int
    fixed_order(const TimeOptions &options)
    {
      return options.order == 0 && options.adapt_mesh ? order_on_changing_meshes : options.order;
    }

    /** A concentration that falls to zero is a division by zero for rate laws: depletion is reached a little before. */
    ProtocolStep
    with_reachable_stops(ProtocolStep step, const double bulk)
    {
      for (StopCondition &stop : step.stops)
        if (stop.kind == StopCondition::Kind::concentration_below)
          stop.value = std::max(stop.value, depleted_share * bulk);
      return step;
    }

    double
    bulk_zinc(const CellModel &model)
    {
      const Species *zinc = find_zinc(model.transport->species());
      return zinc ? zinc->bulk_concentration : 0.;
    }

    /** Share of a step that its start may take at most where ions that the bulk has none of ask for a long one. */
    constexpr double longest_start = 0.01;

    /**
     * The least time after a switch in which an ion that the bulk has none of comes to be [s], 0 where there is none: that of its
     * diffusion through half a cell beside an electrode. With less, elements would need negative concentrations in the next cells;
     * where charge is resolved these are exponentials.
     */
    template <int dim>
    double
    shortest_start(const Operator<dim> &op)
    {
      if (!op.model().transport->traits().resolves_charge)
        return 0.;
      double slowest = std::numeric_limits<double>::infinity();
      for (const Species &ion : op.model().data.species)
        if (ion.bulk_concentration == 0.)
          slowest = std::min(slowest, ion.diffusivity);
      if (std::isinf(slowest))
        return 0.;
      const double node_distance = node_distance_at_electrodes(op.discretization(), op.model());
      return node_distance * node_distance / slowest;
    }
  } // namespace

  template <int dim>
  TransientRun<dim>::TransientRun(Discretization<dim>          &discretization,
                                  Operator<dim>                &op,
                                  const std::string            &directory,
                                  RunLog                       &log,
                                  std::function<void(double)>   progress,
                                  const CheckpointContext<dim> &context)
    : discretization_(discretization)
    , op_(op)
    , data_(op.model().data)
    , log_(log)
    , progress_(std::move(progress))
    , directory_(directory)
    , context_(context)
    , history_(directory, context.from != nullptr)
    , series_(directory, data_.output.volume, data_.output.surface, field_output(data_).format)
    , bulk_zinc_(bulk_zinc(op.model()))
    , least_current_(least_current(op))
    , layer_(discretization, op.model())
    , orders_(fixed_order(data_.time), preconditioner_kind(data_.solver, op) == "direct" ? fixed_work_direct : fixed_work_iterative)
    , integrator_(op, esdirk(orders_.order()), data_.time.tolerance, least_current_)
  {
    for (const unsigned int index : data_.protocol.sequence)
      total_duration_ += data_.protocol.steps[index].duration;
  }

  template <int dim>
  Newton<dim> &
  TransientRun<dim>::newton(const Drives &drives)
  {
    if (!newton_ || newton_is_galvanostatic_ != drives.galvanostatic)
      {
        newton_.reset(); // one at a time: their multigrid levels are large
        newton_                  = std::make_unique<Newton<dim>>(op_, data_.solver, drives.galvanostatic, nullptr);
        newton_is_galvanostatic_ = drives.galvanostatic;
        if (factorises_ && newton_->may_factorise())
          newton_->factorise();
      }
    return *newton_;
  }

  template <int dim>
  bool
  TransientRun<dim>::factorise_instead()
  {
    if (last_outcome_.failure != "DIVERGED_LINEAR_SOLVE" || !newton_->may_factorise())
      return false;
    log_.line("  " + explain(last_outcome_.failure) + ": again with factors of the whole Jacobian");
    newton_->factorise();
    return factorises_ = true;
  }

  template <int dim>
  Drives
  TransientRun<dim>::drives(const ProtocolStep &step) const
  {
    const double begin = begun_;
    switch (step.drive)
      {
        case Drive::galvanostatic:
          return {true, [step](double) { return step.current_density; }};
        case Drive::potentiostatic:
          return {false, [step](double) { return step.potential; }};
        case Drive::sweep:
          return {false, [step, begin](const double time) {
                    return step.potential + (step.end_potential - step.potential) * (time - begin) / step.duration;
                  }};
        default:
          return {true, [](double) { return 0.; }};
      }
  }

  template <int dim>
  double
  TransientRun<dim>::first_step(const ProtocolStep &step) const
  {
    if (data_.time.first_step > 0.)
      return data_.time.first_step;
    double scale = step.duration;
    for (const StopCondition &stop : step.stops)
      if (step.drive == Drive::galvanostatic && step.current_density != 0.)
        {
          const double left   = now_.deposit / op_.discretization().mesh.footprint() - stop.value;
          const double charge = stop.kind == StopCondition::Kind::charge          ? stop.value
                                : stop.kind == StopCondition::Kind::deposit_below ? left
                                                                                  : 0.;
          if (charge > 0.)
            scale = std::min(scale > 0. ? scale : std::numeric_limits<double>::infinity(), charge / std::abs(step.current_density));
        }
    return 1e-6 * (scale > 0. ? scale : 1000.);
  }

  template <int dim>
  void
  TransientRun<dim>::count(const StepOutcome &outcome)
  {
    result_.newton_steps += outcome.newton_steps;
    result_.linear_iterations += outcome.linear_iterations;
  }

  template <int dim>
  void
  TransientRun<dim>::move_to(TimeState &&to)
  {
    moved_charge_ += std::abs(to.charge - now_.charge);
    now_ = std::move(to);
  }

  template <int dim>
  void
  TransientRun<dim>::publish_and_grow(const ProtocolStep &step, const double dt, const unsigned int order)
  {
    if (layer_.exists())
      layer_.advance(op_, now_);
    publish(step, dt, order, last_outcome_);
    if (!layer_.exists())
      return;
    layer_.apply(op_, op_.film_values(now_.accumulation.film_states));
    newton_.reset(); // its levels have the film as it was
  }

  template <int dim>
  std::string
  TransientRun<dim>::why_refused(const Drives &drives, const TimeState &to, const Readings &readings) const
  {
    const AtElectrodes metal{readings.lowest_anywhere, readings.lowest_concentration, readings.activation};
    const auto         applied = drives.galvanostatic ? std::optional<double>(drives.value(to.time)) : std::nullopt;
    return zincfield::why_refused(op_, to.fields, to.electrode_potential, metal,
                                  {to.current, to.net_current, to.flux, data_.solver.newton_tolerance}, applied);
  }

  template <int dim>
  bool
  TransientRun<dim>::jump(const Drives &drives, const double dt, TimeState &to)
  {
    const double before = drives.galvanostatic ? now_.current / op_.discretization().mesh.footprint() : now_.electrode_potential;
    TimeState    guess  = now_;
    double       share = 0., step = 1.;       // of the jump that has been solved for
    bool by_reactions = drives.galvanostatic; // whether the potential that the reactions and the film ask for is left to try
    while (step > smallest_jump)
      {
        const double wanted = std::min(1., share + step);
        const Drives partly{drives.galvanostatic,
                            [&](const double time) { return before + wanted * (drives.value(time) - before); }};
        to            = guess;
        last_outcome_ = integrator_.start(newton(drives), partly, now_, to, dt);
        count(last_outcome_);
        if (last_outcome_.failure.empty())
          last_outcome_.failure = why_refused(partly, to, read(to));
        if (last_outcome_.failure.empty())
          {
            share = wanted;
            guess = to;
            if (share == 1.)
              return true;
            continue;
          }
        if (factorise_instead())
          continue;
        const auto potentials =
          std::exchange(by_reactions, false) ? drawing(op_.model(), drives.value(now_.time + dt)) : std::nullopt;
        if (potentials)
          guess.electrode_potential = potentials->electrode;
        else
          {
            guess.electrode_potential = share == 0. ? now_.electrode_potential : guess.electrode_potential;
            step *= 0.25;
          }
      }
    return false;
  }

  template <int dim>
  bool
  TransientRun<dim>::switch_on(const Drives &drives, double &dt, const double least)
  {
    TimeState to;
    if (!jump(drives, dt, to))
      return false;
    for (unsigned int k = 0; k < most_shortenings; ++k)
      {
        StepOutcome  work;
        const double error = integrator_.start_error(newton(drives), drives, to, dt, work);
        count(work);
        if (!(error > 1.))
          break;
        const StepOutcome outcome = last_outcome_;
        const double      shorter = dt * std::max(0.1, 0.7 / std::sqrt(error)); // the error is of the order of dt^2
        if (shorter < least)
          break;
        TimeState other;
        if (!jump(drives, shorter, other))
          {
            last_outcome_ = outcome;
            break;
          }
        dt = shorter;
        to = std::move(other);
      }
    move_to(std::move(to));
    return true;
  }

  template <int dim>
  bool
  TransientRun<dim>::begin_step(const Drives &drives, const ProtocolStep &step)
  {
    time_step_             = first_step(step);
    double       switching = switching_share * std::min(time_step_, step.duration > 0. ? step.duration : time_step_);
    const double least     = std::min(shortest_start(op_), longest_start * (step.duration > 0. ? step.duration : 1e6 * time_step_));
    if (switching < least)
      time_step_ = switching = least;
    const bool good = switch_on(drives, switching, least);
    time_step_      = std::min(time_step_, switching / switching_share);
    if (good)
      publish_and_grow(step, now_.time - begun_, 1);
    orders_.begin();
    fall_          = 0.;
    steps_on_mesh_ = data_.time.steps_between_meshes; // a new layer grows from the electrode
    return good;
  }

  template <int dim>
  ErrorsByOrder
  TransientRun<dim>::errors_by_order(const Drives &drives, const TimeState &to)
  {
    if (orders_.is_adaptive())
      return integrator_.errors(newton(drives), to, last_outcome_.error);
    ErrorsByOrder own; // where one order is wanted, the others' are not worth a solution
    own.fill(-1.);
    own[orders_.order() - lowest_order] = last_outcome_.error;
    return own;
  }

  template <int dim>
  typename TransientRun<dim>::Attempt
  TransientRun<dim>::take_time_step(const Drives &drives, const ProtocolStep &step, const double end)
  {
    double   &dt = time_step_;
    TimeState to;
    integrator_.set_tableau(esdirk(orders_.order()));
    last_outcome_ = integrator_.step(newton(drives), drives, now_, to, dt);
    Readings readings;
    bool     good = last_outcome_.failure.empty();
    if (good)
      {
        readings              = read(to);
        last_outcome_.failure = why_refused(drives, to, readings);
        good                  = last_outcome_.failure.empty();
      }
    if (!good || last_outcome_.error > 1.)
      {
        count(last_outcome_);
        ++result_.rejected_steps;
        if (factorise_instead())
          return Attempt::rejected;
        if (good)
          dt = orders_.rejected(dt, errors_by_order(drives, to));
        else
          {
            dt *= 0.25;
            integrator_.set_trend(typename Integrator<dim>::Trend());
            orders_.begin();
          }
        const bool used_up =
          !good && !op_.model().transport->traits().resolves_charge && readings_.lowest_anywhere < depleted_share * bulk_zinc_;
        const double shortest = used_up ? shortest_share_depleted : shortest_share;
        if (!good && last_outcome_.failure == beyond_rates && readings_.activation > nearly_largest * largest_activation)
          return Attempt::given_up;
        if (dt <= shortest * std::max(now_.time - begun_, first_step(step)))
          return Attempt::given_up;
        keep(); // steps may be made again many times
        return Attempt::rejected;
      }
    const double       taken   = dt;
    const unsigned int order   = orders_.order();
    const double       longest = data_.time.largest_step > 0. ? std::min(data_.time.largest_step, end - to.time) : end - to.time;
    dt                         = orders_.accepted(dt, errors_by_order(drives, to), longest);
    if (unsigned int which = 0; beyond(step, readings, which) >= 0.)
      locate(drives, step, taken, to, readings, last_outcome_);
    count(last_outcome_);
    const double length = to.time - now_.time;
    fall_               = (readings_.lowest_concentration - readings.lowest_concentration) / length;
    if (readings.has_closed_pores && !readings_.has_closed_pores)
      log_.line(text("  the first pores of a scaffold are closed, at (%.4g, %.4g, ", readings.fullest[0], readings.fullest[1]) +
                text("%.4g) um, after %.4g s ", readings.fullest[2], to.time) +
                text("and %.4g mAh/cm^2", to.charge / op_.discretization().mesh.footprint() / 3.6e4));
    readings_ = readings;
    move_to(std::move(to));
    publish_and_grow(step, length, order);
    ++steps_on_mesh_;
    keep();
    return Attempt::accepted;
  }

  template <int dim>
  bool
  TransientRun<dim>::march(const Drives &drives, const ProtocolStep &step, bool at_the_beginning, std::string &reason)
  {
    const double end   = step.duration > 0. ? begun_ + step.duration : std::numeric_limits<double>::infinity();
    unsigned int which = 0;
    while (true)
      {
        if (beyond(step, readings_, which) >= 0.)
          {
            reason = describe(step.stops[which], at_the_beginning);
            return true;
          }
        const double left = end - now_.time;
        if (std::isfinite(end) && left <= 1e-12 * end)
          {
            reason = "its time is over";
            return true;
          }
        if (data_.time.adapt_mesh && steps_on_mesh_ >= data_.time.steps_between_meshes)
          {
            if (adapt(drives, step, std::min(time_step_, left)))
              continue;
            return true;
          }
        if (data_.time.largest_step > 0.)
          time_step_ = std::min(time_step_, data_.time.largest_step);
        time_step_ = std::min(time_step_, layer_.longest_step());
        const double due =
          data_.time.field_interval > 0. && !directory_.empty() ? std::min(left, next_field_time_ - now_.time) : left;
        time_step_ = time_step_ >= due ? due : std::min(time_step_, 0.5 * due); // no tiny step before it
        if (result_.time_steps + result_.rejected_steps >= data_.time.maximum_steps)
          {
            result_.failure = "The programme took more time steps than \"Maximum steps\" allows (" +
                              std::to_string(data_.time.maximum_steps) + ").";
            return true;
          }
        const Attempt attempt = take_time_step(drives, step, end);
        if (attempt == Attempt::given_up)
          return false;
        at_the_beginning = at_the_beginning && attempt == Attempt::rejected;
      }
  }

  template <int dim>
  std::string
  TransientRun<dim>::why_given_up(const ProtocolStep &step) const
  {
    const std::string why   = explain(last_outcome_.failure);
    const bool        draws = step.drive == Drive::galvanostatic && step.current_density != 0.;
    const std::string what  = "the step \"" + step.name + "\": " + why + ".";
    std::string       text;
    if (now_.time == begun_)
      text = "No state was found just after the switch to " + what +
             (draws ? " Its current may be more than the electrode or its film lets through." : "");
    else if (last_outcome_.failure == beyond_rates)
      text = zincfield::text("At %.6g s", now_.time) + " in " + what;
    else
      text = zincfield::text("The time step fell to %.2g s at %.6g s", time_step_, now_.time) + " in " + what;
    if (bulk_zinc_ > 0. && readings_.lowest_anywhere < 0.05 * bulk_zinc_)
      text += std::string(" The zinc at the ") + (readings_.lowest_concentration < 0.05 * bulk_zinc_ ? "" : "counter ") +
              zincfield::text("electrode is used up there, %.5g s after the switch: the current is above the limiting current. Use "
                              "a Stop condition for it.",
                              now_.time - begun_);
    return text;
  }

  template <int dim>
  bool
  TransientRun<dim>::knows_deposit() const
  {
    return !porous(*op_.model().transport);
  }

  template <int dim>
  void
  TransientRun<dim>::note_unevenness() const
  {
    const double spread = result_.report.quantities.at("std_over_mean").value;
    if (spread > uneven)
      log_.line(
        text("  zinc dissolves unevenly (standard deviation %.2g of the mean): where the deposit ends first, the metal below "
             "dissolves",
             spread));
  }

  template <int dim>
  bool
  TransientRun<dim>::carry_out(const ProtocolStep &given)
  {
    const ProtocolStep step = with_reachable_stops(given, bulk_zinc_);
    if (!resumed_)
      {
        begun_        = now_.time;
        charge_begun_ = now_.charge;
        moved_begun_  = moved_charge_;
      }
    const Drives       drives = this->drives(step);
    ProtocolStepResult done;
    done.name  = step.name;
    done.drive = step.drive;
    done.begin = begun_;
    log_.line(text("  programme %.0f of %.0f: ", position_ + 1, data_.protocol.sequence.size()) + step.name);
    const bool resumed = std::exchange(resumed_, false);
    bool       running = resumed || begin_step(drives, step);
    readings_          = read(now_);
    if (running)
      running =
        march(drives, step, !resumed, done.reason); // a condition that holds at the beginning has not been reached, it was met

    done.end       = now_.time;
    done.charge    = (now_.charge - charge_begun_) / op_.discretization().mesh.footprint();
    done.moved     = (moved_charge_ - moved_begun_) / op_.discretization().mesh.footprint();
    done.potential = now_.electrode_potential;
    if (knows_deposit())
      done.deposit = now_.deposit / op_.discretization().mesh.footprint();
    if (bulk_zinc_ > 0. && readings_.lowest_concentration < 2. * depleted_share * bulk_zinc_ && fall_ > 0.)
      done.transition_time = now_.time - begun_ + readings_.lowest_concentration / fall_;
    if (!running)
      result_.failure = why_given_up(step);
    if (!result_.failure.empty())
      done.reason = "failed";
    result_.steps.push_back(done);
    const double efficiency         = cycle_efficiency(result_.steps);
    result_.steps.back().efficiency = efficiency;
    log_.line(
      text("  ended at %.8g s: ", now_.time) + done.reason + text(", charge %.6g mAh/cm^2", done.charge / 3.6e4) +
      (std::isfinite(efficiency) ? text(", Coulombic efficiency of the cycle %.6g %%", 100. * efficiency) : "") +
      (std::isfinite(done.transition_time) ? text(", zinc at the electrode used up after %.6g s", done.transition_time) : ""));
    if (std::any_of(step.stops.begin(), step.stops.end(),
                    [](const StopCondition &stop) { return stop.kind == StopCondition::Kind::deposit_below; }))
      note_unevenness();
    return result_.failure.empty();
  }

  template <int dim>
  ProtocolResult
  TransientRun<dim>::run(StateVector &state, const double electrode_potential)
  {
    now_.fields              = state;
    now_.electrode_potential = electrode_potential;
    op_.set_step({});
    op_.accumulate(now_.accumulation, now_.fields, now_.electrode_potential);
    now_.rate = now_.accumulation;
    scale(now_.rate, 0.);
    now_.flux.assign(op_.boundary_flux().size(), {});
    now_.passed      = now_.flux;
    stored_at_begin_ = totals(now_.accumulation);
    next_field_time_ = data_.time.field_interval;
    if (context_.from)
      context_.from->read([&](const nlohmann::json &) { restore(*context_.from); });
    else
      write_fields_at(now_);

    const auto &sequence = data_.protocol.sequence;
    for (; position_ < sequence.size(); ++position_)
      {
        const bool good = carry_out(data_.protocol.steps[sequence[position_]]);
        if (series_.enabled() && (series_.times.empty() || series_.times.back() < now_.time))
          write_fields_at(now_);
        history_.require_written();
        log_.require_written();
        if (!good)
          break;
      }
    log_.line(text("  %.0f time steps: ", result_.time_steps) + describe(result_.steps_by_order) +
              text("; %.0f more were made again", result_.rejected_steps));
    state                       = now_.fields;
    result_.film_states         = op_.film_values(now_.accumulation.film_states);
    result_.electrode_potential = now_.electrode_potential;
    if (result_.report.order.empty())
      result_.report = measure(op_.discretization(), op_.model(), now_.fields, now_.electrode_potential, now_.flux,
                               op_.film_values(now_.accumulation.film_states));
    return result_;
  }

  template class TransientRun<2>;
  template class TransientRun<3>;
} // namespace zincfield
