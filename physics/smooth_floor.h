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
} // namespace zincfield
