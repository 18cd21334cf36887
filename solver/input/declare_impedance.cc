#include "solver/input/declare_sections.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    constexpr unsigned int most_frequencies = 10000;
  }

  void
  declare_impedance(Parameters &p, ImpedanceOptions &o, const bool has_protocol)
  {
    const bool given = p.given("Lowest frequency") || p.given("Highest frequency");
    if (has_protocol && given)
      p.reject(p.given("Lowest frequency") ? "Lowest frequency" : "Highest frequency",
               "an impedance is that of a steady state, and the Programme drives this cell in time",
               "no section Impedance, or no Programme");
    if (given && !p.describing())
      o.lowest = o.highest = required_value;
    if (given || p.describing())
      {
        p.quantity("Lowest frequency", o.lowest, "Hz", Range::positive(),
                   "Of the spectrum; well below D/L^2 over the thickness L of what diffuses, the slope of the polarisation curve.");
        p.quantity("Highest frequency", o.highest, "Hz", Range::positive(), "Of the spectrum: where it begins.");
      }
    p.integer("Points per decade", o.points_per_decade, 1, 1000,
              "Frequencies to a factor of ten, evenly spaced in their logarithm.");
    if (given && !p.describing() && std::log10(o.highest / o.lowest) * o.points_per_decade > most_frequencies)
      p.reject("Points per decade", "the spectrum would have more than " + std::to_string(most_frequencies) + " frequencies",
               "fewer points, or frequencies that differ less");
    if (given && !p.describing() && o.highest < o.lowest)
      p.reject("Highest frequency", "the spectrum ends below where it begins", "a frequency from that of Lowest frequency on");
  }
} // namespace zincfield
