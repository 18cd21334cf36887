#include "solver/runs/transient_run.h"

#include "solver/assembly/at_electrodes.h"

namespace zincfield
{
  namespace
  {
    /** Stop conditions are met to this, relative to their size, or to this share of a time step. */
    constexpr double event_tolerance = 1e-9;
  } // namespace

  template <int dim>
  Readings
  TransientRun<dim>::read(const TimeState &state) const
  {
    const double       footprint = op_.discretization().mesh.footprint();
    const AtElectrodes metal =
      at_electrodes(op_, state.fields, state.electrode_potential, op_.film_values(state.accumulation.film_states));
    return {state.electrode_potential,
            state.current / footprint,
            (state.charge - charge_begun_) / footprint,
            metal.lowest_at_working,
            metal.lowest_concentration,
            metal.activation,
            metal.has_closed_pores(),
            metal.fullest,
            state.deposit / footprint};
  }

  template <int dim>
  void
  TransientRun<dim>::locate(
    const Drives &drives, const ProtocolStep &step, const double dt, TimeState &to, Readings &readings, StepOutcome &outcome)
  {
    unsigned int which;
    double       low = 0., high = dt, at_low = beyond(step, readings_, which), at_high = beyond(step, readings, which);
    for (unsigned int trial = 0; trial < 40 && high - low > event_tolerance * dt && at_high > event_tolerance; ++trial)
      {
        double share = at_low / (at_low - at_high);
        share        = std::min(0.95, std::max(0.05, share + 0.5 * event_tolerance));
        if (trial % 4 == 3)
          share = 0.5;
        const double      middle = low + share * (high - low);
        TimeState         between;
        const StepOutcome tried = integrator_.step(newton(drives), drives, now_, between, middle);
        outcome.newton_steps += tried.newton_steps;
        outcome.linear_iterations += tried.linear_iterations;
        if (!tried.failure.empty())
          return; // `to` is beyond the condition, by one time step at most
        const Readings there = read(between);
        if (!why_refused(drives, between, there).empty())
          return;
        const double value = beyond(step, there, which);
        if (value >= 0.)
          {
            high     = middle;
            at_high  = value;
            to       = std::move(between);
            readings = there;
          }
        else
          {
            low    = middle;
            at_low = value;
          }
      }
  }

  template Readings
  TransientRun<2>::read(const TimeState &) const;
  template Readings
  TransientRun<3>::read(const TimeState &) const;
  template void
  TransientRun<2>::locate(const Drives &, const ProtocolStep &, double, TimeState &, Readings &, StepOutcome &);
  template void
  TransientRun<3>::locate(const Drives &, const ProtocolStep &, double, TimeState &, Readings &, StepOutcome &);
} // namespace zincfield
