#pragma once

#include "solver/checkpoint/checkpoints.h"
#include "solver/results/run_log.h"
#include "solver/results/case_result.h"

#include <functional>
#include <string>

namespace zincfield
{
  /**
   * One variant from mesh to files: a steady or a transient run. It begins `from` a checkpoint where there is one, writes
   * `checkpoints`, and throws Stopped, after one, where it was asked to stop. A variant that does not converge comes back with
   * `failure` set and its last good state written. Without a `directory` nothing is written. `mesh_only`: the mesh is written, and
   * nothing is solved.
   */
  template <int dim>
  CaseResult
  run_case(const Case                        &data,
           const std::string                 &directory,
           bool                               mesh_only,
           RunLog                            &log,
           const std::function<void(double)> &progress,
           Checkpoints                       &checkpoints,
           StoredCheckpoint                  *from);
} // namespace zincfield
