#pragma once

#include "physics/number.h"

namespace zincfield
{
  /**
   * (a - b)/ln(a/b) of two positive numbers; their mean where they agree.
   *
   * The mean of a concentration that falls evenly, for a conductivity in proportion to it or a diffusion potential: the integral of
   * 1/c.
   */
  template <typename Number>
  Number
  logarithmic_mean(const Number &a, const Number &b)
  {
    using std::log;
    const Number mean = Number(0.5) * (a + b), x = (a - b) / (a + b), square = x * x, bound(0.09);
    Number       series(1. / 29.); // of atanh(x)/x
    for (unsigned int n = 14; n-- > 0;)
      series = Number(1. / (2. * n + 1.)) + series * square;
    const Number ratio = select_less(square, bound, Number(2.), a / b); // ln 1 would be no divisor
    return select_less(square, bound, mean / series, (a - b) / log(ratio));
  }

  /** The same where most directions leave both numbers as they are. */
  inline Dual<double>
  logarithmic_mean(const Dual<double> &a, const Dual<double> &b)
  {
    if (a.derivative == 0. && b.derivative == 0.)
      return logarithmic_mean<double>(a.value, b.value);
    return logarithmic_mean<Dual<double>>(a, b);
  }
} // namespace zincfield
