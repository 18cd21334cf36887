#include "solver/runs/cycle_efficiency.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  namespace
  {
    /** Share of what was deposited by which the zinc at both ends of a cycle may differ. */
    constexpr double closed = 1e-6;
  } // namespace

  double
  cycle_efficiency(const std::vector<ProtocolStepResult> &steps)
  {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (steps.empty() || !(steps.back().charge < 0.))
      return none;
    const double end    = steps.back().deposit;
    double       plated = 0., stripped = 0., most = 0.;
    for (std::size_t k = steps.size(); k-- > 0;)
      {
        plated += 0.5 * (steps[k].moved + steps[k].charge);
        stripped += 0.5 * (steps[k].moved - steps[k].charge);
        const double before = k == 0 ? 0. : steps[k - 1].deposit;
        most                = std::max(most, before - end);
        if (most > 0. && std::abs(before - end) <= closed * most)
          return stripped / plated;
      }
    return none;
  }
} // namespace zincfield
