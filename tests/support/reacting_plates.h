#pragma once

#include <cmath>
#include <utility>
#include <vector>

namespace zincfield
{
  /**
   * Poisson-Nernst-Planck between two reacting plates by a method that has nothing in common with the program: one equation for the
   * field.
   *
   * A z:z salt whose anion is blocked, Stern layers without charge at zero drop, i = i0 (exp(D/2) - c exp(-D/2)) at both plates (D:
   * drop over RT/zF, c: cations over c0, alpha/z = 1/2). Lengths over the gap L, potentials over RT/(zF), concentrations over c0; x
   * = 0 is where cations are deposited with g = i L/(zF D c0). From c+' + c+ E = g, c-' - c- E = 0, -2 e^2 E' = c+ - c- (E = phi',
   * e = Debye length over L) follows
   *
   *   c+ + c- = A + g x + e^2 E^2,     2 e^2 E'' = (A + g x + e^2 E^2) E - g,     int c- dx = 1
   *
   * (M. Z. Bazant, K. T. Chu, B. J. Bayly, SIAM J. Appl. Math. 65 (2005) 1463, section 3). Finite volumes on a smooth grid that is
   * dense at the plates, of second order; Newton's method; the number A borders a tridiagonal matrix.
   */
  class ReactingPlates
  {
  public:
    /** e: Debye length, s: eps/C_S, both over the gap; k = i0 L/(zF D c0). */
    ReactingPlates(const double e, const double s, const double k, const unsigned int n)
      : e2(e * e)
      , s(s)
      , k(k)
      , x(n + 1)
      , field(n + 1, 0.)
    {
      constexpr double density = 4.;
      for (unsigned int i = 0; i <= n; ++i)
        x[i] = 0.5 + 0.5 * std::tanh(density * (2. * i / n - 1.)) / std::tanh(density);
    }

    /** Voltage of the plate at 0 against that at 1 under the current g, reached in steps from the last one; NaN where Newton's
     * method fails. */
    double
    voltage(const double g)
    {
      const unsigned int n_steps = 1 + static_cast<unsigned int>(std::abs(g - current) / 0.1);
      const double       from    = current;
      for (unsigned int step = 1; step <= n_steps; ++step)
        if (!solve(from + (g - from) * step / n_steps))
          return std::nan("");
      const unsigned int n   = x.size() - 1;
      double             sum = -s * field[0] - s * field[n];
      for (unsigned int i = 0; i < n; ++i)
        sum -= 0.5 * (x[i + 1] - x[i]) * (field[i] + field[i + 1]);
      return sum;
    }

  private:
    bool
    solve(const double g)
    {
      current              = g;
      const unsigned int n = x.size() - 1;
      for (unsigned int step = 0; step < 60; ++step)
        {
          std::vector<double> low(n + 1), middle(n + 1), high(n + 1), border(n + 1), right(n + 1), row(n + 1);
          const auto rate  = [&](const unsigned int i) { return 0.5 * ((a + g * x[i] + e2 * field[i] * field[i]) * field[i] - g); };
          const auto slope = [&](const unsigned int i) { return 0.5 * (a + g * x[i] + 3. * e2 * field[i] * field[i]); };
          for (unsigned int i = 1; i < n; ++i)
            {
              const double left = x[i] - x[i - 1], ahead = x[i + 1] - x[i], w = 0.5 * (left + ahead);
              right[i]  = e2 * ((field[i + 1] - field[i]) / ahead - (field[i] - field[i - 1]) / left) - w * rate(i);
              low[i]    = e2 / left;
              high[i]   = e2 / ahead;
              middle[i] = -e2 / ahead - e2 / left - w * slope(i);
              border[i] = -0.5 * w * field[i];
            }
          // cations beside the plates, from half a cell of the equation itself
          const double h0 = x[1] - x[0], h1 = x[n] - x[n - 1];
          const double c0 = 0.5 * (a + e2 * field[0] * field[0]) - e2 * (field[1] - field[0]) / h0 + 0.5 * h0 * rate(0);
          const double c1 = 0.5 * (a + g + e2 * field[n] * field[n]) - e2 * (field[n] - field[n - 1]) / h1 - 0.5 * h1 * rate(n);
          const double d0 = -s * field[0], d1 = s * field[n];
          right[0]  = g / k * std::exp(0.5 * d0) + std::exp(d0) - c0;
          middle[0] = -s * (0.5 * g / k * std::exp(0.5 * d0) + std::exp(d0)) - e2 * field[0] - e2 / h0 - 0.5 * h0 * slope(0);
          high[0]   = e2 / h0;
          border[0] = -0.5 - 0.25 * h0 * field[0];
          right[n]  = g / k * std::exp(0.5 * d1) - std::exp(d1) + c1;
          middle[n] = s * (0.5 * g / k * std::exp(0.5 * d1) - std::exp(d1)) + e2 * field[n] - e2 / h1 - 0.5 * h1 * slope(n);
          low[n]    = e2 / h1;
          border[n] = 0.5 - 0.25 * h1 * field[n];

          double amount = 0.5 * (a + 0.5 * g) + e2 * (field[n] - field[0]) - 1.;
          for (unsigned int i = 0; i <= n; ++i)
            {
              const double w = 0.5 * ((i < n ? x[i + 1] : x[n]) - (i > 0 ? x[i - 1] : x[0]));
              amount += 0.5 * e2 * w * field[i] * field[i];
              row[i] = e2 * w * field[i] + (i == n ? e2 : i == 0 ? -e2 : 0.);
            }

          // J dE + border dA = -right, row dE + dA/2 = -amount
          for (unsigned int i = 1; i <= n; ++i)
            {
              const double factor = low[i] / middle[i - 1];
              middle[i] -= factor * high[i - 1];
              right[i] -= factor * right[i - 1];
              border[i] -= factor * border[i - 1];
            }
          for (unsigned int i = n + 1; i-- > 0;)
            {
              right[i]  = (right[i] - (i < n ? high[i] * right[i + 1] : 0.)) / middle[i];
              border[i] = (border[i] - (i < n ? high[i] * border[i + 1] : 0.)) / middle[i];
            }
          double with_right = 0., with_border = 0.;
          for (unsigned int i = 0; i <= n; ++i)
            {
              with_right += row[i] * right[i];
              with_border += row[i] * border[i];
            }
          const double da     = (-amount + with_right) / (0.5 - with_border);
          double       change = std::abs(da), largest = 0.;
          for (unsigned int i = 0; i <= n; ++i)
            largest = std::max(largest, s * std::abs(right[i] + border[i] * da));
          const double length = std::min(1., 2. / largest); // Stern drops move by two at most
          a += length * da;
          for (unsigned int i = 0; i <= n; ++i)
            field[i] -= length * (right[i] + border[i] * da);
          if (!std::isfinite(change + largest))
            return false;
          if (change + largest < 1e-11)
            return true;
        }
      return false;
    }

    double              e2, s, k, current = 0., a = 2.;
    std::vector<double> x, field;
  };
} // namespace zincfield
