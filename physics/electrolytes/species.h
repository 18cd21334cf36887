#pragma once

#include "physics/parameters.h"

#include <string>

namespace zincfield
{
  /** One dissolved species of the rung `dilute ions`. */
  struct Species
  {
    std::string name;
    double      charge             = 0.;
    double      diffusivity        = required_value; // [m^2/s] at the reference temperature
    double      bulk_concentration = required_value; // [mol/m^3]
    double      activation_energy  = 0., reference_temperature = 298.15;
  };
} // namespace zincfield
