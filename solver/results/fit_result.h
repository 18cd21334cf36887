#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** What a fit found. */
  struct FitResult
  {
    Fit          fit;              // with the values found
    double       rms         = 0.; // root mean square of computed minus measured, over the root mean square of the measured numbers
    unsigned int evaluations = 0;  // of the model
  };
} // namespace zincfield
