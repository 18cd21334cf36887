#include "solver/runs/case_run.h"

#include "postprocess/field_files.h"
#include "solver/nonlinear/initial_state.h"
#include "solver/runs/accuracy.h"
#include "solver/runs/growth_run.h"
#include "solver/runs/representation_cost.h"
#include "solver/runs/starting_mesh.h"
#include "solver/runs/steady_run.h"
#include "solver/runs/transient_run.h"
#include "solver/support/interruption.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    double
    peak_memory(const MPI_Comm communicator)
    {
      Utilities::System::MemoryStats stats;
      Utilities::System::get_memory_stats(stats);
      return Utilities::MPI::sum(1024. * stats.VmHWM, communicator);
    }

    /** What the summary takes from a transient run. */
    void
    take(CaseResult &result, const ProtocolResult &done)
    {
      result.protocol          = done.steps;
      result.time_steps        = done.time_steps;
      result.rejected_steps    = done.rejected_steps;
      result.steps_by_order    = done.steps_by_order;
      result.newton_steps      = done.newton_steps;
      result.linear_iterations = done.linear_iterations;
      result.failure           = done.failure;
      result.report            = done.report;
      result.cycles            = 1;
    }

    /** A case, or the part of a deposit's growth from one mesh to the next: the shape that is to get a new one, or none. */
    template <int dim>
    std::optional<GrownShape>
    run_on_mesh(const Case                        &given,
                std::optional<GrownShape>          shape,
                const std::string                 &directory,
                const bool                         mesh_only,
                RunLog                            &log,
                const std::function<void(double)> &progress,
                Checkpoints                       &checkpoints,
                StoredCheckpoint *const            from,
                const Timer                       &timer,
                CaseResult                        &result)
    {
      Case data = given; // the control of a deposit that grows follows its protocol
      if (shape)
        shape->replace_cell(data);
      CellModel model(data);
      result.label = model.is_electrostatic ? electrostatic_label : "";
      if (!shape)
        for (const std::string &note : model.notes)
          add_note(note, log, result);
      auto             until_there_is_a_state = std::make_unique<StopAtOnce>();
      const auto       mesh                   = coarse_mesh<dim>(data, model);
      MeshHistory<dim> history(*mesh);
      if (from)
        from->restore_mesh(history);
      else
        {
          refine_initially(*mesh, data, model);
          if (shape && data.growth.transient)
            refine_along_metal(*mesh, data, model, shape->n_faces);
        }
      if (mesh_only)
        {
          write_mesh(*mesh, directory, log);
          return {};
        }

      require_memory(static_cast<double>(mesh->triangulation().n_global_active_cells()) *
                     std::pow(data.discretization.degree, dim) * model.transport->n_fields());
      Discretization<dim> discretization(*mesh, data.discretization.degree, data.geometry->axisymmetric());
      Operator<dim>       op(discretization, model);
      StateVector         state;
      double              electrode_potential = 0.;
      initial_state(op, state, electrode_potential);
      until_there_is_a_state = nullptr;

      const CheckpointContext<dim> context{&checkpoints, &history, from};
      if (data.is_transient() && !data.growth.wanted)
        {
          const ProtocolResult done =
            TransientRun<dim>(discretization, op, directory, log, progress, context).run(state, electrode_potential);
          take(result, done);
          result.cells    = mesh->triangulation().n_global_active_cells();
          result.unknowns = static_cast<double>(op.n_fields()) * discretization.dof_handler.n_dofs();
          note_layers(discretization, model, done.most_crowded, log, result);
          if (!directory.empty())
            write_fields(discretization, model, state, done.electrode_potential, directory, data.output.volume, data.output.surface,
                         done.film_states);
          if (result.failure.empty() && !directory.empty()) // fits look at values
            add_note(add_transient_representation_cost(model, op, state, done, result.report), log, result);
          result.operator_evaluations = op.n_evaluations();
          result.wall_time_s          = timer.wall_time();
        }
      else if (data.growth.wanted)
        {
          result.cells    = mesh->triangulation().n_global_active_cells();
          result.unknowns = static_cast<double>(op.n_fields()) * discretization.dof_handler.n_dofs();
          GrowthRun<dim> run(discretization, model, op, data, directory, log, progress, context, timer, state, electrode_potential,
                             result, std::move(shape));
          run.run();
          return std::move(run.shape_for_new_mesh());
        }
      else
        SteadyRun<dim>(discretization, model, op, directory, log, progress, context, timer, state, electrode_potential, result)
          .run();
      return {};
    }
  } // namespace

  template <int dim>
  CaseResult
  run_case(const Case                        &data,
           const std::string                 &directory,
           const bool                         mesh_only,
           RunLog                            &log,
           const std::function<void(double)> &progress,
           Checkpoints                       &checkpoints,
           StoredCheckpoint                  *from)
  {
    const Timer timer;
    CaseResult  result;
    result.name = data.variant;

    std::optional<GrownShape> shape;
    if (from)
      shape = from->read([](const nlohmann::json &scalars) { return grown_shape(scalars); });
    do
      {
        shape = run_on_mesh<dim>(data, std::move(shape), directory, mesh_only, log, progress, checkpoints, from, timer, result);
        from  = nullptr;
    } while (shape);
    result.peak_bytes = peak_memory(MPI_COMM_WORLD);
    return result;
  }

  template CaseResult
  run_case<2>(
    const Case &, const std::string &, bool, RunLog &, const std::function<void(double)> &, Checkpoints &, StoredCheckpoint *);
  template CaseResult
  run_case<3>(
    const Case &, const std::string &, bool, RunLog &, const std::function<void(double)> &, Checkpoints &, StoredCheckpoint *);
} // namespace zincfield
