#include "solver/adaptivity/mesh_marks.h"
#include "solver/nonlinear/continuation.h"
#include "solver/runs/transient_run.h"
#include "solver/support/printf_text.h"
#include "solver/time/mesh_change.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  bool
  TransientRun<dim>::adapt(const Drives &drives, const ProtocolStep &step, const double dt)
  {
    steps_on_mesh_ = 0;
    for (unsigned int level = 0; level < data_.time.mesh_levels; ++level)
      {
        const MeshMarks marks =
          mark_by_tolerance(discretization_, op_.model(), now_.fields, now_.electrode_potential, least_current_);
        if (marks.full)
          log_.line("  mesh not refined: it would exceed \"Maximum unknowns\"");
        if (!marks.worthwhile)
          return true;

        const double cells = discretization_.mesh.triangulation().n_global_active_cells(), charge = now_.charge;
        auto         trend = integrator_.trend();
        newton_.reset(); // its levels are those of the old mesh
        const auto gained =
          change_mesh(discretization_, op_, now_,
                      trend.time_step > 0. ? std::vector<StateVector *>{&trend.fields} : std::vector<StateVector *>());
        integrator_.set_trend(trend);
        ++result_.mesh_changes;

        StepOutcome outcome = settle(integrator_, newton(drives), drives, now_, dt);
        moved_charge_ += std::abs(now_.charge - charge);
        count(outcome);
        log_mesh(marks.error, cells, gained, outcome);
        readings_ = read(now_);
        if (outcome.failure.empty())
          outcome.failure = why_refused(drives, now_, readings_);
        if (!outcome.failure.empty())
          {
            result_.failure = text("No state was found on the new mesh at %.6g s", now_.time) + " in the step \"" + step.name +
                              "\": " + explain(outcome.failure) + ".";
            return false;
          }
        if (!marks.refines)
          return true;
      }
    return true;
  }

  template <int dim>
  void
  TransientRun<dim>::log_mesh(const double                          error,
                              const double                          cells_before,
                              const std::array<double, max_fields> &gained,
                              const StepOutcome                    &outcome)
  {
    const auto &triangulation = discretization_.mesh.triangulation();
    std::string line          = text("  mesh of %.0f cells in place of %.0f, %.0f unknowns", triangulation.n_global_active_cells(),
                                     cells_before, static_cast<double>(op_.n_fields()) * discretization_.dof_handler.n_dofs()) +
                       text("  estimated error was %.2g %%  Newton %.0f  linear %.0f", 100. * error, outcome.newton_steps,
                            outcome.linear_iterations);
    double largest = 0.;
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      largest = std::max(largest, std::abs(gained[f]));
    log_.line(line + text("  amounts changed by %.1e of the charge passed", largest / std::max(moved_charge_, 1e-9)));
  }

  template bool
  TransientRun<2>::adapt(const Drives &, const ProtocolStep &, double);
  template bool
  TransientRun<3>::adapt(const Drives &, const ProtocolStep &, double);
} // namespace zincfield
