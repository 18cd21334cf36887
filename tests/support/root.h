#pragma once

#include <functional>

namespace zincfield
{
  /** Where a function that rises is zero, between -5 and 5: bisection. */
  inline double
  root(const std::function<double(double)> &rising)
  {
    double low = -5., high = 5.;
    for (unsigned int step = 0; step < 100; ++step)
      (rising(0.5 * (low + high)) < 0. ? low : high) = 0.5 * (low + high);
    return 0.5 * (low + high);
  }
} // namespace zincfield
