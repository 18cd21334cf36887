#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** The steady control of a step of a protocol that metal grows by: no current where it rests. */
  Control
  control_of(const ProtocolStep &step, const Case &data);

  /** Whether a new mesh can take over what the cell holds: where nothing has a past, or the solution has ions without space charge
   * or chemistry. */
  bool
  fields_follow_new_meshes(const Case &data);
} // namespace zincfield
