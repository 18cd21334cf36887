#include "solver/results/stored_result.h"
#include "solver/runs/transient_run.h"
#include "solver/support/interruption.h"

namespace zincfield
{
  namespace
  {
    using Json = nlohmann::json;
  } // namespace

  template <int dim>
  void
  TransientRun<dim>::save()
  {
    if (!context_.checkpoints || !context_.checkpoints->enabled())
      return;
    result_.electrode_potential                        = now_.electrode_potential;
    const auto                                &trend   = integrator_.trend();
    const Json                                 scalars = {{"time", stored(now_.time)},
                                                          {"electrode potential", stored(now_.electrode_potential)},
                                                          {"current", stored(now_.current)},
                                                          {"charge", stored(now_.charge)},
                                                          {"deposition", stored(now_.deposition)},
                                                          {"deposit", stored(now_.deposit)},
                                                          {"moved begun", stored(moved_begun_)},
                                                          {"position", position_},
                                                          {"begun", stored(begun_)},
                                                          {"charge begun", stored(charge_begun_)},
                                                          {"time step", stored(time_step_)},
                                                          {"fall", stored(fall_)},
                                                          {"longest step of layer", stored(layer_.longest_step())},
                                                          {"next field time", stored(next_field_time_)},
                                                          {"moved charge", stored(moved_charge_)},
                                                          {"trend step", stored(trend.time_step)},
                                                          {"trend potential", stored(trend.potential)},
                                                          {"order", orders_.state().order},
                                                          {"steps of order", orders_.state().steps},
                                                          {"rejections", orders_.state().rejections},
                                                          {"factorises", factorises_},
                                                          {"steps on mesh", steps_on_mesh_},
                                                          {"result", stored(result_)},
                                                          {"field files", series_.endings},
                                                          {"history bytes", history_.bytes()},
                                                          {"log seconds", log_.seconds()}};
    std::map<std::string, const StateVector *> vectors = {
      {"fields", &now_.fields}, {"stored", &now_.accumulation.rows}, {"rate", &now_.rate.rows}};
    if (trend.time_step > 0.)
      vectors["trend"] = &trend.fields;
    const FilmValues films = op_.film_values(now_.accumulation.films), rate_of_films = op_.film_values(now_.rate.films),
                     film_states = op_.film_values(now_.accumulation.film_states),
                     solids = op_.solid_values(now_.accumulation.solids), rate_of_solids = op_.solid_values(now_.rate.solids);
    context_.checkpoints->write(
      Snapshot<dim>{context_.mesh,
                    &op_.discretization(),
                    vectors,
                    {{"films", &films},
                     {"rate of films", &rate_of_films},
                     {"film states", &film_states},
                     {"solids", &solids},
                     {"rate of solids", &rate_of_solids}},
                    {{"stored charge", now_.accumulation.metal_charge},
                     {"rate of charge", now_.rate.metal_charge},
                     {"stored at begin", std::vector<double>(stored_at_begin_.begin(), stored_at_begin_.end())},
                     {"flux", flattened(now_.flux)},
                     {"passed", flattened(now_.passed)},
                     {"field times", series_.times}},
                    scalars});
  }

  template <int dim>
  void
  TransientRun<dim>::restore(StoredCheckpoint &from)
  {
    const Json &scalars      = from.scalars();
    const auto  value        = [&](const char *name) { return number(scalars.at(name)); };
    now_.time                = value("time");
    now_.electrode_potential = value("electrode potential");
    now_.current             = value("current");
    now_.charge              = value("charge");
    now_.deposition          = value("deposition");
    now_.deposit             = value("deposit");
    moved_begun_             = value("moved begun");
    position_                = scalars.at("position");
    begun_                   = value("begun");
    charge_begun_            = value("charge begun");
    time_step_               = value("time step");
    factorises_              = scalars.value("factorises", false);
    fall_                    = value("fall");
    next_field_time_         = value("next field time");
    moved_charge_            = value("moved charge");
    orders_.set_state(
      {scalars.at("order"), scalars.at("steps of order"), scalars.value("rejections", 0u)}); // of a step that is made again
    steps_on_mesh_ = scalars.at("steps on mesh");
    result_        = protocol_result(scalars.at("result"));
    typename Integrator<dim>::Trend trend;
    trend.time_step   = value("trend step");
    trend.potential   = value("trend potential");
    const auto vector = [&](const char *name, StateVector &destination) {
      op_.discretization().initialize(destination, op_.n_fields());
      from.parts().restore(op_.discretization(), name, destination);
    };
    vector("fields", now_.fields);
    vector("stored", now_.accumulation.rows);
    vector("rate", now_.rate.rows);
    if (layer_.exists())
      {
        const auto amounts = [&](const char *name) {
          return from.parts().cell_values(op_.discretization().mesh.triangulation(), name);
        };
        layer_.set_amounts(amounts("solids"));
        layer_.set_longest_step(value("longest step of layer"));
        op_.reinit();
        now_.accumulation.solids = op_.solid_entries(amounts("solids"));
        now_.rate.solids         = op_.solid_entries(amounts("rate of solids"));
      }
    const auto films = [&](const char *name) {
      return op_.film_entries(from.parts().cell_values(op_.discretization().mesh.triangulation(), name));
    };
    now_.accumulation.films       = films("films");
    now_.rate.films               = films("rate of films");
    now_.accumulation.film_states = films("film states");
    if (trend.time_step > 0.)
      vector("trend", trend.fields);
    integrator_.set_trend(trend);
    now_.accumulation.metal_charge = from.array("stored charge");
    now_.rate.metal_charge         = from.array("rate of charge");
    const auto at_begin            = from.array("stored at begin");
    std::copy(at_begin.begin(), at_begin.end(), stored_at_begin_.begin());
    now_.flux       = fluxes_of(from.array("flux"));
    now_.passed     = fluxes_of(from.array("passed"));
    series_.times   = from.array("field times");
    series_.endings = scalars.at("field files").get<std::vector<std::string>>();
    if (series_.endings.size() != series_.times.size())
      throw std::runtime_error("the times of fields and their files differ in number");
    history_.go_on(scalars.at("history bytes"));
    log_.line("  goes on from " + std::to_string(now_.time) + " s");
    resumed_ = true;
  }

  template <int dim>
  void
  TransientRun<dim>::keep()
  {
    const std::string reason = context_.checkpoints ? stop_requested(op_.discretization().dof_handler.get_communicator()) : "";
    if (!reason.empty() || (context_.checkpoints && context_.checkpoints->due()))
      save();
    if (!reason.empty())
      stop_if_requested(op_.discretization().dof_handler.get_communicator());
  }

  template void
  TransientRun<2>::save();
  template void
  TransientRun<3>::save();
  template void
  TransientRun<2>::restore(StoredCheckpoint &);
  template void
  TransientRun<3>::restore(StoredCheckpoint &);
  template void
  TransientRun<2>::keep();
  template void
  TransientRun<3>::keep();
} // namespace zincfield
