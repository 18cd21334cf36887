#include "solver/variant_run.h"

#include "meshes/preview.h"
#include "meshes/surface.h"
#include "physics/constants.h"
#include "postprocess/crowding.h"
#include "postprocess/field_files.h"
#include "solver/adaptivity/refinement.h"
#include "solver/checkpoint/stored_result.h"
#include "solver/errors.h"
#include "solver/input/input_error.h"
#include "solver/input/read_cases.h"
#include "solver/interruption.h"
#include "solver/memory.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/continuation.h"
#include "solver/output_file.h"
#include "solver/printf_text.h"
#include "solver/representation_cost.h"
#include "solver/result_folders.h"

#include <deal.II/fe/fe_values.h>

#include <filesystem>
#include <numeric>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The mesh, or an error that names what in the input folds it. */
    template <int dim>
    std::unique_ptr<Mesh<dim>>
    build_mesh(const Case &data, const CellModel &model)
    {
      try
        {
          return std::make_unique<Mesh<dim>>(*data.geometry, model.mesh_layers, data.discretization.degree, MPI_COMM_WORLD);
        }
      catch (const ExceptionBase &)
        {
          throw;
        }
      catch (const std::runtime_error &error)
        {
          throw InputError(place_of(data, "Geometry"), error.what());
        }
    }

    /** Ten refinements of a coarse mesh in space are 10^9 times its cells: said before the first one. `cells`: after so many refinements. */
    template <int dim>
    void
    require_room(const Case &data, const CellModel &model, const double cells, const unsigned int level)
    {
      const double refined = cells * (1 << dim);
      if (refined * std::pow(data.discretization.degree, dim) * model.transport->n_fields() > data.discretization.maximum_unknowns)
        throw InputError(place_of(data, "Discretization/Initial refinements"),
                         "after " + std::to_string(level) + " of them the mesh has " + std::to_string(static_cast<unsigned long>(cells)) +
                           " cells, and one more would exceed \"Maximum unknowns\" (" + std::to_string(data.discretization.maximum_unknowns) + ")",
                         std::to_string(level) + " or fewer, or more Maximum unknowns");
      if (const Memory memory = memory_for(refined * std::pow(data.discretization.degree, dim) * model.transport->n_fields(), MPI_COMM_WORLD); !memory.suffices())
        throw InputError(place_of(data, "Discretization/Initial refinements"),
                         "after " + std::to_string(level) + " of them the mesh has " + std::to_string(static_cast<unsigned long>(cells)) + " cells, and one more would need " + describe(memory),
                         std::to_string(level) + " or fewer");
    }

    /** The coarse mesh, or one that was refined further than was foreseen. */
    void
    require_memory(const double unknowns)
    {
      if (const Memory memory = memory_for(unknowns, MPI_COMM_WORLD); !memory.suffices())
        throw MachineError(text("The mesh has %.3g unknowns, which need ", unknowns) + describe(memory) +
                           ". Lower \"Maximum unknowns\", \"Initial refinements\" or \"Cells across feature\", or use more machines.");
    }

    /** How the cells beside electrodes compare with double layers, and what to do where they are too high; both empty where no layers are computed. */
    struct LayerResolution
    {
      std::string found, advice;
    };

    template <int dim>
    LayerResolution
    resolution_of_layers(const Discretization<dim> &discretization, const CellModel &model)
    {
      const double debye = model.is_electrostatic ? 0. : model.transport->debye_length();
      if (debye == 0.)
        return {};
      const HighestCell highest = highest_at_electrodes(discretization, model);
      LayerResolution   result{text("cells beside electrodes and charged walls are at most %.3g nm high, Debye length %.3g nm", 1e9 * highest.height, 1e9 * debye), ""};
      if (highest.height <= debye * model.data.discretization.degree)
        return result;
      const std::string name = model.boundaries[highest.boundary].name;
      result.advice          = "the double layer on \"" + name + "\" is not resolved: ";
      if (highest.in_film)
        result.advice += "raise \"Cells across\" of its coating's layers, or ";
      else if (name != "sides" && dynamic_cast<const SweptGeometry *>(model.data.geometry.get()))
        result.advice += text("set \"First cell\" to %.2g nm", 0.5e9 * debye) + (name == "counter" ? " (with \"First cell at = both electrodes\")" : "") + ", or ";
      result.advice += "raise \"Minimum cycles\" or \"Initial refinements\"";
      return result;
    }

    /** Below these a relative error is one of rounding: of a cell at rest. */
    constexpr double least_potential = 1e-5, least_current = 1e-5; // [V], [A/m^2]

    /** The largest of the controlled errors over the accuracy asked for: done below 1. NaN before there is an estimate. */
    double
    remaining_error(const Report &report, const Case &data)
    {
      const auto error_of = [&](const std::string &name) { return report.quantities.at(name); };
      const auto relative = [](const Quantity &q, const double least = 0.) { return std::isnan(q.value) || (q.value == 0. && least == 0.) ? 0. : q.error / std::max(std::abs(q.value), least); };
      double     worst    = data.control.mode == ControlMode::galvanostatic ? relative(error_of("electrode_potential"), is_open_circuit(data) ? thermal_voltage(data.temperature) : least_potential) :
                                                                              relative(error_of("mean_current_density"), least_current);
      const Quantity spread = error_of("std_over_mean"); // itself a share of the mean
      worst                 = std::max(worst, std::isnan(spread.value) ? 0. : spread.error);
      worst                 = std::max(worst, relative(error_of("tip_to_valley")));
      if (error_of("mean_current_density").value == 0.) // blocking: the charge is what there is to know
        worst = std::max(worst, relative(error_of("surface_charge_density")));
      return worst / data.discretization.accuracy;
    }

    /** What error bars and balances leave open, where that is more than the number itself; empty otherwise. */
    std::string
    note_on_trust(const Report &report, const Case &data)
    {
      std::string note;
      const bool  galvanostatic = data.control.mode == ControlMode::galvanostatic;
      const std::string name = galvanostatic ? "electrode_potential" : report.quantities.at("mean_current_density").value == 0. ? "surface_charge_density" : "mean_current_density";
      const Quantity   &q    = report.quantities.at(name);
      if (const double least = galvanostatic ? 0.01 * thermal_voltage(data.temperature) : name == "mean_current_density" ? least_current : 0.; std::isfinite(q.value) && q.error > std::max(std::abs(q.value), least) && q.error > 0.)
        note = "not resolved: " + name + text(" is %.4g +- %.2g ", q.value, q.error) + q.unit + ", an error bar larger than the value: raise \"Maximum cycles\", \"Maximum unknowns\" or \"Initial refinements\"";
      for (const auto &[what, off] : report.balance)
        if (off > largest_imbalance)
          note += (note.empty() ? "" : "; ") + std::string("the balance of ") + what + text(" is off by %.2g of what flows: lower \"Newton tolerance\"", off);
      return note;
    }

    /** On meshes that a finer one follows equations are solved to this share of the accuracy asked for: the errors of those meshes, and of the weights that mark their cells, are far larger. */
    constexpr double share_of_accuracy = 1e-4;

    double
    peak_memory(const MPI_Comm communicator)
    {
      Utilities::System::MemoryStats stats;
      Utilities::System::get_memory_stats(stats);
      return Utilities::MPI::sum(1024. * stats.VmHWM, communicator);
    }
  } // namespace

  template <int dim>
  VariantResult
  run_variant(const Case                        &data,
              const std::string                 &directory,
              const bool                         mesh_only,
              RunLog                            &log,
              const std::function<void(double)> &progress,
              Checkpoints                       &checkpoints,
              StoredCheckpoint *const            from)
  {
    const Timer   timer;
    VariantResult result;
    result.name = data.variant;

    CellModel model(data);
    result.label = model.is_electrostatic ? electrostatic_label : "";
    result.notes = model.notes;
    for (const std::string &note : model.notes)
      log.line("  " + note);
    auto       until_there_is_a_state = std::make_unique<StopAtOnce>();
    const auto mesh                   = build_mesh<dim>(data, model);
    MeshHistory<dim> history(*mesh);
    if (from)
      from->restore_mesh(history);
    double cells = mesh->triangulation().n_global_active_cells();
    for (unsigned int level = 0; level < data.discretization.initial_refinements && !from; ++level, cells *= 1 << dim)
      require_room<dim>(data, model, cells, level);
    for (unsigned int level = 0; level < data.discretization.initial_refinements && !from; ++level)
      {
        stop_if_requested(MPI_COMM_WORLD);
        mesh->triangulation().set_all_refine_flags();
        mesh->refine();
      }
    if (mesh_only)
      {
        write_preview(*mesh, directory + "/mesh");
        on_first_rank([&]() {
          for (const std::string file : {"/mesh_volume.vtu", "/mesh_boundary.vtu"})
            if (!ends_as_vtk(directory + file))
              throw MachineError(not_written(directory + file));
        });
        log.line(text("  %.0f cells written to ", mesh->triangulation().n_global_active_cells()) + directory + "/mesh_volume.vtu and mesh_boundary.vtu");
        return result;
      }

    require_memory(static_cast<double>(mesh->triangulation().n_global_active_cells()) * std::pow(data.discretization.degree, dim) * model.transport->n_fields());
    Discretization<dim> discretization(*mesh, data.discretization.degree, data.geometry->axisymmetric());
    Operator<dim>       op(discretization, model);
    const unsigned int  n = op.n_fields();
    StateVector         state;
    double              electrode_potential = 0.;
    initial_state(op, state, electrode_potential);
    until_there_is_a_state = nullptr;

    const auto speak_of_layers = [&](const double most) {
      const LayerResolution layers = resolution_of_layers(discretization, model);
      if (!layers.found.empty())
        log.line("  " + layers.found + (layers.advice.empty() ? "" : "; " + layers.advice));
      if (!result.failure.empty() && !layers.advice.empty())
        result.failure += " First of all: " + layers.advice + ".";
      if (const std::string note = note_on_crowding(most); !note.empty())
        {
          log.line("  " + note);
          result.notes.push_back(note);
        }
    };

    if (data.is_transient())
      {
        const ProgrammeResult done = ProgrammeRun<dim>(discretization, op, directory, log, progress, {&checkpoints, &history, from}).run(state, electrode_potential);
        result.programme           = done.steps;
        result.time_steps          = done.time_steps;
        result.rejected_steps      = done.rejected_steps;
        result.steps_by_order      = done.steps_by_order;
        result.newton_steps        = done.newton_steps;
        result.linear_iterations   = done.linear_iterations;
        result.failure             = done.failure;
        result.report              = done.report;
        result.cells               = mesh->triangulation().n_global_active_cells();
        result.unknowns            = static_cast<double>(n) * discretization.dof_handler.n_dofs();
        result.cycles              = 1;
        speak_of_layers(done.most_crowded);
        if (!directory.empty())
          write_fields(discretization, model, state, done.electrode_potential, directory, data.output.volume, data.output.surface, done.film_states);
        result.operator_evaluations = op.n_evaluations();
        result.peak_bytes           = peak_memory(MPI_COMM_WORLD);
        result.wall_time_s          = timer.wall_time();
        return result;
      }

    std::vector<Report> reports;
    unsigned int        first_cycle = 0;
    double              earlier_seconds = 0.;
    double              earlier_evaluations = 0., growth = 2.; // of the number of unknowns from one mesh to the next
    std::function<void()> save_last;
    if (from)
      from->read([&](const nlohmann::json &scalars) {
        from->parts().restore(discretization, "state", state);
        first_cycle         = scalars.at("cycle");
        electrode_potential = number(scalars.at("electrode potential"));
        reports             = zincfield::reports(scalars.at("reports"));
        result              = zincfield::result(scalars.at("result"));
        earlier_seconds     = result.wall_time_s;
        earlier_evaluations = result.operator_evaluations;
        log.continue_history(directory, scalars.at("history bytes"), number(scalars.at("log seconds")));
      });
    else if (!directory.empty())
      log.open_history(directory);
    for (unsigned int cycle = first_cycle;; ++cycle)
      {
        // What a cycle begins with is where a run can go on: one that is stopped in the middle of it solves it again.
        const auto        start      = std::make_shared<const StateVector>(state);
        result.operator_evaluations  = earlier_evaluations + op.n_evaluations();
        result.wall_time_s           = earlier_seconds + timer.wall_time();
        const nlohmann::json scalars = {{"cycle", cycle},
                                        {"electrode potential", stored(electrode_potential)},
                                        {"reports", stored(reports)},
                                        {"result", stored(result)},
                                        {"history bytes", log.history_bytes()},
                                        {"log seconds", log.seconds()}};
        const auto save = [&checkpoints, &history, &discretization, start, scalars]() { checkpoints.write(Snapshot<dim>{&history, &discretization, {{"state", start.get()}}, {}, {}, scalars}); };
        save_last       = save;
        const bool stops = cycle > first_cycle && !stop_requested(MPI_COMM_WORLD).empty(); // before levels of multigrid are made
        if (stops || (cycle > first_cycle && checkpoints.due()))
          save();
        if (stops)
          stop_if_requested(MPI_COMM_WORLD);
        const double unknowns   = static_cast<double>(n) * discretization.dof_handler.n_dofs();
        std::string  error_text = "";
        const auto   step       = [&](const NewtonStep &s) {
          stop_if_requested(MPI_COMM_WORLD);
          log.line(text("  cycle %.0f  %.0f unknowns  Newton %.0f", cycle, unknowns, s.step) + text("  residual %.2e  linear iterations %.0f  potential %.6g mV  %.1f s", s.residual, s.linear_iterations, 1e3 * s.electrode_potential, log.seconds()));
          log.history(cycle, unknowns, s.step, s.linear_iterations, s.residual, s.electrode_potential, s.current_density, "");
        };
        const Memory  memory       = memory_for(growth * unknowns, MPI_COMM_WORLD);
        const bool    last_allowed = cycle + 1 >= data.discretization.maximum_cycles || unknowns * (dim == 2 ? 1.3 : 1.4) > data.discretization.maximum_unknowns || // the least that refine() adds
                                  !memory.suffices();
        const auto    accurate     = [&]() { return reports.size() > 1 && cycle + 1 >= data.discretization.minimum_cycles && remaining_error(reports.back(), data) <= 1.; };
        bool          may_refine   = !last_allowed;
        {
          Newton<dim> newton(op, data.solver, data.control.mode == ControlMode::galvanostatic, step);
          const auto  solve = [&](const double tolerance) {
            newton.set_tolerance(tolerance);
            const NewtonResult solved = solve_with_continuation(op, newton, state, electrode_potential, [&](const std::string &line) { log.line("  " + line); });
            result.newton_steps += solved.steps;
            result.linear_iterations += solved.linear_iterations;
            result.setup_s += solved.setup_seconds;
            result.solve_s += solved.solve_seconds;
            return measure(discretization, model, state, electrode_potential, op.boundary_flux());
          };
          const double wanted = data.solver.newton_tolerance, passing = std::max(wanted, share_of_accuracy * data.discretization.accuracy);
          try
            {
              reports.push_back(solve(last_allowed ? wanted : passing));
              ErrorEstimate errors;
              if (data.discretization.maximum_cycles > 1) // there is a next mesh, or one before to compare with
                errors = estimate(op, newton.preconditioner(), state, electrode_potential, reports.back());
              estimate_errors(reports);
              const auto next = [&]() { return !last_allowed && !accurate() && mark(discretization, model, state, electrode_potential, errors); };
              may_refine      = next();
              if (!last_allowed && passing > wanted && !may_refine)
                {
                  Report exact = solve(wanted);
                  for (auto &[name, quantity] : exact.quantities)
                    quantity.bound = reports.back().quantities.at(name).bound;
                  reports.back() = exact;
                  estimate_errors(reports);
                  may_refine = next();
                }
            }
          catch (const SolverError &error)
            {
              result.failure = error.what();
            }
          catch (const Stopped &)
            {
              save();
              throw;
            }
          result.preconditioner = newton.preconditioner().name();
        }
        if (!result.failure.empty())
          {
            StateVector scratch;
            discretization.initialize(scratch, n);
            op.residual(scratch, state, electrode_potential);
            reports.resize(cycle);
            reports.push_back(measure(discretization, model, state, electrode_potential, op.boundary_flux()));
            estimate_errors(reports);
          }

        result.cells    = mesh->triangulation().n_global_active_cells();
        result.unknowns = unknowns;
        result.cycles   = cycle + 1;
        if (!result.failure.empty())
          break;

        const double remaining = remaining_error(reports.back(), data);
        const bool   estimated = reports.size() > 1;
        log.line(text("  cycle %.0f done: %.0f cells, mean current density %.5g mA/cm^2, potential %.5g mV", cycle, result.cells,
                      0.1 * reports.back().quantities.at("mean_current_density").value, 1e3 * electrode_potential) +
                 (estimated ? text(", estimated error %.2g %% (asked %.2g %%)", 100. * remaining * data.discretization.accuracy, 100. * data.discretization.accuracy) : ""));
        log.history(cycle, unknowns, result.newton_steps, result.linear_iterations, 0., electrode_potential, reports.back().quantities.at("mean_current_density").value,
                    estimated ? text("%.4e", remaining * data.discretization.accuracy) : "");
        progress(estimated ? std::min(0.95, std::max((cycle + 1.) / data.discretization.maximum_cycles, 1. / (1. + std::log2(std::max(1., remaining))))) : 0.1);

        log.require_written();
        if (data.output.every_cycle && !directory.empty())
          write_fields(discretization, model, state, electrode_potential, directory + "/cycle_" + std::to_string(cycle), data.output.volume, data.output.surface);

        if (accurate())
          break;
        if (!may_refine)
          {
            if (remaining > 1. && !memory.suffices())
              log.line("  Stopped before the next mesh: it would need " + describe(memory) + ".");
            if (cycle == 0 && unknowns > data.discretization.maximum_unknowns)
              log.line(text("  The first mesh has %.0f unknowns already, more than \"Maximum unknowns\" (", unknowns) + std::to_string(data.discretization.maximum_unknowns) + "): no finer one follows, and errors are not estimated.");
            if (remaining > 1.)
              log.line(text("  Stopped at an estimated error of %.2g %%, above the %.2g %% asked for: raise \"Maximum cycles\" or \"Maximum unknowns\".",
                            100. * remaining * data.discretization.accuracy, 100. * data.discretization.accuracy));
            break;
          }
        refine(discretization, state);
        growth = std::max(1.5, n * static_cast<double>(discretization.dof_handler.n_dofs()) / unknowns);
        require_memory(n * static_cast<double>(discretization.dof_handler.n_dofs()));
        op.reinit();
      }

    speak_of_layers(most_crowded(discretization, model, state, electrode_potential));
    if (const std::string note = result.failure.empty() ? note_on_trust(reports.back(), data) : ""; !note.empty())
      {
        log.line("  " + note);
        result.notes.push_back(note);
      }
    if (!directory.empty())
      write_fields(discretization, model, state, electrode_potential, directory, data.output.volume, data.output.surface);
    if (data.impedance.wanted() && result.failure.empty() && !directory.empty()) // fits write nothing and look at steady numbers
      try
        {
          result.impedance = find_spectrum(op, state, electrode_potential, [&](const std::string &line) {
            stop_if_requested(MPI_COMM_WORLD); // once a frequency
            log.line(line);
          });
          on_first_rank([&]() { write_spectrum(directory + "/impedance.csv", result.impedance); });
          const double node_distance = highest_at_electrodes(discretization, model).height / data.discretization.degree;
          const double resolved      = model.transport->bulk_diffusivity() / (2. * numbers::PI * node_distance * node_distance); // sqrt(D/omega) is one distance
          if (resolved > 0. && resolved < data.impedance.highest)
            log.line(text("  the mesh follows diffusion in the solution up to %.3g Hz; above, its part of the impedance (falling as frequency^-1/2) is not resolved", resolved));
        }
      catch (const SolverError &error)
        {
          result.failure = error.what();
        }
      catch (const Stopped &)
        {
          save_last();
          throw;
        }
    result.report = reports.back();
    if (result.failure.empty() && !directory.empty()) // fits look at values
      if (const std::string note = add_representation_cost(model, op, state, electrode_potential, result.report); !note.empty())
        {
          log.line("  " + note);
          result.notes.push_back(note);
        }
    result.operator_evaluations = earlier_evaluations + op.n_evaluations();
    result.peak_bytes           = peak_memory(MPI_COMM_WORLD);
    result.wall_time_s          = earlier_seconds + timer.wall_time();
    return result;
  }

  template VariantResult
  run_variant<2>(const Case &, const std::string &, bool, RunLog &, const std::function<void(double)> &, Checkpoints &, StoredCheckpoint *);
  template VariantResult
  run_variant<3>(const Case &, const std::string &, bool, RunLog &, const std::function<void(double)> &, Checkpoints &, StoredCheckpoint *);
} // namespace zincfield
