#pragma once

#include "solver/input/command_line.h"

namespace zincfield
{
  /**
   * Runs the cases of an input, several at a time, as programs with --case of their own. Returns 0 where the results are to be
   * collected, otherwise the exit status, after a message. To be called before MPI starts.
   */
  int
  run_in_process_pool(CommandLine &command_line);
} // namespace zincfield
