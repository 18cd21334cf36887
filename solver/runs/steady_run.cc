#include "solver/runs/steady_run.h"

#include "postprocess/crowding.h"
#include "postprocess/error_estimates.h"
#include "postprocess/field_files.h"
#include "postprocess/quantities/measure.h"
#include "solver/adaptivity/layer_resolution.h"
#include "solver/runs/representation_cost.h"
#include "solver/nonlinear/continuation.h"
#include "solver/results/first_rank.h"
#include "solver/results/stored_result.h"
#include "solver/runs/accuracy.h"
#include "solver/runs/starting_mesh.h"
#include "solver/support/customary_unit.h"
#include "solver/support/interruption.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** On meshes that a finer one follows equations are solved to this share of the accuracy asked for: the errors of those meshes,
     * and of the weights that mark their cells, are far larger. */
    constexpr double share_of_accuracy = 1e-4;
  } // namespace

  template <int dim>
  SteadyRun<dim>::SteadyRun(Discretization<dim>          &discretization,
                            CellModel                    &model,
                            Operator<dim>                &op,
                            const std::string            &directory,
                            RunLog                       &log,
                            std::function<void(double)>   progress,
                            const CheckpointContext<dim> &context,
                            const Timer                  &timer,
                            StateVector                  &state,
                            double                       &electrode_potential,
                            CaseResult                   &result)
    : discretization_(discretization)
    , model_(model)
    , op_(op)
    , data_(model.data)
    , directory_(directory)
    , log_(log)
    , progress_(std::move(progress))
    , context_(context)
    , timer_(timer)
    , state_(state)
    , electrode_potential_(electrode_potential)
    , result_(result)
  {}

  template <int dim>
  void
  SteadyRun<dim>::run()
  {
    if (context_.from)
      restore();
    else if (!directory_.empty())
      log_.open_history(directory_);
    for (;; ++cycle_)
      {
        begin_cycle();
        const bool may_refine = solve_cycle();
        if (!result_.failure.empty())
          break;
        report_cycle();
        if (is_accurate())
          break;
        if (!may_refine)
          {
            explain_end();
            break;
          }
        refine_mesh();
      }
    finish();
  }

  template <int dim>
  void
  SteadyRun<dim>::restore()
  {
    context_.from->read([&](const nlohmann::json &scalars) {
      context_.from->parts().restore(discretization_, "state", state_);
      cycle_               = scalars.at("cycle");
      electrode_potential_ = number(scalars.at("electrode potential"));
      reports_             = reports(scalars.at("reports"));
      result_              = zincfield::result(scalars.at("result"));
      earlier_seconds_     = result_.wall_time_s;
      earlier_evaluations_ = result_.operator_evaluations;
      log_.continue_history(directory_, scalars.at("history bytes"), number(scalars.at("log seconds")));
    });
  }

  template <int dim>
  void
  SteadyRun<dim>::begin_cycle()
  {
    const bool is_first          = scalars_.is_null(); // of this run
    start_                       = state_;
    result_.operator_evaluations = earlier_evaluations_ + op_.n_evaluations();
    result_.wall_time_s          = earlier_seconds_ + timer_.wall_time();
    scalars_                     = {{"cycle", cycle_},
                                    {"electrode potential", stored(electrode_potential_)},
                                    {"reports", stored(reports_)},
                                    {"result", stored(result_)},
                                    {"history bytes", log_.history_bytes()},
                                    {"log seconds", log_.seconds()}};
    const bool stops             = !is_first && !stop_requested(MPI_COMM_WORLD).empty(); // before levels of multigrid are made
    if (stops || (!is_first && context_.checkpoints->due()))
      save();
    if (stops)
      stop_if_requested(MPI_COMM_WORLD);
    unknowns_ = static_cast<double>(op_.n_fields()) * discretization_.dof_handler.n_dofs();
    memory_   = memory_for(growth_ * unknowns_, MPI_COMM_WORLD);
  }

  template <int dim>
  void
  SteadyRun<dim>::save()
  {
    context_.checkpoints->write(Snapshot<dim>{context_.mesh, &discretization_, {{"state", &start_}}, {}, {}, scalars_});
  }

  template <int dim>
  bool
  SteadyRun<dim>::is_last_allowed() const
  {
    return cycle_ + 1 >= data_.discretization.maximum_cycles ||
           unknowns_ * (dim == 2 ? 1.3 : 1.4) > data_.discretization.maximum_unknowns || // the least that refine() adds
           !memory_.suffices();
  }

  template <int dim>
  bool
  SteadyRun<dim>::is_accurate() const
  {
    return reports_.size() > 1 && cycle_ + 1 >= data_.discretization.minimum_cycles &&
           remaining_error(reports_.back(), data_) <= 1.;
  }

  template <int dim>
  Report
  SteadyRun<dim>::measured() const
  {
    return measure(discretization_, model_, state_, electrode_potential_, op_.boundary_flux());
  }

  template <int dim>
  void
  SteadyRun<dim>::log_step(const NewtonStep &s)
  {
    stop_if_requested(MPI_COMM_WORLD);
    log_.detail(text("  cycle %.0f  %.0f unknowns  Newton %.0f", cycle_, unknowns_, s.step) +
                text("  residual %.2e  linear iterations %.0f  potential %.6g mV  %.1f s", s.residual, s.linear_iterations,
                     1e3 * s.electrode_potential, log_.seconds()));
    log_.history(cycle_, unknowns_, s.step, s.linear_iterations, s.residual, s.electrode_potential, s.current_density, "");
  }

  template <int dim>
  bool
  SteadyRun<dim>::solve_cycle()
  {
    const bool last_allowed = is_last_allowed();
    bool       may_refine   = !last_allowed;
    {
      Newton<dim> newton(op_, data_.solver, data_.control.mode == ControlMode::galvanostatic,
                         [this](const NewtonStep &step) { log_step(step); });
      try
        {
          may_refine = solve_and_mark(newton, last_allowed);
        }
      catch (const SolverError &error)
        {
          result_.failure = error.what();
        }
      catch (const Stopped &)
        {
          save();
          throw;
        }
      result_.preconditioner = newton.preconditioner().name();
    } // its memory first
    if (!result_.failure.empty())
      {
        StateVector scratch;
        discretization_.initialize(scratch, op_.n_fields());
        op_.residual(scratch, state_, electrode_potential_); // leaves the fluxes of this state behind
        reports_.resize(cycle_);
        reports_.push_back(measured());
        estimate_errors(reports_);
      }
    result_.cells    = discretization_.mesh.triangulation().n_global_active_cells();
    result_.unknowns = unknowns_;
    result_.cycles   = cycle_ + 1;
    return may_refine;
  }

  template <int dim>
  Report
  SteadyRun<dim>::solve(Newton<dim> &newton, const double tolerance)
  {
    newton.set_tolerance(tolerance);
    const NewtonResult solved =
      solve_with_continuation(op_, newton, state_, electrode_potential_, [&](const std::string &line) { log_.line("  " + line); });
    result_.newton_steps += solved.steps;
    result_.linear_iterations += solved.linear_iterations;
    result_.setup_s += solved.setup_seconds;
    result_.solve_s += solved.solve_seconds;
    return measured();
  }

  template <int dim>
  bool
  SteadyRun<dim>::solve_and_mark(Newton<dim> &newton, const bool last_allowed)
  {
    const double wanted  = data_.solver.newton_tolerance,
                 passing = std::max(wanted, share_of_accuracy * data_.discretization.accuracy);
    reports_.push_back(solve(newton, last_allowed ? wanted : passing));
    ErrorEstimate errors;
    if (data_.discretization.maximum_cycles > 1) // there is a next mesh, or one before to compare with
      errors = estimate(op_, newton.preconditioner(), state_, electrode_potential_, reports_.back());
    estimate_errors(reports_);
    const auto marks = [&]() {
      return !last_allowed && !is_accurate() && mark(discretization_, model_, state_, electrode_potential_, errors);
    };
    if (marks())
      return true;
    if (last_allowed || passing <= wanted)
      return false;
    Report exact = solve(newton, wanted);
    for (auto &[name, quantity] : exact.quantities)
      quantity.bound = reports_.back().quantities.at(name).bound;
    reports_.back() = exact;
    estimate_errors(reports_);
    return marks();
  }

  template <int dim>
  void
  SteadyRun<dim>::report_cycle()
  {
    const double remaining = remaining_error(reports_.back(), data_), accuracy = data_.discretization.accuracy,
                 current = reports_.back().quantities.at("mean_current_density").value;
    const bool estimated = reports_.size() > 1;
    log_.line(text("  cycle %.0f done: %.0f cells, %.0f unknowns", cycle_, result_.cells, unknowns_) + ", mean current density " +
              in_customary_unit(current, "A/m^2", 5) + ", potential " + in_customary_unit(electrode_potential_, "V", 5) +
              (estimated ? text(", estimated error %.2g %% (asked %.2g %%)", 100. * remaining * accuracy, 100. * accuracy) : "") +
              text("  %.1f s", log_.seconds()));
    log_.history(cycle_, unknowns_, result_.newton_steps, result_.linear_iterations, 0., electrode_potential_, current,
                 estimated ? text("%.4e", remaining * accuracy) : "");
    progress_(estimated ? std::min(0.95, std::max((cycle_ + 1.) / data_.discretization.maximum_cycles,
                                                  1. / (1. + std::log2(std::max(1., remaining)))))
                        : 0.1);

    log_.require_written();
    if (data_.output.every_cycle && !directory_.empty())
      write_fields(discretization_, model_, state_, electrode_potential_, directory_ + "/cycle_" + std::to_string(cycle_),
                   data_.output.volume, data_.output.surface);
  }

  template <int dim>
  void
  SteadyRun<dim>::explain_end()
  {
    const double remaining = remaining_error(reports_.back(), data_), accuracy = data_.discretization.accuracy;
    const auto   most = data_.discretization.maximum_unknowns;
    if (remaining > 1. && !memory_.suffices())
      log_.line("  Stopped before the next mesh: it would need " + describe(memory_) + ".");
    if (cycle_ == 0 && unknowns_ > most)
      log_.line(text("  The first mesh has %.0f unknowns already, more than \"Maximum unknowns\" (", unknowns_) +
                std::to_string(most) + "): no finer one follows, and errors are not estimated.");
    if (remaining > 1.)
      log_.line(text("  Stopped at an estimated error of %.2g %%, above the %.2g %% asked for: raise \"Maximum cycles\" or "
                     "\"Maximum unknowns\".",
                     100. * remaining * accuracy, 100. * accuracy));
  }

  template <int dim>
  void
  SteadyRun<dim>::refine_mesh()
  {
    refine(discretization_, state_);
    const double n_unknowns = op_.n_fields() * static_cast<double>(discretization_.dof_handler.n_dofs());
    growth_                 = std::max(1.5, n_unknowns / unknowns_);
    require_memory(n_unknowns);
    op_.reinit();
  }

  template <int dim>
  void
  SteadyRun<dim>::find_impedance()
  {
    try
      {
        result_.impedance = find_spectrum(op_, state_, electrode_potential_, [&](const std::string &line) {
          stop_if_requested(MPI_COMM_WORLD); // once a frequency
          log_.line(line);
        });
        on_first_rank([&]() { write_spectrum(directory_ + "/impedance.csv", result_.impedance); });
        const double node_distance = node_distance_at_electrodes(discretization_, model_);
        const double resolved      = model_.transport->bulk_diffusivity() /
                                (2. * numbers::PI * node_distance * node_distance); // sqrt(D/omega) is one distance
        if (resolved > 0. && resolved < data_.impedance.highest)
          log_.line(text("  the mesh follows diffusion in the solution up to %.3g Hz; above, its part of the impedance (falling as "
                         "frequency^-1/2) is not resolved",
                         resolved));
      }
    catch (const SolverError &error)
      {
        result_.failure = error.what();
      }
    catch (const Stopped &)
      {
        save();
        throw;
      }
  }

  template <int dim>
  void
  SteadyRun<dim>::finish()
  {
    note_layers(discretization_, model_, most_crowded(discretization_, model_, state_, electrode_potential_), log_, result_);
    if (result_.failure.empty())
      add_note(note_on_trust(reports_.back(), data_), log_, result_);
    if (!directory_.empty())
      write_fields(discretization_, model_, state_, electrode_potential_, directory_, data_.output.volume, data_.output.surface);
    if (data_.impedance.wanted() && result_.failure.empty() && !directory_.empty()) // fits write nothing and look at steady numbers
      find_impedance();
    result_.report = reports_.back();
    if (result_.failure.empty() && !directory_.empty()) // fits look at values
      add_note(add_representation_cost(model_, op_, state_, electrode_potential_, result_.report), log_, result_);
    result_.operator_evaluations = earlier_evaluations_ + op_.n_evaluations();
    result_.wall_time_s          = earlier_seconds_ + timer_.wall_time();
  }

  template class SteadyRun<2>;
  template class SteadyRun<3>;
} // namespace zincfield
