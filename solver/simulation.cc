#include "solver/simulation.h"
namespace zincfield
{
  int
  run(const std::vector<Case> &, const RunOptions &)
  {
    return 0;
  }
} // namespace zincfield
