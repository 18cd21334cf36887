#pragma once

#include "physics/number.h"

namespace zincfield
{
  /**
   * `x` itself down to `floor`, below it a positive continuation, so that powers and logarithms of a concentration stay
   * finite while Newton's method visits negative values:
   * `x` for `x >= floor`, `floor^2/(2 floor - x)` below.
   *
   * @param x     any real number
   * @param floor > 0, in the unit of x
   * @return > 0; value and slope are continuous (slope 1 at the floor, tending to 0 as x tends to minus infinity)
   */
  template <typename Number>
  Number
  smooth_floor(const Number &x, const double floor)
  {
    const Number below = select_less(x, Number(floor), x, Number(floor));
    return select_less(x, Number(floor), Number(floor * floor) / (Number(2. * floor) - below), x);
  }

  /**
   * The same with a continuation that decays fast, for the concentrations in rates: `floor exp((x - floor)/floor)` below.
   *
   * A rate that an overpotential multiplies by 10^17 is then balanced at x = -40 floors: an electrode at its limiting current
   * overshoots by no more. Bounded below by exp(-700), so that it never vanishes.
   */
  template <typename Number>
  Number
  decaying_floor(const Number &x, const double floor)
  {
    const Number below = select_less(x, Number(floor), x, Number(floor));
    return select_less(x, Number(floor), Number(floor) * safe_exp(at_least((below - Number(floor)) * Number(1. / floor), -700.)),
                       x);
  }
} // namespace zincfield
