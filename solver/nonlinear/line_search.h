#pragma once

#include <petscsnes.h>

namespace zincfield
{
  /** Every entry of a residual that does not exist: large enough for the line search to step back from. */
  constexpr double no_residual = 1e30;

  /**
   * Give `snes` a line search that halves the Newton step until the residual F falls or, failing that, until P^-1 F does, with P
   * the preconditioner at the start of the step.
   *
   * Where a concentration runs out, the residual of the potential grows along the very step that is right: its rows hold grad ln c.
   * P^-1 F is about the Newton step that would follow, and does not care how rows are weighted. Source: Deuflhard, Newton Methods
   * for Nonlinear Problems (2004), section 3.3 (natural monotonicity test).
   */
  void
  set_line_search(SNES snes);
} // namespace zincfield
