#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace zincfield
{
  /** LU factors with partial pivoting of the few equations at one point of a surface. Row-major. Entries farther than `band` from
   * the diagonal are 0. */
  class DenseFactors
  {
  public:
    DenseFactors(const unsigned int size, std::vector<double> matrix, const unsigned int band = static_cast<unsigned int>(-1))
      : n(size)
      , lower(std::min(band, size))
      , a(std::move(matrix))
      , pivot(size)
    {
      for (unsigned int k = 0; k < n; ++k)
        {
          const unsigned int last_row    = std::min(n, k + 1 + lower),
                             last_column = std::min(n, k + 1 + 2 * lower); // pivots fill as much again
          pivot[k]                       = k;
          for (unsigned int i = k + 1; i < last_row; ++i)
            if (std::abs(a[i * n + k]) > std::abs(a[pivot[k] * n + k]))
              pivot[k] = i;
          regular = regular && a[pivot[k] * n + k] != 0. && std::isfinite(a[pivot[k] * n + k]);
          if (!regular)
            return;
          for (unsigned int j = k; j < last_column && pivot[k] != k; ++j)
            std::swap(a[k * n + j], a[pivot[k] * n + j]);
          for (unsigned int i = k + 1; i < last_row; ++i)
            {
              const double factor = a[i * n + k] /= a[k * n + k];
              for (unsigned int j = k + 1; j < last_column; ++j)
                a[i * n + j] -= factor * a[k * n + j];
            }
        }
    }

    bool
    is_regular() const
    {
      return regular;
    }

    void
    solve(std::vector<double> &b) const
    {
      for (unsigned int k = 0; k < n; ++k)
        {
          std::swap(b[k], b[pivot[k]]);
          for (unsigned int i = k + 1; i < std::min(n, k + 1 + lower); ++i)
            b[i] -= a[i * n + k] * b[k];
        }
      for (unsigned int i = n; i-- > 0;)
        {
          for (unsigned int j = i + 1; j < std::min(n, i + 1 + 2 * lower); ++j)
            b[i] -= a[i * n + j] * b[j];
          b[i] /= a[i * n + i];
        }
    }

  private:
    unsigned int              n, lower;
    std::vector<double>       a;
    std::vector<unsigned int> pivot;
    bool                      regular = true;
  };
} // namespace zincfield
