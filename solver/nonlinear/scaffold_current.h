#pragma once

#include "solver/assembly/cell_model.h"

namespace zincfield
{
  /** Whether a scaffold over boundary `id` has reactions. */
  bool
  has_reacting_scaffold(const CellModel &model, unsigned int id);

  /** Current density [A/m^2] into boundary `id` that the scaffolds over it would pass with all of their solid at `drop` [V] from a
   * solution of bulk composition: an upper bound, for first guesses. Regions of a mesh count as thick as its feature. */
  double
  scaffold_current(const CellModel &model, unsigned int id, double drop);
} // namespace zincfield
