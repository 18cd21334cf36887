#pragma once

#include "physics/constants.h"

#include <cmath>

namespace zincfield
{
  /**
   * Factor by which a thermally activated constant exceeds its value at the reference temperature:
   * `X(T)/X(T_ref) = exp(-(Ea/R)(1/T - 1/T_ref))`.
   *
   * @param activation_energy     Ea [J/mol]; positive: X grows with temperature; 0: X does not depend on it
   * @param reference_temperature T_ref [K] > 0
   * @param temperature           T [K] > 0
   * @return [1] > 0; 1 at T = T_ref
   * Source: S. Arrhenius, Z. Phys. Chem. 4 (1889) 226.
   */
  inline double
  arrhenius_factor(const double activation_energy, const double reference_temperature, const double temperature)
  {
    return std::exp(-activation_energy / gas_constant * (1. / temperature - 1. / reference_temperature));
  }
} // namespace zincfield
