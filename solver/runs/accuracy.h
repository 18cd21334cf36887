#pragma once

#include "solver/results/run_log.h"
#include "solver/results/case_result.h"

#include <string>

namespace zincfield
{
  /** The largest of the controlled errors over the accuracy asked for: done below 1. NaN before there is an estimate. */
  double
  remaining_error(const Report &report, const Case &data);

  /** What error bars and balances leave open, where that is more than the number itself; empty otherwise. */
  std::string
  note_on_trust(const Report &report, const Case &data);

  /** Says a note in the log and keeps it in the result; nothing where it is empty. */
  void
  add_note(const std::string &note, RunLog &log, CaseResult &result);

  /** Says how the mesh resolves double layers and how close ions come to the space there is, in the log and the result.
   * `most_crowded`: see most_crowded(). */
  template <int dim>
  void
  note_layers(
    const Discretization<dim> &discretization, const CellModel &model, double most_crowded, RunLog &log, CaseResult &result);
} // namespace zincfield
