#include "postprocess/error_estimates.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  void
  estimate_errors(std::vector<Report> &history)
  {
    if (history.size() < 2)
      return;
    Report       &now      = history.back();
    const Report &last     = history[history.size() - 2];
    const auto    estimate = [&](Quantity &quantity, const Quantity &before, const Quantity *earlier) {
      const double change = std::abs(quantity.value - before.value);
      double       ratio = 2. / 3., earlier_error = before.error; // two meshes do not tell how fast the error falls
      if (before.bound > 0. && quantity.bound >= 0.)
        ratio = std::min(0.75, std::max(earlier ? 0.25 : 0.5, quantity.bound / before.bound));
      else if (earlier)
        {
          const double previous = std::abs(before.value - earlier->value);
          if (history.size() == 3) // the third one does: the caution of the second is over
            earlier_error = std::min(earlier_error, previous);
          ratio = previous > 0. ? std::min(0.75, std::max(1. / 3., change / previous)) : 0.75;
        }
      quantity.error = change * ratio / (1. - ratio);
      if (std::isfinite(earlier_error)) // a change that happens to be small is no proof
        quantity.error = std::max(quantity.error, 0.5 * earlier_error * ratio);
      if (std::isfinite(quantity.jump))
        quantity.error = std::max(quantity.error, 0.5 * quantity.jump);
    };
    const Report *earlier = history.size() > 2 ? &history[history.size() - 3] : nullptr;
    for (auto &entry : now.quantities)
      estimate(entry.second, last.quantities.at(entry.first), earlier ? &earlier->quantities.at(entry.first) : nullptr);
    for (auto &entry : now.voltage_split)
      estimate(entry.second, last.voltage_split.at(entry.first), earlier ? &earlier->voltage_split.at(entry.first) : nullptr);
  }
} // namespace zincfield
