#pragma once

#include "solver/results/fit_result.h"
#include "solver/results/case_result.h"

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Write `summary.json` into `directory`: program, case, status ("unfinished", "complete" or "not converged"), and every variant's
   * quantities with their estimated errors, what was measured and what was fitted. Throws MachineError.
   */
  void
  write_summary(const std::string             &directory,
                const std::vector<Case>       &cases,
                const std::vector<CaseResult> &results,
                const std::vector<FitResult>  &fits);

  /** "1 of 3 variants was not solved. Variant "x": why"; empty: all were. */
  std::string
  failures(const std::vector<CaseResult> &results);

  /** What was measured beside what was computed, a line for each variant with a measurement; empty: none has. */
  std::string
  comparison(const std::vector<Case> &cases, const std::vector<CaseResult> &results, const std::vector<FitResult> &fits);

  /** Names of quantities, each once, in the order in which they come: which walls carry charge need not be the same in all
   * variants. */
  std::vector<std::string>
  quantity_names(const std::vector<CaseResult> &results);

  /** The same numbers as a table, variants side by side, value ± error. */
  std::string
  summary_table(const std::vector<CaseResult> &results);
} // namespace zincfield
