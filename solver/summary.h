#pragma once

#include "solver/input/case.h"
#include "solver/variant_run.h"

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Write `summary.json` into `directory`: program, case, status ("unfinished", "complete" or "not converged"), and every variant's
   * quantities with their estimated errors. Throws MachineError.
   */
  void
  write_summary(const std::string &directory, const std::vector<Case> &cases, const std::vector<VariantResult> &results);

  /** The same numbers as a table, variants side by side, value ± error. */
  std::string
  summary_table(const std::vector<VariantResult> &results);
} // namespace zincfield
