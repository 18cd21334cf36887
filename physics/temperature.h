#pragma once

#include "physics/constants.h"

#include <cmath>

namespace zincfield
{
  /**
   * Arrhenius factor X(T)/X(T_ref) = exp(-(Ea/R)(1/T - 1/T_ref)).
   * activation_energy Ea [J/mol], temperature T [K] > 0, reference T_ref [K] > 0.
   */
  inline double
  arrhenius(const double activation_energy, const double temperature, const double reference)
  {
    return std::exp(-activation_energy / gas_constant * (1. / temperature - 1. / reference));
  }
} // namespace zincfield
