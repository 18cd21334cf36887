#pragma once

#include <string>

namespace zincfield
{
  /** The unit in which people read a quantity of this SI unit, and the factor from one to the other: mV, mA/cm^2, mol/L. */
  struct CustomaryUnit
  {
    std::string name;
    double      factor = 1.;
  };

  /** SI itself where no other is usual; no name for plain numbers. */
  CustomaryUnit
  customary_unit(const std::string &si);

  /** Number and unit as people read them: (50, "A/m^2", 4) gives "5 mA/cm^2". */
  std::string
  in_customary_unit(double value, const std::string &si, int digits);
} // namespace zincfield
