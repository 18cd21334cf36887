#pragma once

#include "physics/transport/transport_model.h"

namespace zincfield
{
  /** A transport model whose fields do not tell what a material holds at the composition of the bulk: differences of potentials, 0
   * there, or concentrations of the solution in equilibrium with a film that is charged. */
  class BulkAmounts
  {
  public:
    virtual ~BulkAmounts() = default;

    /** What `material` holds in equilibrium with the bulk, by row [C/m^3]: what TransportModel::accumulation() counts from. In a
     * row of the potential that is a balance of charge: the charge of the ions, that of the matrix with its sign changed. */
    virtual Sources<double>
    bulk_amounts(unsigned int material, const Properties &p) const = 0;
  };
} // namespace zincfield
