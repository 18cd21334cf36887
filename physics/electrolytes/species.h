#pragma once

#include "physics/parameters.h"

#include <string>
#include <vector>

namespace zincfield
{
  /** One dissolved species of the model `dilute ions`. */
  struct Species
  {
    std::string name;
    double      charge             = 0.;
    double      diffusivity        = required_value; // [m^2/s] at the reference temperature
    double      bulk_concentration = required_value; // [mol/m^3]
    double      activation_energy = 0., reference_temperature = 298.15;
  };

  /** The zinc ion among them; null: it is not. */
  inline const Species *
  find_zinc(const std::vector<Species> &species)
  {
    for (const Species &s : species)
      if (s.name == "Zn2+")
        return &s;
    return nullptr;
  }
} // namespace zincfield
