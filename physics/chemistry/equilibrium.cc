#include "physics/chemistry/equilibrium.h"

#include <atomic>
#include <limits>

namespace zincfield
{
  namespace
  {
    /** Longest change of a logarithm in one step. */
    constexpr double longest_step = 4.;

    struct LastSolution
    {
      unsigned long                      id = 0;
      std::array<double, max_components> total{}, log_free{};
    };

    /** sum_i c_i - sum_j T_j y_j, which the solution makes least; infinite where it overflows. */
    double
    objective(const Equilibrium &equilibrium, const double *total, const double *log_free)
    {
      double c[max_equilibrium_species], sum = 0.;
      equilibrium.concentrations(log_free, c);
      for (unsigned int i = 0; i < equilibrium.n_species; ++i)
        sum += c[i];
      for (unsigned int j = 0; j < equilibrium.n_components; ++j)
        sum -= total[j] * log_free[j];
      return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
    }
  } // namespace

  void
  Equilibrium::set_guess(const double *bulk_log_free, const double *bulk_total)
  {
    static std::atomic<unsigned long> last{0};
    id_ = ++last;
    std::copy(bulk_log_free, bulk_log_free + n_components, guess_.begin());
    std::copy(bulk_total, bulk_total + n_components, guess_total_.begin());
    for (unsigned int j = 0; j < n_components; ++j)
      for (unsigned int i = 0; i < n_species; ++i)
        has_missing_[j] = has_missing_[j] || nu[i][j] < 0.;
  }

  bool
  Equilibrium::solve_from(const double *total, double *y) const
  {
    constexpr double tolerance = 1e-11; // a step from there, and rounding is all that is left
    const unsigned   n         = n_components;
    double           c[max_equilibrium_species], step[max_components], trial[max_components];
    for (unsigned int iteration = 0; iteration < 300; ++iteration)
      {
        concentrations(y, c);
        double worst = 0.;
        for (unsigned int j = 0; j < n; ++j)
          {
            double sum = 0., size = std::abs(total[j]);
            for (unsigned int i = 0; i < n_species; ++i)
              {
                sum += nu[i][j] * c[i];
                size += std::abs(nu[i][j]) * c[i];
              }
            step[j] = total[j] - sum;
            worst   = std::max(worst, std::abs(step[j]) / size);
          }
        double gradient[max_components];
        std::copy(step, step + n, gradient);
        ComponentMatrix<double> slope = total_slope(c);
        factorize(n, slope);
        solve_factorized(n, slope, step);
        double longest = 0.;
        for (unsigned int i = 0; i < n_species; ++i)
          {
            double change = 0.;
            for (unsigned int j = 0; j < n; ++j)
              change += nu[i][j] * step[j];
            longest = std::max(longest, std::abs(change));
          }
        if (!std::isfinite(longest))
          return false;
        double length = std::min(1., longest_step / std::max(longest, longest_step));
        if (longest > 1.)
          {
            double descent = 0.;
            for (unsigned int j = 0; j < n; ++j)
              descent += gradient[j] * step[j];
            const double before = objective(*this, total, y);
            for (unsigned int halving = 0; halving < 60; ++halving, length *= 0.5)
              {
                for (unsigned int j = 0; j < n; ++j)
                  trial[j] = y[j] + length * step[j];
                if (objective(*this, total, trial) <= before - 1e-4 * length * descent)
                  break;
              }
          }
        for (unsigned int j = 0; j < n; ++j)
          y[j] += length * step[j];
        if (worst <= tolerance && length == 1.)
          return true;
      }
    return false;
  }

  void
  Equilibrium::solve(const double *total, double *log_free) const
  {
    thread_local LastSolution last;
    if (last.id != id_ || !std::equal(total, total + n_components, last.total.begin()))
      {
        for (unsigned int j = 0; j < n_components; ++j)
          last.log_free[j] =
            guess_[j] + (total[j] > 0. && guess_total_[j] > 0. && !has_missing_[j] ? std::log(total[j] / guess_total_[j]) : 0.);
        last.id = id_;
        std::copy(total, total + n_components, last.total.begin());
        if (!solve_from(total, last.log_free.data()))
          last.log_free.fill(std::numeric_limits<double>::quiet_NaN());
      }
    std::copy(last.log_free.begin(), last.log_free.begin() + n_components, log_free);
  }
} // namespace zincfield
