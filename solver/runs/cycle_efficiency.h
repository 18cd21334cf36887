#pragma once

#include "solver/results/transient_result.h"

namespace zincfield
{
  /**
   * Coulombic efficiency of the cycle that ends with the last of `steps`, in which zinc is stripped: the charge of stripping over
   * that of plating since as much zinc was last on the metal as now. NaN where no cycle ends: zinc is left, or the metal below has
   * dissolved.
   */
  double
  cycle_efficiency(const std::vector<ProtocolStepResult> &steps);
} // namespace zincfield
