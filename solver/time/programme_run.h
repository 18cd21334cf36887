#pragma once

#include "postprocess/quantities.h"
#include "solver/checkpoint/checkpoints.h"
#include "solver/run_log.h"
#include "solver/time/field_series.h"
#include "solver/time/integrator.h"
#include "solver/time/stop.h"
#include "solver/time/time_history.h"

namespace zincfield
{
  /** How one step of a programme ended. */
  struct ProgrammeStepResult
  {
    std::string name, reason; // why it ended
    Drive       drive = Drive::rest;
    double      begin = 0., end = 0.; // [s]
    double      charge = 0.;          // passed in it [C/m^2 of the projected area], positive: deposition
    double      potential = 0.;       // of the working electrode at its end [V]
    double      transition_time = std::numeric_limits<double>::quiet_NaN(); // from its begin until the zinc at the electrode is used up [s]
  };

  /** What a transient run leaves behind. */
  struct ProgrammeResult
  {
    std::vector<ProgrammeStepResult> steps;
    Report                           report; // at the end
    double                           electrode_potential = 0.;
    FilmValues                       film_states; // at the end, see Sampler
    unsigned int                     time_steps = 0, rejected_steps = 0, newton_steps = 0, linear_iterations = 0;
    std::string                      failure; // why it ended before its end; empty: it did not
  };

  /** Where a run keeps itself so that it can go on later; without checkpoints it does not. */
  template <int dim>
  struct Keeping
  {
    Checkpoints            *checkpoints = nullptr;
    const MeshHistory<dim> *mesh        = nullptr;
    StoredCheckpoint       *from        = nullptr; // goes on from there
  };

  /** Carries out the control programme of a case, from the given state on. */
  template <int dim>
  class ProgrammeRun
  {
  public:
    /** `directory`: of the variant's results; empty: nothing is written. `progress` is told the share done. */
    ProgrammeRun(Operator<dim> &op, const std::string &directory, RunLog &log, std::function<void(double)> progress, const Keeping<dim> &keeping = {});

    /** From rest: `state` is that of initial_state(), and in the end the last one. */
    ProgrammeResult
    run(StateVector &state, double electrode_potential);

  private:
    /** One step of the programme, from the present moment on; false where it could not be carried out. */
    bool
    carry_out(const ProgrammeStep &step);

    /** The implicit Euler step after a switch; where it fails, from the solutions for shares of the jump. */
    bool
    switch_on(const Drives &drives, double dt);

    /** Redo the last step, shorter, until the first of the stop conditions is just met; `to`: beyond it. */
    void
    locate(const Drives &drives, const ProgrammeStep &step, Moment &to, double dt);

    /** Take `to` as the present moment, and say so. */
    void
    accept(Moment &&to, const ProgrammeStep &step, double dt, const StepOutcome &outcome);

    /** Report the present moment: history, log, fields where they are due. */
    void
    publish(const ProgrammeStep &step, double dt, const StepOutcome &outcome);

    Readings
    read(const Moment &moment) const;

    void
    write_fields_at(const Moment &moment);

    /** Relative balances over the run so far: what the solution has gained against what has passed its boundaries. */
    void
    add_balances(Report &report) const;

    Newton<dim> &
    newton(bool galvanostatic);

    /** A checkpoint of the present moment where one is due or the run is to stop; then it throws Stopped. */
    void
    keep();
    void
    save();
    void
    restore(StoredCheckpoint &from);

    Drives
    drives(const ProgrammeStep &step) const;

    double
    first_step(const ProgrammeStep &step) const;

    /** [A/m^2] below which currents are nothing. */
    double
    least_current() const;

    Operator<dim>                 &op_;
    const Case                    &data_;
    RunLog                        &log_;
    std::function<void(double)>    progress_;
    const std::string              directory_;
    const Keeping<dim>             keeping_;
    TimeHistory                    history_;
    FieldSeries                    series_;
    Integrator<dim>                integrator_;
    std::unique_ptr<Newton<dim>>   newton_[2]; // potentiostatic, galvanostatic
    Moment                         now_, begin_; // begin_: of the run, without its fields
    double                         begun_ = 0., charge_begun_ = 0.; // of the step of the programme
    double                         time_step_ = 0.; // the next [s]
    double                         lowest_ = 0., fall_ = 0.; // zinc at the electrode [mol/m^3], and how fast it falls [mol/m^3/s]
    unsigned int                   position_ = 0; // in the programme
    bool                           resumed_ = false; // in the middle of a step of the programme
    double                         next_field_time_ = 0.;
    double                         moved_charge_ = 0.; // magnitude [C/m^2 times mesh units]
    double                         total_duration_ = 0.;
    StepOutcome                    last_outcome_;
    ProgrammeResult                result_;
  };
} // namespace zincfield
