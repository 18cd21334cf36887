#pragma once

#include "solver/input/case.h"
#include "solver/input/run_options.h"

#include <string>
#include <vector>

namespace zincfield
{
  /** What the user asked for. Parsed on every rank; printed on the first one only. */
  struct CommandLine
  {
    enum class Action
    {
      run,
      check,
      speciate,
      print // `text`, then end with `status`
    };
    Action      action = Action::run;
    int         status = 0;
    std::string text;
    RunOptions  options;
  };

  /** Never throws for a wrong option: that is `print` with status 1. */
  CommandLine
  parse_command_line(int argc, const char *const *argv);

  /** Reads the input of a command line. Throws InputError. */
  std::vector<Case>
  read_cases(CommandLine &command_line);

  /** The line that --check prints for a valid input. */
  std::string
  check_report(const std::string &file, const std::vector<Case> &cases);

  /** What --list prints: every kind, data set and shipped input. */
  std::string
  list_of_kinds();

  /** What --version prints. */
  std::string
  version_text();

  /** The input files that come with the program, relative to its inputs folder. */
  std::vector<std::string>
  shipped_inputs();
} // namespace zincfield
