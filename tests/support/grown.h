#pragma once

#include "solver/runs/case_run.h"
#include "tests/support/solved.h"

namespace zincfield
{
  /** What a run leaves of a case whose deposit grows, on one mesh; nothing is written. */
  template <int dim>
  CaseResult
  grown(const Lines &lines, const unsigned int refinements)
  {
    RunLog      silent("", MPI_COMM_WORLD);
    Checkpoints none;
    const Case  data =
      make_case(Lines{"Growth/Mode = quasi-steady", "Discretization/Minimum cycles = 1", "Discretization/Maximum cycles = 1",
                      "Discretization/Initial refinements = " + std::to_string(refinements)} +
                lines);
    return run_case<dim>(
      data, "", false, silent, [](double) {}, none, nullptr);
  }

  /** A number of the shape at the end, SI. */
  inline double
  shape(const CaseResult &result, const std::string &name)
  {
    return result.growth.quantities.at(name).value;
  }
} // namespace zincfield
