#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** The steady control of a step of a protocol that metal grows by: no current where it rests. */
  Control
  control_of(const ProtocolStep &step, const Case &data);
} // namespace zincfield
