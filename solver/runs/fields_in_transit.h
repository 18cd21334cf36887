#pragma once

#include "solver/growth/field_transfer.h"
#include "solver/time/time_state.h"

namespace zincfield
{
  /** What a transient run takes from one mesh to the next, beside the numbers of its past. */
  struct FieldsInTransit
  {
    FieldTable                     table;
    std::array<double, max_fields> totals{};     // of the rows of what is stored
    std::vector<double>            metal_charge; // see Accumulation
    double                         net_current = 0.;
    TimeState::Fluxes              flux, passed;
  };
} // namespace zincfield
