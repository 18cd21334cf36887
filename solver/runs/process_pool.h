#pragma once

#include <functional>
#include <string>
#include <vector>

namespace zincfield
{
  /** A process that runs beside others. */
  struct SideRun
  {
    std::string              name;
    std::vector<std::string> command;
    std::string              error_file; // takes what it writes to standard error; what it writes to standard output is dropped
  };

  /**
   * Runs the processes, at most `n_jobs` at a time. `ended` is called with the number of each that has ended, its status (128 + N
   * after signal N) and its seconds; where it returns false no more are started. SIGTERM and SIGUSR1 reach the processes as
   * SIGUSR1, and no more are started then; SIGINT ends all. When the `limit` [s] is over, that is as if SIGUSR1 had come. Returns
   * the signal that came, 0 for none. To be called before MPI starts.
   */
  int
  run_side_by_side(const std::vector<SideRun>                                             &runs,
                   unsigned int                                                            n_jobs,
                   double                                                                  limit,
                   const std::function<bool(std::size_t run, int status, double seconds)> &ended);
} // namespace zincfield
