#pragma once

#include "postprocess/report.h"

#include <fstream>

namespace zincfield
{
  /** A row of the history of a transient run. */
  struct HistoryRow
  {
    unsigned int position = 0; // in the protocol, from 1
    std::string  step;
    double       time = 0., time_step = 0.; // [s]
    double       charge       = 0.;         // passed since the run began [C/m^2 of the projected area]
    double       deposit      = 0.;         // zinc on the metal less that at the begin, likewise
    unsigned int order        = 0;          // of the integrator
    unsigned int newton_steps = 0, linear_iterations = 0;
    double       error   = 0.; // of the step, over the tolerance
    double       balance = 0.; // of charge, relative
  };

  /** history.csv of a transient run: one row a time step, written as it is made, by the first rank. */
  class TimeHistory
  {
  public:
    /** `directory`: empty: nothing is written. Throws MachineError on all ranks where the disk refuses. */
    TimeHistory(const std::string &directory, bool resumes);

    void
    row(const HistoryRow &row, const Report &report);

    /** Length so far, on the rank that writes. */
    std::uint64_t
    bytes()
    {
      return file_.is_open() ? static_cast<std::uint64_t>(file_.tellp()) : 0;
    }

    /** Open the history of an earlier run, and keep its first `bytes`: what came later is done again. */
    void
    go_on(std::uint64_t bytes);

    /** Throws MachineError, on all ranks, where rows were lost. */
    void
    require_written();

  private:
    std::string   path_;
    std::ofstream file_;
  };
} // namespace zincfield
