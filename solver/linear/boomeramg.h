#pragma once

#include <petscpc.h>

#include <string>

namespace zincfield
{
  /** Make `preconditioner` one cycle of BoomerAMG as measured best on elliptic blocks; options of the user with this prefix win. */
  template <int dim>
  void
  set_boomeramg_defaults(PC preconditioner, const std::string &prefix);
} // namespace zincfield
