#pragma once

#include "solver/input/case.h"
#include "solver/input/run_options.h"

namespace zincfield
{
  /** Runs all cases, after the fits of their input if it asks for any; returns the exit status 0. Throws InputError, SolverError,
   * MachineError or Stopped. */
  int
  run(const std::vector<Case> &cases, const RunOptions &options);
} // namespace zincfield
