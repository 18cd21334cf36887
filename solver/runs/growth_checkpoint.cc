#include "solver/results/stored_result.h"
#include "solver/runs/growth_run.h"
#include "solver/support/interruption.h"

namespace zincfield
{
  template <int dim>
  nlohmann::json
  GrowthRun<dim>::past()
  {
    return {{"time", stored(now_.time)},
            {"electrode potential", stored(now_.electrode_potential)},
            {"charge", stored(now_.charge)},
            {"zinc", stored(now_.zinc)},
            {"magnitude", stored(now_.magnitude)},
            {"begun", stored(now_.begun)},
            {"charge begun", stored(now_.charge_begun)},
            {"steps", now_.steps},
            {"steps at start", steps_at_start_},
            {"moved at start", stored(moved_at_start_)},
            {"deposited before", stored(deposited_before_)},
            {"may renew", may_renew_},
            {"position", position_},
            {"next step", stored(next_step_)},
            {"next share", stored(next_share_)},
            {"current", stored(instant_.current)},
            {"switches", switches_},
            {"step seconds", stored(step_seconds_)},
            {"field files", series_.endings},
            {"history bytes", history_.bytes()},
            {"log seconds", log_.seconds()}};
  }

  template <int dim>
  void
  GrowthRun<dim>::take_past(const nlohmann::json &past)
  {
    const auto value         = [&](const char *name) { return number(past.at(name)); };
    now_.time                = value("time");
    now_.electrode_potential = value("electrode potential");
    now_.charge              = value("charge");
    now_.zinc                = value("zinc");
    now_.magnitude           = value("magnitude");
    now_.begun               = value("begun");
    now_.charge_begun        = value("charge begun");
    now_.steps               = past.at("steps");
    steps_at_start_          = past.at("steps at start");
    moved_at_start_          = value("moved at start");
    deposited_before_        = value("deposited before");
    may_renew_               = past.at("may renew");
    position_                = past.at("position");
    next_step_               = value("next step");
    next_share_              = value("next share");
    instant_.current         = value("current");
    switches_                = past.at("switches");
    step_seconds_            = value("step seconds");
    series_.endings          = past.at("field files").get<std::vector<std::string>>();
    history_.go_on(past.at("history bytes"));
    resumed_ = true;
  }

  template <int dim>
  void
  GrowthRun<dim>::save()
  {
    if (!context_.checkpoints || !context_.checkpoints->enabled())
      return;
    result_.wall_time_s            = earlier_seconds_ + timer_.wall_time();
    const StateVector displacement = mesh_->nodes().separated(now_.displacement);
    StateVector       thickness;
    discretization_.initialize(thickness, 1);
    thickness.block(0).copy_locally_owned_data_from(now_.thickness);
    StateVector film;
    discretization_.initialize(film, 1);
    if (now_.film.size() > 0)
      film.block(0).copy_locally_owned_data_from(now_.film);
    StateVector stretch;
    discretization_.initialize(stretch, 1);
    if (now_.stretch.size() > 0)
      stretch.block(0).copy_locally_owned_data_from(now_.stretch);
    std::map<std::string, const StateVector *> vectors = {
      {"fields", &now_.fields}, {"displacement", &displacement}, {"thickness", &thickness}, {"film", &film}, {"stretch", &stretch}};
    FilmValues films; // of a transient run, as what it holds
    if (transient_)
      {
        vectors["stored"] = &instant_.accumulation.rows;
        films             = op_.film_values(instant_.accumulation.films);
      }
    const FilmValues states  = film_states();
    nlohmann::json   scalars = past();
    scalars["growth"]        = true;
    scalars["result"]        = stored(result_);
    if (shape_)
      scalars["grown shape"] = stored(*shape_);
    context_.checkpoints->write(Snapshot<dim>{context_.mesh,
                                              &discretization_,
                                              vectors,
                                              {{"films", &films}, {"film states", &states}},
                                              {{"field times", series_.times},
                                               {"stored charge", instant_.accumulation.metal_charge},
                                               {"currents", {instant_.current, instant_.net_current}},
                                               {"stored at begin", {stored_at_begin_.begin(), stored_at_begin_.end()}},
                                               {"flux", flattened(instant_.flux)},
                                               {"passed", flattened(instant_.passed)}},
                                              scalars});
  }

  template <int dim>
  void
  GrowthRun<dim>::restore()
  {
    StoredCheckpoint     &from    = *context_.from;
    const nlohmann::json &scalars = from.scalars();
    take_past(scalars);
    result_           = zincfield::result(scalars.at("result"));
    earlier_seconds_  = result_.wall_time_s;
    const auto vector = [&](const char *name, const unsigned int n_blocks) {
      StateVector destination;
      discretization_.initialize(destination, n_blocks);
      from.parts().restore(discretization_, name, destination);
      return destination;
    };
    now_.fields       = vector("fields", op_.n_fields());
    now_.displacement = mesh_->nodes().joined(vector("displacement", dim));
    now_.displacement.update_ghost_values();
    now_.thickness = mesh_->projection().scalar([](const auto &, unsigned int) { return 0.; });
    now_.thickness.zero_out_ghost_values();
    now_.thickness.copy_locally_owned_data_from(vector("thickness", 1).block(0));
    now_.thickness.update_ghost_values();
    if (mesh_->film().slides())
      {
        now_.film = mesh_->projection().scalar([](const auto &, unsigned int) { return 0.; });
        now_.film.zero_out_ghost_values();
        now_.film.copy_locally_owned_data_from(vector("film", 1).block(0));
        now_.film.update_ghost_values();
        mesh_->hold_film(now_.displacement, now_.film);
      }
    const StateVector stretch = vector("stretch", 1);
    if (mesh_->film().tears() && stretch.block(0).linfty_norm() > 0.)
      {
        now_.stretch = now_.thickness;
        now_.stretch.zero_out_ghost_values();
        now_.stretch.copy_locally_owned_data_from(stretch.block(0));
        now_.stretch.update_ghost_values();
        mesh_->set_largest_stretch(now_.stretch);
      }
    series_.times = from.array("field times");
    log_.line("  goes on from " + std::to_string(now_.time) + " s");
    go_back();
    if (transient_)
      restore_instant();
  }

  template <int dim>
  void
  GrowthRun<dim>::restore_instant()
  {
    StoredCheckpoint &from       = *context_.from;
    instant_.time                = now_.time;
    instant_.fields              = now_.fields;
    instant_.electrode_potential = now_.electrode_potential;
    discretization_.initialize(instant_.accumulation.rows, op_.n_fields());
    from.parts().restore(discretization_, "stored", instant_.accumulation.rows);
    const auto films = [&](const char *name) {
      return op_.film_entries(from.parts().cell_values(discretization_.mesh.triangulation(), name));
    };
    instant_.accumulation.films        = films("films");
    instant_.accumulation.film_states  = films("film states");
    instant_.accumulation.metal_charge = from.array("stored charge");
    instant_.current                   = from.array("currents").at(0);
    instant_.net_current               = from.array("currents").at(1);
    instant_.flux                      = fluxes_of(from.array("flux"));
    const std::vector<double> at_begin = from.array("stored at begin");
    std::copy(at_begin.begin(), at_begin.end(), stored_at_begin_.begin());
    instant_.passed = fluxes_of(from.array("passed"));
  }

  template <int dim>
  void
  GrowthRun<dim>::keep()
  {
    const MPI_Comm    communicator = discretization_.dof_handler.get_communicator();
    const std::string reason       = context_.checkpoints ? stop_requested(communicator) : "";
    if (!reason.empty() || (context_.checkpoints && context_.checkpoints->due()))
      save();
    if (!reason.empty())
      stop_if_requested(communicator);
  }

  template nlohmann::json
  GrowthRun<2>::past();
  template nlohmann::json
  GrowthRun<3>::past();
  template void
  GrowthRun<2>::take_past(const nlohmann::json &);
  template void
  GrowthRun<3>::take_past(const nlohmann::json &);
  template void
  GrowthRun<2>::save();
  template void
  GrowthRun<2>::restore_instant();
  template void
  GrowthRun<3>::restore_instant();
  template void
  GrowthRun<2>::restore();
  template void
  GrowthRun<2>::keep();
  template void
  GrowthRun<3>::save();
  template void
  GrowthRun<3>::restore();
  template void
  GrowthRun<3>::keep();
} // namespace zincfield
