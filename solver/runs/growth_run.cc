#include "solver/runs/growth_run.h"

#include "physics/constants.h"
#include "solver/assembly/at_electrodes.h"
#include "solver/input/field_output.h"
#include "solver/input/growth_control.h"
#include "solver/nonlinear/continuation.h"
#include "solver/runs/steady_run.h"
#include "solver/support/customary_unit.h"
#include "solver/support/errors.h"
#include "solver/support/interruption.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A step that would be shorter than this share of Largest step is given up. */
    constexpr double shortest_growth_share = 1e-3;

    /** The same, of the first step after a switch, where double layers are resolved: these may charge within much less of it. */
    constexpr double shortest_share_of_charging = 1e-6;

    /** Share of the bulk's zinc below which it counts as used up. */
    constexpr double depleted_share = 0.05;

    /** Displacement in a step of a transient run that is nothing, over the mean growth so far: while it rests, metal is evened out
     * by less and less. */
    constexpr double negligible_share = 1e-3;

    /** The next step over what its error allows, and how far it may grow or shrink. */
    constexpr double safety = 0.9, most_growth = 2.5, most_shrinking = 0.2, after_failure = 0.4;

    /** Whether a new mesh can take such films over: even ones, and uneven ones without defects that keep their thickness. */
    bool
    films_can_be_taken_over(const Case &data)
    {
      return std::all_of(data.coatings.begin(), data.coatings.end(), [](const Coating &c) {
        return !c.enabled || (c.is_even() && c.nodes_may_slide()) || (!c.stretches() && !c.defects);
      });
    }

    /** Whether nodes of the metal may slide below all films: where ions in a film with a mesh have a past, its nodes stay with its
     * matrix. */
    bool
    nodes_may_slide(const Case &data)
    {
      return std::all_of(data.coatings.begin(), data.coatings.end(), [&](const Coating &c) {
        return !c.enabled || (c.nodes_may_slide() && !(data.growth.transient && c.representation == Representation::resolved));
      });
    }
  } // namespace

  template <int dim>
  GrowthRun<dim>::GrowthRun(Discretization<dim>          &discretization,
                            CellModel                    &model,
                            Operator<dim>                &op,
                            Case                         &data,
                            const std::string            &directory,
                            RunLog                       &log,
                            std::function<void(double)>   progress,
                            const CheckpointContext<dim> &context,
                            const Timer                  &timer,
                            StateVector                  &state,
                            double                       &electrode_potential,
                            CaseResult                   &result,
                            std::optional<GrownShape>     shape)
    : discretization_(discretization)
    , model_(model)
    , op_(op)
    , data_(data)
    , options_(data.growth)
    , directory_(directory)
    , log_(log)
    , progress_(std::move(progress))
    , context_(context)
    , timer_(timer)
    , state_(state)
    , electrode_potential_(electrode_potential)
    , result_(result)
    , history_(directory)
    , series_(directory, data.output.volume, data.output.surface, field_output(data).format)
    , spreads_(nodes_may_slide(data))
    , shape_(std::move(shape))
    , may_renew_(options_.new_mesh_below > 0. && fields_follow_new_meshes(data) && films_can_be_taken_over(data))
  {}

  template <int dim>
  std::optional<double>
  GrowthRun<dim>::applied() const
  {
    if (data_.control.mode != ControlMode::galvanostatic)
      return {};
    return data_.control.applied_current_density;
  }

  template <int dim>
  void
  GrowthRun<dim>::find_start()
  {
    Checkpoints                  none; // found again where the run is resumed before the first growth step
    const CheckpointContext<dim> without{&none, context_.mesh, nullptr};
    SteadyRun<dim>(
      discretization_, model_, op_, "", log_, [](double) {}, without, timer_, state_, electrode_potential_, result_)
      .run();
    if (!shape_)
      result_.growth.start_s = timer_.wall_time();
  }

  template <int dim>
  void
  GrowthRun<dim>::run()
  {
    const bool resumes = context_.from && context_.from->scalars().contains("growth");
    if (shape_ && !resumes && !data_.growth_protocol.steps.empty())
      data_.control = control_of(data_.growth_protocol.steps[data_.growth_protocol.sequence[shape_->past.at("position")]], data_);
    if (!resumes && !options_.transient)
      find_start();
    if (!result_.failure.empty())
      return;
    mesh_           = std::make_unique<MovingMesh<dim>>(discretization_, op_);
    faces_at_start_ = std::make_unique<MetalFaces<dim>>(mesh_->faces());
    if (options_.transient)
      transient_ = std::make_unique<TransientStep<dim>>(*mesh_, op_, spreads_, [&](const NewtonResult &solved) { count(solved); });
    profile_          = surface_profile(*mesh_, model_);
    profile_at_start_ = shape_ ? shape_->start : profile_;
    if (!shape_ && mesh_->nodes().has_pinned_edge())
      add_growth_note(
        "The metal ends beside an insulator in nearly the same plane: this edge stays where it is, and the deposit does not "
        "spread over the insulator.");
    if (resumes)
      context_.from->read([&](const nlohmann::json &) { restore(); });
    else if (shape_)
      take_over_shape();
    else
      {
        now_.displacement = mesh_->nodes().vector();
        now_.thickness    = mesh_->projection().scalar([](const auto &, unsigned int) { return 0.; });
        history_.begin();
      }
    if (options_.transient && !resumes)
      shape_ ? take_over_fields() : begin_at_rest();
    if (result_.failure.empty() && find_state("No state was found on the shape that grows from: "))
      {
        profile_  = surface_profile(*mesh_, model_);
        now_.film = mesh_->film_thickness();
        if (data_.growth_protocol.steps.empty())
          {
            switches_             = switches_ || (options_.transient && !resumes && !shape_);
            result_.growth.reason = march(GrowthEnds(options_, nullptr, profile_at_start_.gap * mesh_unit));
          }
        else
          carry_out_protocol();
      }
    if (!next_shape_)
      finish();
  }

  template <int dim>
  void
  GrowthRun<dim>::carry_out_protocol()
  {
    const Protocol &protocol = data_.growth_protocol;
    for (; position_ < protocol.sequence.size(); ++position_)
      {
        const ProtocolStep step = protocol.steps[protocol.sequence[position_]];
        data_.control           = control_of(step, data_);
        if (!std::exchange(resumed_, false))
          {
            switches_         = options_.transient;
            now_.begun        = now_.time;
            now_.charge_begun = now_.charge;
            next_step_        = 0.;
          }
        log_.line(text("  programme %.0f of %.0f: ", position_ + 1, protocol.sequence.size()) + step.name);
        if (!transient_ && applied() && *applied() == 0.)
          {
            rest(step);
            continue;
          }
        if (!find_state("No state was found for the step \"" + step.name + "\" of the programme: "))
          return;
        const GrowthEnds  ends(options_, &step, profile_at_start_.gap * mesh_unit);
        const std::string reason = march(ends);
        if (!result_.failure.empty() || next_shape_)
          return;
        result_.growth.reason = reason;
        bool of_run = false, failed = false;
        ends.reached(readings(now_, rate_, profile_), of_run, failed);
        if (of_run)
          return;
      }
    result_.growth.reason = "the programme is carried out";
  }

  template <int dim>
  bool
  GrowthRun<dim>::find_state(const std::string &what)
  {
    if (transient_)
      {
        rate_ = transient_->rate(instant_, now_.thickness);
        return true;
      }
    const auto rate = solve(now_.thickness);
    if (!rate)
      {
        result_.failure = what + trouble_;
        return false;
      }
    rate_                    = *rate;
    now_.fields              = state_;
    now_.electrode_potential = electrode_potential_;
    return true;
  }

  template <int dim>
  void
  GrowthRun<dim>::rest(const ProtocolStep &step)
  {
    if (step.duration == 0.)
      {
        result_.failure = "The step \"" + step.name + "\" of the programme rests without a Duration: nothing would end it.";
        return;
      }
    now_.time = now_.begun + step.duration;
  }

  template <int dim>
  void
  GrowthRun<dim>::count(const NewtonResult &solved)
  {
    ++result_.growth.solves;
    newton_steps_ += solved.steps;
    linear_iterations_ += solved.linear_iterations;
    result_.newton_steps += solved.steps;
    result_.linear_iterations += solved.linear_iterations;
    result_.setup_s += solved.setup_seconds;
    result_.solve_s += solved.solve_seconds;
  }

  template <int dim>
  std::optional<SurfaceRate<dim>>
  GrowthRun<dim>::solve(const FieldVector &thickness)
  {
    try
      {
        Newton<dim>        newton(op_, data_.solver, data_.control.mode == ControlMode::galvanostatic,
                                  [](const NewtonStep &) { stop_if_requested(MPI_COMM_WORLD); });
        const NewtonResult solved = solve_with_continuation(op_, newton, state_, electrode_potential_,
                                                            [&](const std::string &line) { log_.note("  " + line); });
        result_.preconditioner    = newton.preconditioner().name();
        count(solved);
      }
    catch (const SolverError &error)
      {
        trouble_ = error.what();
        return {};
      }
    // Currents at this state alone, whatever guesses were on the way to it: a run that is resumed has none of them.
    StateVector scratch;
    discretization_.initialize(scratch, op_.n_fields());
    op_.forget();
    op_.residual(scratch, state_, electrode_potential_);
    return surface_rate(*mesh_, op_, state_, electrode_potential_, applied(), thickness, spreads_, op_.working_current());
  }

  template <int dim>
  GrowthReadings
  GrowthRun<dim>::readings(const Grown &grown, const SurfaceRate<dim> &rate, const SurfaceProfile &profile) const
  {
    const double   footprint = discretization_.mesh.footprint(), volume = options_.volume_of_charge();
    GrowthReadings r;
    r.time           = grown.time;
    r.charge         = grown.charge / footprint;
    r.thickness      = volume * grown.zinc / footprint;
    r.time_in_step   = grown.time - grown.begun;
    r.charge_in_step = (grown.charge - grown.charge_begun) / footprint;
    r.charge_rate    = rate.total / footprint;
    r.thickness_rate = volume * rate.zinc / footprint;
    r.potential      = grown.electrode_potential;
    r.current        = rate.total / footprint;
    r.gap            = profile.gap * mesh_unit;
    r.approach       = rate.zinc > 0. ? rate.fastest * mesh_unit : 0.;
    r.thinnest       = range_on_metal(mesh_->nodes(), grown.thickness).first * mesh_unit;
    r.mouth          = profile.mouth.width * mesh_unit;
    r.depth          = profile.mouth.depth * mesh_unit;
    r.concentration  = std::numeric_limits<double>::infinity();
    if (!data_.growth_protocol.steps.empty())
      r.concentration = at_electrodes(op_, grown.fields, grown.electrode_potential, film_states()).lowest_concentration;
    return r;
  }

  template <int dim>
  double
  GrowthRun<dim>::longest_step(const GrowthEnds &ends) const
  {
    const double by_ends = ends.longest_step(readings(now_, rate_, profile_));
    if (!(rate_.fastest > 0.))
      return by_ends;
    const double room = std::min({mesh_->shape().smallest_radius, profile_.gap, profile_.mouth.width});
    return std::min(by_ends, options_.largest_step * room / rate_.fastest);
  }

  template <int dim>
  std::string
  GrowthRun<dim>::march(const GrowthEnds &ends)
  {
    if (now_.steps == 0 && !transient_)
      {
        look_for_new_mesh(); // of a shape with sharp edges
        if (next_shape_)
          return "";
        publish(ends, GrowthStep<dim>(), 0.);
      }
    const bool   charges  = transient_ && model_.transport->traits().resolves_charge;
    const double shortest = charges              ? shortest_share_of_charging * switching_step(ends)
                            : transient_         ? shortest_growth_share * switching_step(ends)
                            : rate_.fastest > 0. ? shortest_growth_share * options_.largest_step *
                                                     std::min(mesh_->shape().smallest_radius, profile_.gap) / rate_.fastest
                                                 : 0.;
    for (;;)
      {
        bool              of_run = false, failed = false;
        const std::string reason = switches_ ? "" : ends.reached(readings(now_, rate_, profile_), of_run, failed);
        if (failed)
          result_.failure = "The growth ended: " + reason + text(" at %.6g s.", now_.time);
        else if (mesh_->smallest_jacobian() < options_.smallest_jacobian)
          result_.failure =
            text("The growth ended at %.6g s: the mesh is too distorted to follow the metal (smallest scaled Jacobian %.3g, "
                 "below \"Smallest Jacobian\"). The shape there was written.",
                 now_.time, mesh_->smallest_jacobian()) +
            advice_on_film();
        else if (reason.empty() && now_.steps >= options_.maximum_steps)
          result_.failure =
            "The growth took more steps than \"Maximum steps\" allows (" + std::to_string(options_.maximum_steps) + ").";
        if (!reason.empty() || !result_.failure.empty())
          {
            log_.line(text("  ended at %.6g s: ", now_.time) + (reason.empty() ? result_.failure : reason));
            return reason;
          }
        look_for_new_mesh();
        if (next_shape_)
          return "";
        const double longest = longest_step(ends);
        if (!std::isfinite(longest) && !transient_)
          {
            result_.failure = "Nothing grows, and nothing ends the growth.";
            return "";
          }
        if (next_step_ == 0.)
          next_step_ = options_.first_step > 0. ? options_.first_step : transient_ ? switching_step(ends) : 0.1 * longest;
        double dt = std::min(next_step_, longest);
        if (dt < longest && dt > 0.5 * longest) // no tiny step at the end
          dt = 0.5 * longest;
        if (switches_)
          dt = switching_step(ends);
        while (!take_step(ends, dt))
          {
            ++result_.growth.rejected_steps;
            if (dt < shortest && !trouble_.empty()) // a short step to the end is none of it
              {
                result_.failure =
                  text("The growth step fell to %.2g s at %.6g s: ", dt, now_.time) + trouble_ + advice() + advice_on_film();
                return "";
              }
          }
        keep();
      }
  }

  template <int dim>
  void
  GrowthRun<dim>::go_back()
  {
    state_               = now_.fields;
    electrode_potential_ = now_.electrode_potential;
    mesh_->move_to(now_.displacement);
  }

  template <int dim>
  bool
  GrowthRun<dim>::take_step(const GrowthEnds &ends, double &dt)
  {
    const Timer           timer;
    const MetalFaces<dim> before  = mesh_->faces();
    const FieldVector     normals = mesh_->shape().normals;
    const double          volume  = options_.volume_of_charge() / mesh_unit;
    newton_steps_ = linear_iterations_ = 0;
    trouble_.clear();
    if (mesh_->film().slides())
      mesh_->hold_film(now_.displacement, now_.film);
    const auto again = [&](const double length) {
      dt = length;
      go_back();
      return false;
    };
    const auto rate_at = [&](FieldVector where, const FieldVector &thickness) -> std::optional<SurfaceRate<dim>> {
      if (mesh_->move_metal(where))
        return solve(thickness);
      trouble_ = "the mesh folds. The deposit may have closed over a gap of its own, its surface is too rough for the mesh, or a "
                 "resolved film has no room in a valley.";
      return {};
    };
    std::optional<GrowthStep<dim>> step;
    TimeState                      instant;
    try
      {
        using Method = typename TransientStep<dim>::Method;
        if (transient_)
          transient_->set_negligible(negligible_share * moved_volume() / profile_.true_area, negligible_share * moved_volume());
        if (transient_)
          step = transient_->step(switches_ ? Method::implicit_euler : Method::third_order, instant_, now_.displacement,
                                  now_.thickness, switches_ ? SurfaceRate<dim>() : rate_, dt, instant);
        else
          step = grow<dim>(now_.displacement, now_.thickness, rate_, dt, rate_at);
        if (!step)
          {
            if (transient_)
              trouble_ = transient_->trouble();
            return again(after_failure * dt);
          }
        const double error = step->error / options_.tolerance;
        if (error > 1.)
          {
            trouble_ = "its error stays above Tolerance. The surface may have a kink that its faces do not resolve; a finer mesh "
                       "goes further.";
            return again(dt * std::max(most_shrinking, safety / std::sqrt(error)));
          }
        if (!transient_)
          step->volume_error = conserve_volume(*step, before, normals, volume);
        Grown next = now_;
        next.displacement.zero_out_ghost_values();
        next.displacement.add(1., step->change);
        next.thickness.zero_out_ghost_values();
        next.thickness.add(1., step->thickness);
        next.thickness.update_ghost_values();
        const auto rate = transient_ ? transient_->rate(instant, next.thickness) : rate_at(next.displacement, next.thickness);
        if (!rate)
          return again(after_failure * dt);
        if (transient_)
          {
            state_               = instant.fields;
            electrode_potential_ = instant.electrode_potential;
          }
        next.displacement        = mesh_->displacement();
        next.film                = mesh_->film_thickness();
        next.fields              = state_;
        next.electrode_potential = electrode_potential_;
        next.time += dt;
        next.charge += step->total;
        next.zinc += step->zinc;
        next.magnitude += step->magnitude;
        ++next.steps;
        const SurfaceProfile profile = surface_profile(*mesh_, model_);
        const double         share   = ends.share_of_step(readings(now_, rate_, profile_), readings(next, *rate, profile));
        if (share < 1. - 1e-12)
          return again(share * dt);
        now_      = std::move(next);
        rate_     = *rate;
        instant_  = std::move(instant);
        switches_ = false;
        if (mesh_->film().tears())
          {
            const FilmValues held = film_states();
            if (tear())
              let_go(held);
          }
        profile_                    = profile;
        result_.growth.volume_error = std::max(result_.growth.volume_error, std::abs(step->volume_error));
        step->error                 = error;
        next_step_ = dt * std::min(most_growth, error > 0. ? std::max(0.5, safety / std::sqrt(error)) : most_growth);
        step_seconds_ += timer.wall_time();
        publish(ends, *step, dt);
        result_.growth.step_s = step_seconds_ / now_.steps;
      }
    catch (const Stopped &)
      {
        save();
        throw;
      }
    return true;
  }

  template <int dim>
  bool
  GrowthRun<dim>::tear()
  {
    const FieldVector before = mesh_->film_share();
    if (now_.stretch.size() == 0)
      now_.stretch = mesh_->stretch();
    now_.stretch.zero_out_ghost_values();
    for (unsigned int i = 0; i < now_.stretch.locally_owned_size(); ++i)
      now_.stretch.local_element(i) = std::max(now_.stretch.local_element(i), mesh_->stretch().local_element(i));
    now_.stretch.update_ghost_values();
    mesh_->set_largest_stretch(now_.stretch);
    mesh_->move_to(now_.displacement);
    double change = 0.;
    for (unsigned int i = 0; i < before.locally_owned_size(); ++i)
      change = std::max(change, std::abs(before.local_element(i) - mesh_->film_share().local_element(i)));
    return Utilities::MPI::max(change, before.get_mpi_communicator()) > 0.;
  }

  template <int dim>
  std::string
  GrowthRun<dim>::advice() const
  {
    const Species *const zinc = find_zinc(model_.transport->species());
    if (!transient_ || !zinc ||
        at_electrodes(op_, now_.fields, now_.electrode_potential, film_states()).lowest_concentration >
          depleted_share * zinc->bulk_concentration)
      return "";
    return " The zinc at the electrode is used up there: the current is above the limiting current. Use a Stop condition for it, "
           "or a lower current.";
  }

  template <int dim>
  std::string
  GrowthRun<dim>::advice_on_film() const
  {
    if (mesh_->nodes().film_materials().empty())
      return "";
    return " A resolved film distorts beside sharp edges of the metal, and where it conducts badly, waves that are shorter than it "
           "is "
           "thick grow fast. Representation = thin goes further.";
  }

  template <int dim>
  void
  GrowthRun<dim>::add_growth_note(const std::string &note)
  {
    log_.line("  " + note);
    result_.notes.push_back(note);
  }

  template class GrowthRun<2>;
  template class GrowthRun<3>;
} // namespace zincfield
