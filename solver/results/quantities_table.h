#pragma once

#include "solver/results/case_result.h"

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Write `quantities.csv` into `directory`: a row a variant, with the parameters that distinguish it, every reported number in SI
   * units and its estimated error; empty where a variant has none. `results[v]` is that of `cases[v]`. Throws MachineError.
   */
  void
  write_quantities(const std::string &directory, const std::vector<Case> &cases, const std::vector<CaseResult> &results);
} // namespace zincfield
