#pragma once

#include "postprocess/report.h"

#include <fstream>

namespace zincfield
{
  /** A row of the history of a growing deposit, beside the numbers of the shape and of the state. */
  struct GrowthRow
  {
    unsigned int step = 0;
    std::string  drive;                  // the step of the programme; empty without one
    double       time = 0., length = 0.; // [s]
    double       error             = 0.; // of the step, over the tolerance
    double       volume_error      = 0.; // of the step: deposited volume against charge, relative
    unsigned int newton_steps      = 0;
    unsigned int linear_iterations = 0;
  };

  /** history.csv of a run with a growing deposit: one row a growth step, written as it is made, by the first rank. */
  class GrowthHistory
  {
  public:
    /** `directory`: empty: nothing is written. */
    explicit GrowthHistory(const std::string &directory);

    /** Begins the file, or goes on with the first `bytes` of that of an earlier run. Throws MachineError on all ranks. */
    void
    begin();
    void
    go_on(std::uint64_t bytes);

    /** The first row of a new file names the columns. */
    void
    row(const GrowthRow &row, const std::map<std::string, Quantity> &shape, const Report &report);

    std::uint64_t
    bytes()
    {
      return file_.is_open() ? static_cast<std::uint64_t>(file_.tellp()) : 0;
    }

    /** Throws MachineError, on all ranks, where rows were lost. */
    void
    require_written();

  private:
    std::string   path_;
    std::ofstream file_;
  };
} // namespace zincfield
