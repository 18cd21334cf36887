#include "solver/support/customary_unit.h"

#include <cstdio>

namespace zincfield
{
  CustomaryUnit
  customary_unit(const std::string &si)
  {
    if (si == "V")
      return {"mV", 1e3};
    if (si == "A/m^2")
      return {"mA/cm^2", 0.1};
    if (si == "mol/m^3")
      return {"mol/L", 1e-3};
    return {si == "1" ? "" : si};
  }

  std::string
  in_customary_unit(const double value, const std::string &si, const int digits)
  {
    const CustomaryUnit unit = customary_unit(si);
    char                text[60];
    std::snprintf(text, sizeof(text), "%.*g", digits, unit.factor * value + 0.); // no "-0"
    return text + (unit.name.empty() ? "" : " " + unit.name);
  }
} // namespace zincfield
