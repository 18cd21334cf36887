#pragma once

#include "physics/transport/transport_model.h"

namespace zincfield
{
  /** A transport model whose fields do not tell what the bulk composition holds: differences of potentials, 0 there. */
  class BulkAmounts
  {
  public:
    virtual ~BulkAmounts() = default;

    /** What the bulk holds, by row [C/m^3]: what TransportModel::accumulation() counts from. */
    virtual Sources<double>
    bulk_amounts(const Properties &p) const = 0;
  };
} // namespace zincfield
