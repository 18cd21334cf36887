#pragma once

#include "solver/results/field_series.h"
#include "solver/results/run_log.h"
#include "solver/results/time_history.h"
#include "solver/results/transient_result.h"
#include "solver/runs/checkpoint_context.h"
#include "solver/runs/stop.h"
#include "solver/time/grown_layer.h"
#include "solver/time/integrator.h"

namespace zincfield
{
  /** Carries out the control protocol of a case, from the given state on. */
  template <int dim>
  class TransientRun
  {
  public:
    /** `directory`: of the variant's results; empty: nothing is written. `progress` is told the share done. */
    TransientRun(Discretization<dim>          &discretization,
                 Operator<dim>                &op,
                 const std::string            &directory,
                 RunLog                       &log,
                 std::function<void(double)>   progress,
                 const CheckpointContext<dim> &context = {});

    /** From rest: `state` is that of initial_state(), and in the end the last one. */
    ProtocolResult
    run(StateVector &state, double electrode_potential);

  private:
    /** One step of the protocol, from the present state on; false where it could not be carried out. */
    bool
    carry_out(const ProtocolStep &step);

    /** Switches to a step of the protocol and makes ready for its time steps; false where there is no state just after the switch.
     */
    bool
    begin_step(const Drives &drives, const ProtocolStep &step);

    /** Time step after time step until one of the protocol ends, for a `reason`, or the result has a failure; false where no time
     * step is short enough. */
    bool
    march(const Drives &drives, const ProtocolStep &step, bool at_the_beginning, std::string &reason);

    enum class Attempt
    {
      accepted,
      rejected, // to be repeated with the present length
      given_up
    };
    /** One time step of the present length; chooses the length and the order of the next. `end`: of the step of the protocol. */
    Attempt
    take_time_step(const Drives &drives, const ProtocolStep &step, double end);

    /** Errors of the last step at the orders that may come next. */
    ErrorsByOrder
    errors_by_order(const Drives &drives, const TimeState &to);

    std::string
    why_given_up(const ProtocolStep &step) const;

    /** Whether zinc goes on the metal alone, and not into a scaffold: then the deposit is known. */
    bool
    knows_deposit() const;

    /** Notes in the log where the deposit that has been used up was uneven. */
    void
    note_unevenness() const;

    /** The implicit Euler step after a switch, shorter than `dt` where its error asks for that; where it fails, from the solutions
     * for shares of the jump. `dt` becomes what it took, never less than `least`. */
    bool
    switch_on(const Drives &drives, double &dt, double least);

    /** The same for a given length: leads to `to`. */
    bool
    jump(const Drives &drives, double dt, TimeState &to);

    /** Why a state that a step has led to is no solution of what `drives` asks for; empty: it is one. */
    std::string
    why_refused(const Drives &drives, const TimeState &to, const Readings &readings) const;

    /** Redo the last step, shorter, until the first of the stop conditions is just met. `to`, `readings`: beyond it. `outcome`
     * counts what the trials take. */
    void
    locate(const Drives &drives, const ProtocolStep &step, double dt, TimeState &to, Readings &readings, StepOutcome &outcome);

    /** Take `to` as the present state. */
    void
    move_to(TimeState &&to);

    /** Reports the present state, to which a time step has led, and makes a layer that precipitates as thick as it is then. */
    void
    publish_and_grow(const ProtocolStep &step, double dt, unsigned int order);

    /** Change the mesh where the present state asks for it, and settle on the new one; false where no state was found there, which
     * the result then says. `dt`: of the next step. */
    bool
    adapt(const Drives &drives, const ProtocolStep &step, double dt);
    void
    log_mesh(double error, double cells_before, const std::array<double, max_fields> &gained, const StepOutcome &outcome);

    /** Report the present state: history, log, fields where they are due. */
    void
    publish(const ProtocolStep &step, double dt, unsigned int order, const StepOutcome &outcome);

    Readings
    read(const TimeState &state) const;

    void
    write_fields_at(const TimeState &state);

    /** Relative balances over the run so far: what the solution has gained against what has passed its boundaries. */
    void
    add_balances(Report &report) const;

    /** The solver for the control that `drives` names. */
    Newton<dim> &
    newton(const Drives &drives);

    /** Where linear systems stayed unsolved and factors of the whole Jacobian are left to try: has them from now on, and returns
     * true. */
    bool
    factorise_instead();

    void
    count(const StepOutcome &outcome);

    /** A checkpoint of the present state where one is due or the run is to stop; then it throws Stopped. */
    void
    keep();
    void
    save();
    void
    restore(StoredCheckpoint &from);

    Drives
    drives(const ProtocolStep &step) const;

    double
    first_step(const ProtocolStep &step) const;

    /** [A/m^2] below which currents are nothing. */
    static double
    least_current(const Operator<dim> &op);

    Discretization<dim>           &discretization_;
    Operator<dim>                 &op_;
    const Case                    &data_;
    RunLog                        &log_;
    std::function<void(double)>    progress_;
    const std::string              directory_;
    const CheckpointContext<dim>   context_;
    TimeHistory                    history_;
    FieldSeries                    series_;
    const double                   bulk_zinc_, least_current_; // [mol/m^3], [A/m^2]
    GrownLayer<dim>                layer_;
    OrderControl                   orders_;
    Integrator<dim>                integrator_;
    std::unique_ptr<Newton<dim>>   newton_;
    bool                           newton_is_galvanostatic_ = false, factorises_ = false; // the latter from factorise_instead() on
    TimeState                      now_;
    std::array<double, max_fields> stored_at_begin_;                // totals of the rows, of the run
    Readings                       readings_;                       // of now_
    double                         begun_ = 0., charge_begun_ = 0.; // of the step of the protocol
    double                         time_step_       = 0.;           // the next [s]
    double                         fall_            = 0.;           // how fast the zinc at the electrode falls [mol/m^3/s]
    unsigned int                   position_        = 0;            // in the protocol
    unsigned int                   steps_on_mesh_   = 0;            // since it was looked at
    bool                           resumed_         = false;        // in the middle of a step of the protocol
    double                         next_field_time_ = 0.;
    double                         moved_charge_ = 0., moved_begun_ = 0.; // magnitude [C/m^2 times mesh units]; of the step's begin
    double                         total_duration_ = 0.;
    bool                           pores_closed_   = false; // said once
    StepOutcome                    last_outcome_;
    ProtocolResult                 result_;
  };
} // namespace zincfield
