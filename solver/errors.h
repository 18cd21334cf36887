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
    {
    }
  };

  /** Disk, memory, a library or another rank failed: nothing that the input could mend. Exit status 3. */
  class MachineError : public std::runtime_error
  {
  public:
    using std::runtime_error::runtime_error;
  };
} // namespace zincfield
