#pragma once

#include <stdexcept>
#include <string>

namespace zincfield
{
  /** The equations could not be solved: says where, and what to try. Exit status 2. */
  class SolverError : public std::runtime_error
  {
  public:
    using std::runtime_error::runtime_error;
    SolverError(const std::string &where, const std::string &advice)
      : std::runtime_error(where + " What to try: " + advice)
    {}
  };

  /** Disk, memory, a library or another rank failed: nothing that the input could mend. Exit status 3. */
  class MachineError : public std::runtime_error
  {
  public:
    using std::runtime_error::runtime_error;
  };

  /** The run was asked to stop, by a signal or by its limit of time, and can go on later. Exit status 75 (EX_TEMPFAIL of
   * sysexits.h: try again). */
  class Stopped : public std::runtime_error
  {
  public:
    using std::runtime_error::runtime_error;
  };
} // namespace zincfield
