#include "solver/runs/stop.h"

#include "solver/support/customary_unit.h"
#include "solver/support/printf_text.h"

#include <cmath>
#include <limits>

namespace zincfield
{
  namespace
  {
    /** Potentials differ by a thermal voltage or so. */
    constexpr double potential_size = 0.025;

    /** [C/m^2] Of deposits: half a nanometre of zinc. */
    constexpr double deposit_size = 1.;
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
        case Kind::deposit_below:
          return (condition.value - readings.deposit) / deposit_size;
        case Kind::concentration_below:
          return 1. - readings.lowest_concentration / condition.value;
        default:
          return 1. - std::abs(readings.current_density) / condition.value;
      }
  }

  double
  beyond(const ProtocolStep &step, const Readings &readings, unsigned int &which)
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
    using Kind        = StopCondition::Kind;
    const auto passes = [&](const std::string &what, const std::string &comparative, const std::string &change,
                            const std::string &si, const int digits) {
      const std::string limit = in_customary_unit(condition.value, si, digits);
      return from_the_beginning ? "the " + what + " is " + comparative + " " + limit + " from the beginning"
                                : "the " + what + " has " + change + " to " + limit;
    };
    switch (condition.kind)
      {
        case Kind::potential_below:
          return passes("potential", "below", "fallen", "V", 6);
        case Kind::potential_above:
          return passes("potential", "above", "risen", "V", 6);
        case Kind::concentration_below:
          return passes("lowest concentration at the electrode", "below", "fallen", "mol/m^3", 4);
        case Kind::current_below:
          return passes("current", "below", "fallen", "A/m^2", 4);
        case Kind::deposit_below:
          if (condition.value > 0.)
            return text(from_the_beginning ? "the deposit is below %.6g mAh/cm^2 from the beginning"
                                           : "the deposit has fallen to %.6g mAh/cm^2",
                        condition.value / 3.6e4);
          return from_the_beginning ? "there is no deposit" : "the deposit is used up";
        case Kind::charge:
          break;
      }
    return text("a charge of %.6g mAh/cm^2 has passed", condition.value / 3.6e4);
  }
} // namespace zincfield
