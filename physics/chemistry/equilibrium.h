#pragma once

#include "physics/number.h"

#include <array>

namespace zincfield
{
  /** Most species and components of a solution in equilibrium. */
  constexpr unsigned int max_equilibrium_species = 16, max_components = 12;

  /** Of components by components; factorize() and solve_factorized() take it as symmetric and positive (LDL^T). */
  template <typename Number>
  using ComponentMatrix = std::array<std::array<Number, max_components>, max_components>;

  template <typename Number>
  void
  factorize(const unsigned int n, ComponentMatrix<Number> &a)
  {
    for (unsigned int j = 0; j < n; ++j)
      {
        for (unsigned int k = 0; k < j; ++k)
          a[j][j] -= a[j][k] * a[j][k] * a[k][k];
        for (unsigned int i = j + 1; i < n; ++i)
          {
            for (unsigned int k = 0; k < j; ++k)
              a[i][j] -= a[i][k] * a[j][k] * a[k][k];
            a[i][j] /= a[j][j];
          }
      }
  }

  template <typename Number>
  void
  solve_factorized(const unsigned int n, const ComponentMatrix<Number> &a, Number *x)
  {
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int k = 0; k < i; ++k)
        x[i] -= a[i][k] * x[k];
    for (unsigned int i = 0; i < n; ++i)
      x[i] /= a[i][i];
    for (unsigned int i = n; i-- > 0;)
      for (unsigned int k = i + 1; k < n; ++k)
        x[i] -= a[k][i] * x[k];
  }

  /**
   * Species in equilibrium with components: `ln c_i = L_i + sum_j nu_ij y_j`, y_j = ln c_j of the free component [mol/m^3].
   *
   * Totals `T_j = sum_i nu_ij c_i` [mol/m^3] give y: T is the gradient of the convex function sum_i c_i(y), so that there is one
   * solution at most, and one where every T_j is possible: positive for a component that no species lacks, any number for H+.
   * dT_j/dy_k = sum_i nu_ij nu_ik c_i is symmetric and positive. Concentrations are positive by construction.
   * Source: J. C. Westall, J. L. Zachary and F. M. M. Morel, MINEQL, MIT (1976); M. W. Saaltink et al., Water Resour. Res. 34
   * (1998) 1649.
   */
  class Equilibrium
  {
  public:
    Equilibrium() = default;

    /** @param bulk_log_free, bulk_total starting guess of solve() */
    void
    set_guess(const double *bulk_log_free, const double *bulk_total);

    unsigned int n_components = 0, n_species = 0;

    /** nu_ij and L_i. */
    std::array<std::array<double, max_components>, max_equilibrium_species> nu{};
    std::array<double, max_equilibrium_species>                             log_constant{};

    /** Newton's method with a line search from `log_free`; false: no solution within reach. */
    bool
    solve_from(const double *total, double *log_free) const;

    /** From the guess, whatever was solved before; the last total of a thread is remembered. NaN where there is no solution. */
    void
    solve(const double *total, double *log_free) const;

    void
    solve(const dealii::VectorizedArray<double> *total, dealii::VectorizedArray<double> *log_free) const
    {
      double lane_total[max_components], lane[max_components];
      for (unsigned int v = 0; v < dealii::VectorizedArray<double>::size(); ++v)
        {
          for (unsigned int j = 0; j < n_components; ++j)
            lane_total[j] = total[j][v];
          solve(lane_total, lane);
          for (unsigned int j = 0; j < n_components; ++j)
            log_free[j][v] = lane[j];
        }
    }

    /** The derivative by the implicit function theorem. */
    template <typename T>
    void
    solve(const Dual<T> *total, Dual<T> *log_free) const
    {
      T values[max_components], roots[max_components], slopes[max_components];
      for (unsigned int j = 0; j < n_components; ++j)
        {
          values[j] = total[j].value;
          slopes[j] = total[j].derivative;
        }
      solve(values, roots);
      T c[max_equilibrium_species];
      concentrations(roots, c);
      ComponentMatrix<T> slope = total_slope(c);
      factorize(n_components, slope);
      solve_factorized(n_components, slope, slopes);
      for (unsigned int j = 0; j < n_components; ++j)
        log_free[j] = {roots[j], slopes[j]};
    }

    template <typename Number>
    void
    concentrations(const Number *log_free, Number *c) const
    {
      using std::exp;
      for (unsigned int i = 0; i < n_species; ++i)
        {
          Number exponent(log_constant[i]);
          for (unsigned int j = 0; j < n_components; ++j)
            if (nu[i][j] != 0.)
              exponent += Number(nu[i][j]) * log_free[j];
          c[i] = exp(exponent);
        }
    }

    /** dT_j/dy_k. */
    template <typename Number>
    ComponentMatrix<Number>
    total_slope(const Number *c) const
    {
      ComponentMatrix<Number> slope;
      for (unsigned int j = 0; j < n_components; ++j)
        for (unsigned int k = 0; k <= j; ++k)
          {
            Number sum(0.);
            for (unsigned int i = 0; i < n_species; ++i)
              if (nu[i][j] != 0. && nu[i][k] != 0.)
                sum += Number(nu[i][j] * nu[i][k]) * c[i];
            slope[j][k] = slope[k][j] = sum;
          }
      return slope;
    }

  private:
    std::array<double, max_components> guess_{}, guess_total_{};
    std::array<bool, max_components>   has_missing_{}; // whether a species lacks the component
    unsigned long                      id_ = 0;        // of what solve() remembers
  };
} // namespace zincfield
