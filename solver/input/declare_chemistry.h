#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** The section Chemistry of the electrolyte, after its other keys: fills the case's species under aqueous chemistry. */
  void
  declare_chemistry(Parameters &parameters, Case &data);
} // namespace zincfield
