#pragma once

#include "physics/number.h"

#include <cmath>

namespace zincfield
{
  /** (exp(y) - 1 - y)/y^2: its series where |y| < 1/2, whose direct form would lose digits. */
  template <typename Number>
  Number
  exponential_remainder(const Number &y)
  {
    const Number one(1.), bound(0.5);
    Number       series(1.); // of twice the value: 1 + y/3 (1 + y/4 (...))
    for (unsigned int n = 13; n-- > 0;)
      series = one + series * y * Number(1. / (n + 3.));
    const Number divisor = select_less(y * y, bound * bound, one, y);
    const Number direct  = (safe_exp(y, 300.) - one - y) / (divisor * divisor);
    return select_less(y * y, bound * bound, bound * series, direct);
  }

  /**
   * Charge of a diffuse layer's counter-electrode, over sqrt(2 eps R T) [(mol/m^3)^(1/2)]: sgn(x) sqrt(sum_k c_k (exp(-z_k x) -
   * 1)).
   *
   * x = f zeta, the potential of the reaction plane minus that of the electroneutral solution outside, over RT/F; charges z_k and
   * concentrations c_k > 0 [mol/m^3] outside, sum_k z_k c_k = 0. Rises with x.
   * Source: Gouy (1910), Chapman (1913), Grahame, Chem. Rev. 41 (1947) 441: first integral of the Poisson-Boltzmann equation.
   */
  template <typename Number>
  Number
  diffuse_charge(const unsigned int n, const double *charges, const Number *concentrations, const Number &x)
  {
    using std::sqrt;
    Number sum(0.); // over x^2, so that the root has no kink at 0
    for (unsigned int k = 0; k < n; ++k)
      sum += Number(charges[k] * charges[k]) * concentrations[k] * exponential_remainder(Number(-charges[k]) * x);
    return x * sqrt(sum);
  }

  /**
   * f zeta of a diffuse layer behind a Stern layer: root of  drop - x = stern_length * diffuse_charge(x).
   *
   * drop: f (phi_m - phi - phi_pzc), potential of the metal against the solution outside, over RT/F; stern_length:
   * f sqrt(2 eps R T)/C_S [(m^3/mol)^(1/2)]. Charges of the metal, of the Stern layer and of the diffuse layer agree (Gauss). The
   * root lies between 0 and drop; Newton's method with bisection.
   */
  inline double
  diffuse_layer_root(
    const unsigned int n, const double *charges, const double *concentrations, const double drop, const double stern_length)
  {
    double low = std::min(0., drop), high = std::max(0., drop), x = 0.;
    for (unsigned int step = 0; step < 200; ++step)
      {
        Dual<double> outside[16];
        for (unsigned int k = 0; k < n; ++k)
          outside[k] = concentrations[k];
        const Dual<double> surplus = Dual<double>(x, 1.) - Dual<double>(drop) +
                                     Dual<double>(stern_length) * diffuse_charge(n, charges, outside, Dual<double>(x, 1.));
        (surplus.value > 0. ? high : low) = x;
        double next                       = x - surplus.value / surplus.derivative;
        if (!(next >= low && next <= high))
          next = 0.5 * (low + high);
        if (std::abs(next - x) <= 1e-15 * std::max(1e-3, std::abs(x)))
          return next;
        x = next;
      }
    return x;
  }

  /** The same with a derivative: one Newton step in dual numbers from the root is exact to first order. */
  inline Dual<double>
  diffuse_layer_root(const unsigned int  n,
                     const double       *charges,
                     const Dual<double> *concentrations,
                     const Dual<double> &drop,
                     const double        stern_length)
  {
    double       values[16];
    Dual<double> still[16];
    for (unsigned int k = 0; k < n; ++k)
      {
        values[k] = concentrations[k].value;
        still[k]  = values[k];
      }
    const double       root = diffuse_layer_root(n, charges, values, drop.value, stern_length);
    const Dual<double> slope =
      Dual<double>(0., 1.) + Dual<double>(stern_length) * diffuse_charge(n, charges, still, Dual<double>(root, 1.));
    const Dual<double> moved = Dual<double>(stern_length) * diffuse_charge(n, charges, concentrations, Dual<double>(root)) - drop;
    return {root, -moved.derivative / slope.derivative};
  }
} // namespace zincfield
