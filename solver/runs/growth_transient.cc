#include "physics/constants.h"
#include "solver/runs/amounts.h"
#include "solver/runs/growth_run.h"
#include "solver/time/mesh_change.h"

// What a run with growth has to itself where fields have a past.

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The first step after a switch over the duration of what it begins, as far as that is known; else [s]. */
    constexpr double switching_share = 1e-8, switching_time = 1e-6;
  } // namespace

  template <int dim>
  void
  GrowthRun<dim>::begin_at_rest()
  {
    result_.growth.start_s = timer_.wall_time();
    result_.cycles         = 1;
    op_.set_step({});
    op_.accumulate(instant_.accumulation, state_, electrode_potential_);
    instant_.fields              = state_;
    instant_.electrode_potential = electrode_potential_;
    instant_.flux.assign(op_.boundary_flux().size(), {});
    instant_.passed          = instant_.flux;
    now_.fields              = state_;
    now_.electrode_potential = electrode_potential_;
    write_fields_now();
  }

  template <int dim>
  double
  GrowthRun<dim>::switching_step(const GrowthEnds &ends) const
  {
    if (options_.first_step > 0.)
      return options_.first_step;
    GrowthReadings now = readings(now_, rate_, profile_);
    if (applied())
      now.charge_rate = *applied();
    const double duration = ends.longest_step(now);
    return std::isfinite(duration) ? switching_share * duration : switching_time;
  }

  template <int dim>
  const TimeState::Fluxes &
  GrowthRun<dim>::fluxes() const
  {
    return transient_ ? instant_.flux : op_.boundary_flux();
  }

  template <int dim>
  FilmValues
  GrowthRun<dim>::film_states() const
  {
    return transient_ ? op_.film_values(instant_.accumulation.film_states) : FilmValues();
  }

  template <int dim>
  void
  GrowthRun<dim>::add_amount_balances()
  {
    if (!transient_ || now_.magnitude == 0.)
      return;
    // stored counts from the bulk composition, of which the metal leaves less room, and began with it
    const Sources<double>          amount = amounts_of_bulk(*model_.transport, 0);
    const double                   lost   = deposited_volume() * mesh_unit;
    std::array<double, max_fields> stored = totals(instant_.accumulation);
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      stored[f] -= amount[f] * lost;
    zincfield::add_amount_balances(result_.report, *model_.transport, stored, instant_.passed, now_.magnitude);
    result_.report.balance["charge"] = std::abs(instant_.net_current) / std::max(std::abs(instant_.current), 1e-300);
  }

  template void
  GrowthRun<2>::begin_at_rest();
  template double
  GrowthRun<2>::switching_step(const GrowthEnds &) const;
  template const TimeState::Fluxes &
  GrowthRun<2>::fluxes() const;
  template FilmValues
  GrowthRun<2>::film_states() const;
  template void
  GrowthRun<2>::add_amount_balances();
  template void
  GrowthRun<3>::begin_at_rest();
  template double
  GrowthRun<3>::switching_step(const GrowthEnds &) const;
  template const TimeState::Fluxes &
  GrowthRun<3>::fluxes() const;
  template FilmValues
  GrowthRun<3>::film_states() const;
  template void
  GrowthRun<3>::add_amount_balances();
} // namespace zincfield
