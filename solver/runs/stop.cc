#include "solver/runs/stop.h"

#include <cmath>
#include <cstdio>
#include <limits>

namespace zincfield
{
  namespace
  {
    /** Potentials differ by a thermal voltage or so. */
    constexpr double potential_size = 0.025;
  } // namespace

  double
  beyond(const StopCondition &condition, const Readings &readings)
  {
    using Kind = StopCondition::Kind;
    switch (condition.kind)
      {
        case Kind::potential_below:
          return (condition.value - readings.potential) / potential_size;
        case Kind::potential_above:
          return (readings.potential - condition.value) / potential_size;
        case Kind::charge:
          return std::abs(readings.charge) / condition.value - 1.;
        case Kind::concentration_below:
          return 1. - readings.lowest_concentration / condition.value;
        default:
          return 1. - std::abs(readings.current_density) / condition.value;
      }
  }

  double
  beyond(const ProgrammeStep &step, const Readings &readings, unsigned int &which)
  {
    double farthest = -std::numeric_limits<double>::infinity();
    for (unsigned int k = 0; k < step.stops.size(); ++k)
      if (const double value = beyond(step.stops[k], readings); value > farthest)
        {
          farthest = value;
          which    = k;
        }
    return farthest;
  }

  std::string
  describe(const StopCondition &condition, const bool from_the_beginning)
  {
    using Kind         = StopCondition::Kind;
    const char *format = "";
    double      factor = 1.;
    switch (condition.kind)
      {
        case Kind::potential_below:
          format = from_the_beginning ? "the potential is below %.6g mV from the beginning" : "the potential has fallen to %.6g mV";
          factor = 1e3;
          break;
        case Kind::potential_above:
          format = from_the_beginning ? "the potential is above %.6g mV from the beginning" : "the potential has risen to %.6g mV";
          factor = 1e3;
          break;
        case Kind::charge:
          format = "a charge of %.6g mAh/cm^2 has passed";
          factor = 1. / 3.6e4;
          break;
        case Kind::concentration_below:
          format = from_the_beginning ? "the lowest concentration at the electrode is below %.4g mol/L from the beginning" : "the lowest concentration at the electrode has fallen to %.4g mol/L";
          factor = 1e-3;
          break;
        case Kind::current_below:
          format = from_the_beginning ? "the current is below %.4g mA/cm^2 from the beginning" : "the current has fallen to %.4g mA/cm^2";
          factor = 0.1;
      }
    char text[120];
    std::snprintf(text, sizeof(text), format, factor * condition.value);
    return text;
  }
} // namespace zincfield
