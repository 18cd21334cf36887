#pragma once

#include "postprocess/report.h"

namespace zincfield
{
  /** What a run with a growing deposit leaves for the summary. */
  struct GrowthResult
  {
    std::map<std::string, Quantity> quantities;        // of the shape at the end; none: the metal did not move
    std::string                     reason;            // why it ended
    double                          time         = 0.; // [s]
    double                          volume_error = 0.; // deposited volume against the charge of zinc, relative; largest of a step
    unsigned int                    steps = 0, rejected_steps = 0, solves = 0;
    double                          start_s = 0.; // wall time of the steady state of the start
    double                          step_s  = 0.; // mean wall time of a growth step
  };
} // namespace zincfield
