#pragma once

#include "postprocess/quantities/measurements.h"
#include "postprocess/report.h"

namespace zincfield
{
  /**
   * What the electrode potential consists of, all positive for deposition [V]: phi_m I = E I + int i eta dS + int i film dS + int i
   * phi dS, where the last is the integral of -i.grad phi over the volume. "ohmic", "film", "activation", and "concentration",
   * which is the rest.
   */
  std::map<std::string, Quantity>
  voltage_split(const Measurements &measurements);
} // namespace zincfield
