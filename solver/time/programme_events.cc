#include "solver/time/programme_run.h"

#include "physics/constants.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Stop conditions are met to this, relative to their size, or to this share of a time step. */
    constexpr double event_tolerance = 1e-9;
  } // namespace

  template <int dim>
  Readings
  ProgrammeRun<dim>::read(const Moment &moment) const
  {
    const double footprint = op_.discretization().mesh.footprint();
    Readings     readings{moment.electrode_potential, moment.current / footprint, (moment.charge - charge_begun_) / footprint, std::numeric_limits<double>::infinity(), 0.};
    const StateVector  ghosted = with_ghosts(op_.discretization(), moment.fields);
    const Sampler<dim> sampler(op_.discretization(), op_.model(), ghosted, moment.electrode_potential, op_.film_values(moment.stored.film_states));
    sampler.surface(op_.discretization().face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        {
          readings.activation = std::max(readings.activation, std::abs(s.activation) / thermal_voltage(op_.model().transport->temperature()));
          if (sampler.zinc() >= 0 && op_.model().boundaries[s.boundary].condition == Condition::electrode)
            readings.lowest_concentration = std::min(readings.lowest_concentration, s.surface_concentration);
        }
    });
    const MPI_Comm communicator   = op_.discretization().dof_handler.get_communicator();
    readings.activation           = Utilities::MPI::max(readings.activation, communicator);
    readings.lowest_concentration = Utilities::MPI::min(readings.lowest_concentration, communicator);
    return readings;
  }

  template <int dim>
  void
  ProgrammeRun<dim>::locate(const Drives &drives, const ProgrammeStep &step, const double dt, Moment &to, Readings &readings, StepOutcome &outcome)
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
        Moment            between;
        const StepOutcome tried = integrator_.step(newton(drives), drives, now_, between, middle);
        outcome.newton_steps += tried.newton_steps;
        outcome.linear_iterations += tried.linear_iterations;
        if (!tried.failure.empty())
          return; // `to` is beyond the condition, by one time step at most
        const Readings there = read(between);
        const double   value = beyond(step, there, which);
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

  template Readings ProgrammeRun<2>::read(const Moment &) const;
  template Readings ProgrammeRun<3>::read(const Moment &) const;
  template void ProgrammeRun<2>::locate(const Drives &, const ProgrammeStep &, double, Moment &, Readings &, StepOutcome &);
  template void ProgrammeRun<3>::locate(const Drives &, const ProgrammeStep &, double, Moment &, Readings &, StepOutcome &);
} // namespace zincfield
