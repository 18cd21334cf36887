#pragma once

#include "physics/number.h"

#include <cmath>

namespace zincfield
{
  /**
   * Donnan potential f D of a film against the solution in equilibrium with it: root of sum_k z_k c_k exp(-z_k f D) + rho/F = 0.
   *
   * charges z_k; concentrations c_k = K_k u_k > 0 [mol/m^3] of what the film would hold without a potential step; fixed charge
   * rho/F [mol/m^3], signed. Returns the dimensionless f D. The sum falls monotonically with D as long as ions of both signs are
   * present; safeguarded Newton. Source: Donnan, Z. Elektrochem. 17 (1911) 572.
   */
  inline double
  donnan_potential(const unsigned int n, const double *charges, const double *concentrations, const double fixed_charge)
  {
    double potential = 0.;
    for (unsigned int step = 0; step < 200; ++step)
      {
        double sum = fixed_charge, slope = 0., size = std::abs(fixed_charge);
        for (unsigned int k = 0; k < n; ++k)
          {
            const double term = charges[k] * concentrations[k] * std::exp(-charges[k] * potential);
            sum += term;
            slope -= charges[k] * term;
            size += std::abs(term);
          }
        if (std::abs(sum) <= 1e-15 * size || slope == 0.)
          break;
        potential -= std::max(-1., std::min(1., sum / slope));
      }
    return potential;
  }

  /** The same with a derivative: one Newton step in dual numbers from the root is exact to first order. */
  template <typename T>
  Dual<T>
  donnan_potential(const unsigned int n, const double *charges, const Dual<T> *concentrations, const double fixed_charge);

  inline dealii::VectorizedArray<double>
  donnan_potential(const unsigned int                     n,
                   const double                          *charges,
                   const dealii::VectorizedArray<double> *concentrations,
                   const double                           fixed_charge)
  {
    dealii::VectorizedArray<double> potential;
    double                          lane[16] = {};
    for (unsigned int v = 0; v < dealii::VectorizedArray<double>::size(); ++v)
      {
        for (unsigned int k = 0; k < n; ++k)
          lane[k] = concentrations[k][v];
        potential[v] = donnan_potential(n, charges, lane, fixed_charge);
      }
    return potential;
  }

  template <typename T>
  Dual<T>
  donnan_potential(const unsigned int n, const double *charges, const Dual<T> *concentrations, const double fixed_charge)
  {
    using std::exp;
    T values[16];
    for (unsigned int k = 0; k < n; ++k)
      values[k] = concentrations[k].value;
    const T root = donnan_potential(n, charges, values, fixed_charge);
    T       sum_derivative(0.), slope(0.);
    for (unsigned int k = 0; k < n; ++k)
      {
        const T boltzmann = exp(T(-charges[k]) * root);
        sum_derivative += T(charges[k]) * concentrations[k].derivative * boltzmann;
        slope -= T(charges[k] * charges[k]) * values[k] * boltzmann;
      }
    return {root, -sum_derivative / slope};
  }
} // namespace zincfield
