#pragma once

#include "solver/adaptivity/refinement.h"
#include "solver/nonlinear/newton.h"
#include "solver/results/run_log.h"
#include "solver/results/case_result.h"
#include "solver/runs/checkpoint_context.h"
#include "solver/support/memory.h"

#include <deal.II/base/timer.h>

namespace zincfield
{
  /**
   * Looks for the steady state of a case on a sequence of adaptively refined meshes, until the estimated errors meet the requested
   * accuracy; then for its impedance where that is asked for. What does not converge is said in the result, with the last good
   * state.
   */
  template <int dim>
  class SteadyRun
  {
  public:
    /**
     * `directory`: of the variant's results; empty: nothing is written. `progress` is told the share done. `timer`: of the whole
     * run of the case. `state` and `electrode_potential` are those of initial_state(), and in the end the last ones; `result` gains
     * what is found.
     */
    SteadyRun(Discretization<dim>          &discretization,
              CellModel                    &model,
              Operator<dim>                &op,
              const std::string            &directory,
              RunLog                       &log,
              std::function<void(double)>   progress,
              const CheckpointContext<dim> &context,
              const dealii::Timer          &timer,
              StateVector                  &state,
              double                       &electrode_potential,
              CaseResult                   &result);

    /** Throws Stopped, after a checkpoint, where it was asked to stop. */
    void
    run();

  private:
    /** Goes on from the checkpoint. */
    void
    restore();

    /** Keeps what the cycle begins with, and writes a checkpoint of it where one is due or the run is to stop; then it throws
     * Stopped. */
    void
    begin_cycle();

    /** A checkpoint of the beginning of this cycle: one that is stopped in the middle of it solves it again. */
    void
    save();

    /** Solves on this mesh, estimates errors and marks cells; false where no finer mesh may follow. What does not converge becomes
     * the failure of the result. */
    bool
    solve_cycle();

    /** The same by a solver for this mesh. Throws SolverError. */
    bool
    solve_and_mark(Newton<dim> &newton, bool last_allowed);

    /** Solves to `tolerance` and measures. */
    Report
    solve(Newton<dim> &newton, double tolerance);

    /** Numbers of the present state. */
    Report
    measured() const;

    /** Whether the last mesh gave numbers as accurate as they are asked for. */
    bool
    is_accurate() const;

    /** Whether this mesh is the last that cycles, unknowns and memory allow. */
    bool
    is_last_allowed() const;

    void
    log_step(const NewtonStep &step);

    /** Log, history, progress and fields of the cycle. */
    void
    report_cycle();

    /** Says why no finer mesh follows although the errors ask for it. */
    void
    explain_end();

    void
    refine_mesh();

    void
    find_impedance();

    /** What follows the last mesh: notes, fields, impedance, cost of films without a mesh. */
    void
    finish();

    Discretization<dim>              &discretization_;
    CellModel                        &model_;
    Operator<dim>                    &op_;
    const Case                       &data_;
    const std::string                 directory_;
    RunLog                           &log_;
    const std::function<void(double)> progress_;
    const CheckpointContext<dim>      context_;
    const dealii::Timer              &timer_;
    StateVector                      &state_;
    double                           &electrode_potential_;
    CaseResult                       &result_;
    std::vector<Report>               reports_; // by mesh
    unsigned int                      cycle_    = 0;
    double                            unknowns_ = 0.;
    double                            growth_   = 2.; // of the number of unknowns from one mesh to the next
    Memory                            memory_{};      // of the next mesh
    double                            earlier_seconds_ = 0., earlier_evaluations_ = 0.; // of the run that this one goes on with
    StateVector                       start_;                                           // of the cycle
    nlohmann::json                    scalars_;                                         // beside it
  };
} // namespace zincfield
