#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** What --speciate prints: the bulk of every case by species, pH, ionic strength, conductivity, saturation indices, Kw. */
  std::string
  speciation_report(const std::vector<Case> &cases);
} // namespace zincfield
