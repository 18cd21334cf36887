#include "meshes/spline_surface.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    using Weights = std::array<double, 4>;

    unsigned int
    mirrored_index(int i, const int n)
    {
      while (i < 0 || i > n)
        i = i < 0 ? -i : 2 * n - i;
      return i;
    }

    /** The four cubic B-splines that do not vanish at the share u of an interval, or their derivatives by u. */
    Weights
    b_splines(const double u, const unsigned int derivative)
    {
      const double v = 1. - u;
      switch (derivative)
        {
          case 0:
            return {v * v * v / 6., (3. * u * u * u - 6. * u * u + 4.) / 6., (3. * v * v * v - 6. * v * v + 4.) / 6.,
                    u * u * u / 6.};
          case 1:
            return {-0.5 * v * v, 1.5 * u * u - 2. * u, 2. * v - 1.5 * v * v, 0.5 * u * u};
          default:
            return {v, 3. * u - 2., 3. * v - 2., u};
        }
    }

    /** The interval that holds a place, in intervals, and the share of it below. */
    std::pair<int, double>
    interval(const double place, const unsigned int n)
    {
      const int i = std::clamp<int>(std::floor(place), 0, n - 1);
      return {i, place - i};
    }

    /** Coefficients of n + 1 splines from values at factor n + 1 even points: the least squares of the trapezoidal rule. */
    FullMatrix<double>
    least_squares(const unsigned int n, const unsigned int factor)
    {
      const unsigned int n_values = factor * n + 1;
      FullMatrix<double> moments(n + 1, n_values), splines(n_values, n + 1), normal(n + 1, n + 1), result(n + 1, n_values);
      for (unsigned int k = 0; k < n_values; ++k)
        {
          const auto [i, u]  = interval(static_cast<double>(k) / factor, n);
          const Weights here = b_splines(u, 0);
          for (int a = 0; a < 4; ++a)
            splines(k, mirrored_index(i - 1 + a, n)) += here[a];
          for (unsigned int c = 0; c <= n; ++c)
            moments(c, k) = splines(k, c) * (k == 0 || k + 1 == n_values ? 0.5 : 1.);
        }
      moments.mmult(normal, splines);
      normal.gauss_jordan();
      normal.mmult(result, moments);
      return result;
    }
  } // namespace

  unsigned int
  PlanGrid::index(const int i, const int j) const
  {
    return mirrored_index(j, n[1]) * (n[0] + 1) + mirrored_index(i, n[0]);
  }

  Point<2>
  PlanGrid::point(const unsigned int i, const unsigned int j) const
  {
    return Point<2>(corner[0] + sides[0] * i / n[0], corner[1] + sides[1] * j / n[1]);
  }

  PlanGrid
  PlanGrid::divided(const unsigned int factor) const
  {
    PlanGrid finer = *this;
    for (unsigned int &intervals : finer.n)
      intervals *= factor;
    return finer;
  }

  SplineSurface::SplineSurface(const PlanGrid &grid, std::vector<double> coefficients)
    : grid_(grid)
    , coefficients_(std::move(coefficients))
  {}

  double
  SplineSurface::value(const Point<2> &plan, const unsigned int x_derivative, const unsigned int y_derivative) const
  {
    const double spacing_x = grid_.sides[0] / grid_.n[0], spacing_y = grid_.sides[1] / grid_.n[1];
    const auto [i, u]   = interval((plan[0] - grid_.corner[0]) / spacing_x, grid_.n[0]);
    const auto [j, v]   = interval((plan[1] - grid_.corner[1]) / spacing_y, grid_.n[1]);
    const Weights along = b_splines(u, x_derivative), across = b_splines(v, y_derivative);
    double        sum = 0.;
    for (int b = 0; b < 4; ++b)
      for (int a = 0; a < 4; ++a)
        sum += across[b] * along[a] * coefficients_[grid_.index(i - 1 + a, j - 1 + b)];
    return sum / (std::pow(spacing_x, x_derivative) * std::pow(spacing_y, y_derivative));
  }

  SplineSurface
  closest_splines(const PlanGrid &grid, const unsigned int factor, const std::vector<double> &values)
  {
    const PlanGrid           fine   = grid.divided(factor);
    const FullMatrix<double> across = least_squares(grid.n[1], factor), along = least_squares(grid.n[0], factor);
    FullMatrix<double> given(fine.n[1] + 1, fine.n[0] + 1), rows(grid.n[1] + 1, fine.n[0] + 1), found(grid.n[1] + 1, grid.n[0] + 1);
    for (unsigned int j = 0; j <= fine.n[1]; ++j)
      for (unsigned int i = 0; i <= fine.n[0]; ++i)
        given(j, i) = values[fine.index(i, j)];
    across.mmult(rows, given);
    rows.mTmult(found, along);
    std::vector<double> coefficients(grid.n_points());
    for (unsigned int j = 0; j <= grid.n[1]; ++j)
      for (unsigned int i = 0; i <= grid.n[0]; ++i)
        coefficients[grid.index(i, j)] = found(j, i);
    return SplineSurface(grid, std::move(coefficients));
  }

  SplineSurface
  closest_splines_within(const PlanGrid &grid, const unsigned int factor, const std::vector<double> &values)
  {
    const PlanGrid      fine         = grid.divided(factor);
    std::vector<double> coefficients = closest_splines(grid, factor, values).coefficients();
    const int           reach        = factor;
    for (int j = 0; j <= static_cast<int>(grid.n[1]); ++j)
      for (int i = 0; i <= static_cast<int>(grid.n[0]); ++i)
        {
          double low = std::numeric_limits<double>::infinity(), high = -low;
          for (int b = reach * (j - 1); b <= reach * (j + 1); ++b)
            for (int a = reach * (i - 1); a <= reach * (i + 1); ++a)
              {
                low  = std::min(low, values[fine.index(a, b)]);
                high = std::max(high, values[fine.index(a, b)]);
              }
          double &coefficient = coefficients[grid.index(i, j)];
          coefficient         = std::clamp(coefficient, low, high);
        }
    return SplineSurface(grid, std::move(coefficients));
  }
} // namespace zincfield
