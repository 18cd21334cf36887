#pragma once

#include "solver/assembly/cell_model.h"

namespace zincfield
{
  /**
   * What no reaction of a closed cell changes: sum_f weights[f] int u_f dV over the solution.
   *
   * Between two electrodes and no bulk boundary the total of such a combination of rows vanishes whatever the state, so that a
   * steady state is fixed only by how much salt the cell was filled with. The row of field `pinned` at one node gives way to that.
   */
  struct ConservedAmount
  {
    unsigned int                   pinned = 0; // a field with weight 1 that no other amount has
    std::array<double, max_fields> weights{};  // by field; 0 for the potential, which stores nothing
  };

  /** The independent conserved amounts of a cell; none where a bulk boundary feeds it. Of two ions and zinc alone: that of the other ion. */
  std::vector<ConservedAmount>
  conserved_amounts(const CellModel &model);
} // namespace zincfield
