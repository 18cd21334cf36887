#pragma once

#include "postprocess/quantities.h"
#include "solver/checkpoint/checkpoints.h"
#include "solver/impedance/spectrum.h"
#include "solver/input/case.h"
#include "solver/run_log.h"
#include "solver/time/programme_run.h"

#include <string>

namespace zincfield
{
  /** What one variant leaves for the summary. */
  struct VariantResult
  {
    std::string   name;
    Report        report;
    double        cells = 0., unknowns = 0.;
    unsigned int  cycles = 0, newton_steps = 0, linear_iterations = 0;
    double        operator_evaluations = 0.;
    double        setup_s = 0., solve_s = 0., peak_bytes = 0., wall_time_s = 0.;
    std::string   preconditioner;
    std::vector<ProgrammeStepResult> programme; // of a transient run
    unsigned int  time_steps = 0, rejected_steps = 0;
    StepsByOrder  steps_by_order{};
    Spectrum      impedance; // without points where none was asked for
    std::string   label;   // what the fields are not, where they may be mistaken; empty: nothing
    std::vector<std::string> notes; // on the model and on the solution, as in the log
    std::string   failure; // why the variant did not converge; empty: it did
  };

  /**
   * One variant from mesh to files: solves on a sequence of adaptively refined meshes until the estimated errors meet the
   * requested accuracy. It begins `from` a checkpoint where there is one, writes `checkpoints`, and throws Stopped, after one, where it was asked to stop.
   * A variant that does not converge comes back with `failure` set and its last good state written. Without a
   * `directory` nothing is written.
   */
  template <int dim>
  VariantResult
  run_variant(const Case &data, const std::string &directory, bool mesh_only, RunLog &log, const std::function<void(double)> &progress, Checkpoints &checkpoints,
              StoredCheckpoint *from);
} // namespace zincfield
