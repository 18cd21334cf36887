#pragma once

#include "solver/input/run_options.h"

#include <string>

namespace zincfield
{
  /** "zincfield INPUT --set 'Section/Key = value'": what a run was asked for, quoted for a shell; without where results go. */
  std::string
  command_of(const RunOptions &options, unsigned int n_ranks);

  /** Writes `command.txt` and `input.prm`, a copy of the input as it stood, into the folder of a run. Throws MachineError. */
  void
  write_record_of_run(const std::string &directory, const RunOptions &options, unsigned int n_ranks);
} // namespace zincfield
