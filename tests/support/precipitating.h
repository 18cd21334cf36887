#pragma once

#include "tests/support/solved.h"

namespace zincfield
{
  /** 2 mol/L of zinc sulfate at pH 4 in equilibrium: hydrogen from water, beside which zinc hydroxide sulfate precipitates at
   * `rate_constant`. */
  inline Lines
  precipitating_solution(const std::string &rate_constant)
  {
    return {"Electrolyte/Transport model = aqueous chemistry",
            "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4",
            "Electrolyte/Chemistry/pH = 4",
            "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 2 mol/L",
            "Reactions/hydrogen/Type = hydrogen evolution",
            "Reactions/hydrogen/Exchange current density = 1e-30 A/m^2",
            "Reactions/hydrogen/Exchange current density from water = 0.1 A/m^2",
            "Reactions/hydrogen/Tafel slope = 0.12 V",
            "Reactions/ZHS/Type = precipitation",
            "Reactions/ZHS/Solid = ZHS",
            "Reactions/ZHS/Rate constant = " + rate_constant,
            "Boundaries/working electrode/Reactions = hydrogen, ZHS"};
  }
} // namespace zincfield
