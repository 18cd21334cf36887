#include "physics/constants.h"
#include "postprocess/quantities/measure.h"
#include "solver/assembly/materials_of_cell.h"
#include "solver/runs/amounts.h"
#include "solver/runs/growth_run.h"
#include "solver/runs/room_of_film.h"
#include "solver/time/mesh_change.h"

// What a run with growth has to itself where fields have a past.

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The first step after a switch over the duration of what it begins, as far as that is known; else [s]. */
    constexpr double switching_share = 1e-8, switching_time = 1e-6;

    /** Beyond what the solution holds at the composition of the bulk, a film with a mesh included. */
    template <int dim>
    std::array<double, max_fields>
    stored_beyond_bulk(const Operator<dim> &op, const Accumulation &accumulation)
    {
      std::array<double, max_fields>       stored  = totals(accumulation);
      const std::array<double, max_fields> of_film = content_of_film(op);
      for (unsigned int f = 0; f < op.n_fields(); ++f)
        stored[f] += of_film[f];
      return stored;
    }
  } // namespace

  template <int dim>
  void
  GrowthRun<dim>::begin_at_rest()
  {
    result_.growth.start_s = timer_.wall_time();
    result_.cycles         = 1;
    op_.set_step({});
    op_.accumulate(instant_.accumulation, state_, electrode_potential_);
    stored_at_begin_             = stored_beyond_bulk(op_, instant_.accumulation);
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
    // What went on before says nothing of what follows: at rest, the zinc that deposits is rounding.
    GrowthReadings now    = readings(now_, rate_, profile_);
    now.charge_rate       = applied().value_or(0.);
    now.thickness_rate    = options_.volume_of_charge() * now.charge_rate;
    now.approach          = 0.;
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
  GrowthRun<dim>::let_go(const FilmValues &held)
  {
    if (!transient_)
      {
        if (const auto torn = solve(now_.thickness))
          {
            rate_                    = *torn;
            now_.fields              = state_;
            now_.electrode_potential = electrode_potential_;
          }
        return;
      }
    // The rows stay, and so what is stored in all: the next step finds the state that has it, from the film's own part as it is
    // now.
    Accumulation left;
    op_.accumulate(left, instant_.fields, instant_.electrode_potential, held);
    instant_.accumulation.films       = std::move(left.films);
    instant_.accumulation.film_states = std::move(left.film_states);
  }

  template <int dim>
  void
  GrowthRun<dim>::measure_fields()
  {
    result_.report = measure(discretization_, model_, state_, electrode_potential_, fluxes(), film_states());
    if (transient_ && model_.transport->traits().resolves_charge)
      count_displacement(result_.report, instant_.current / discretization_.mesh.footprint());
    add_amount_balances();
  }

  template <int dim>
  void
  GrowthRun<dim>::add_amount_balances()
  {
    if (!transient_ || now_.magnitude == 0.)
      return;
    // stored counts from the bulk composition, of which the metal leaves less room
    const Sources<double>          amount = amounts_of_bulk(*model_.transport, material_of_solution(model_));
    const double                   lost   = deposited_volume() * mesh_unit;
    std::array<double, max_fields> stored = stored_beyond_bulk(op_, instant_.accumulation);
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      stored[f] -= stored_at_begin_[f] + amount[f] * lost;
    zincfield::add_amount_balances(result_.report, *model_.transport, stored, instant_.passed, now_.magnitude);
    const double least               = transient_->nothing() * discretization_.mesh.footprint(); // at rest
    result_.report.balance["charge"] = std::abs(instant_.net_current) / std::max(std::abs(instant_.current), least);
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
  GrowthRun<2>::let_go(const FilmValues &);
  template void
  GrowthRun<2>::measure_fields();
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
  GrowthRun<3>::let_go(const FilmValues &);
  template void
  GrowthRun<3>::measure_fields();
  template void
  GrowthRun<3>::add_amount_balances();
} // namespace zincfield
