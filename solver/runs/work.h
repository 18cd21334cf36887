#pragma once

#include "solver/checkpoint/checkpoints.h"
#include "solver/runs/fit.h"
#include "solver/runs/case_run.h"

namespace zincfield
{
  /** What there is to run, and what of it an earlier run has left. */
  struct Work
  {
    std::string                                    directory;
    std::vector<Case>                              cases;
    std::vector<FitResult>                         fits;
    std::vector<Checkpoints>                       checkpoints; // by case
    std::vector<std::unique_ptr<StoredCheckpoint>> from;        // null: from the beginning
  };

  /** Puts what a fit has found into the cases that it applies to. */
  void
  use_found_values(const FitResult &result, std::vector<Case> &cases);

  /** What is done with the checkpoints of an earlier run. */
  enum class Earlier
  {
    removed,  // a new run
    resumed,  // finished cases are not run again
    collected // nothing is run
  };

  /**
   * The fits of the input, or what an earlier run has found: found again on other ranks, its last digits could differ and no
   * checkpoint would suit. They are kept in the first of the `places`, folders of which each may hold what was found. Throws
   * Stopped where they are to be collected and none holds it.
   */
  std::vector<FitResult>
  fits_of(const std::vector<Case> &given, const std::vector<std::string> &places, Earlier earlier, RunLog &log);

  /** Finds the checkpoints of all cases, so that one of another input is refused before anything is run, and makes the folders
   * ready. */
  void
  find_checkpoints(Work &work, Earlier earlier, RunLog &log);

  /** Runs all cases, one after the other. `summary`: whether to write one after each. Throws Stopped with a message that says how
   * to go on. */
  std::vector<CaseResult>
  run_cases(Work &work, bool summary, RunLog &log);

  /** The results of the cases that were run before, which go to the front; the rest is missing. */
  std::vector<CaseResult>
  collect(Work &work);

  /** Writes the mesh of every case and nothing else. */
  void
  write_meshes(const Work &work, RunLog &log);
} // namespace zincfield
