#include "meshes/cosine_surface.h"

#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** f_k is cos(q x - phase). */
    struct Wave
    {
      double q, phase; // q times the length
    };
    Wave
    wave(const std::size_t k, const bool periodic)
    {
      if (!periodic)
        return {M_PI * k, 0.};
      return {2. * M_PI * ((k + 1) / 2), k % 2 == 1 ? M_PI_2 : 0.};
    }
  } // namespace

  CosineSurface::CosineSurface(const double                     width,
                               const double                     depth,
                               std::vector<std::vector<double>> amplitudes,
                               const bool                       periodic)
    : width_(width)
    , depth_(depth)
    , amplitudes_(std::move(amplitudes))
    , periodic_(periodic)
  {}

  std::vector<double>
  CosineSurface::waves(const double x, const double length, const std::size_t n, const unsigned int derivative) const
  {
    std::vector<double> values(n);
    for (std::size_t k = 0; k < n; ++k)
      {
        const Wave   f = wave(k, periodic_);
        const double q = f.q / length, angle = q * x - f.phase;
        values[k] = derivative == 0 ? std::cos(angle) : derivative == 1 ? -q * std::sin(angle) : -q * q * std::cos(angle);
      }
    return values;
  }

  double
  CosineSurface::sum(const Point<2> &plan, const unsigned int x_derivative, const unsigned int y_derivative) const
  {
    const auto across = waves(plan[1], depth_, amplitudes_.size(), y_derivative);
    const auto along  = waves(plan[0], width_, amplitudes_[0].size(), x_derivative);
    double     result = 0.;
    for (std::size_t n = 0; n < across.size(); ++n)
      {
        double row = 0.;
        for (std::size_t m = 0; m < along.size(); ++m)
          row += amplitudes_[n][m] * along[m];
        result += across[n] * row;
      }
    return result;
  }

  double
  CosineSurface::height(const Point<2> &plan) const
  {
    return sum(plan, 0, 0);
  }

  Tensor<1, 2>
  CosineSurface::slope(const Point<2> &plan) const
  {
    Tensor<1, 2> slope;
    slope[0] = sum(plan, 1, 0);
    slope[1] = amplitudes_.size() > 1 ? sum(plan, 0, 1) : 0.;
    return slope;
  }

  CosineSurface::Extremes
  CosineSurface::extremes() const
  {
    Extremes            found;
    const unsigned long n_x = 8 * amplitudes_[0].size(), n_y = amplitudes_.size() > 1 ? 8 * amplitudes_.size() : 0;
    for (const double y : n_y > 0 ? uniform_points(0., depth_, n_y) : std::vector<double>{0.})
      for (const double x : uniform_points(0., width_, n_x))
        {
          const Point<2> plan(x, y);
          const double   z = height(plan);
          if (z > found.highest)
            {
              found.highest = z;
              found.summit  = plan;
            }
          found.lowest   = std::min(found.lowest, z);
          found.steepest = std::max(found.steepest, slope(plan).norm());
          // The larger principal second derivative.
          const double xx = sum(plan, 2, 0), yy = n_y > 0 ? sum(plan, 0, 2) : 0., xy = n_y > 0 ? sum(plan, 1, 1) : 0.;
          found.sharpest_valley = std::max(found.sharpest_valley, 0.5 * (xx + yy) + std::hypot(0.5 * (xx - yy), xy));
        }
    return found;
  }

  double
  CosineSurface::rms() const
  {
    double square = 0.;
    for (std::size_t n = 0; n < amplitudes_.size(); ++n)
      for (std::size_t m = 0; m < amplitudes_[n].size(); ++m)
        if (n + m > 0)
          square += std::pow(amplitudes_[n][m], 2) * (n > 0 ? 0.5 : 1.) * (m > 0 ? 0.5 : 1.);
    return std::sqrt(square);
  }

  double
  CosineSurface::shortest_half_wave() const
  {
    const double along = width_ / std::max<std::size_t>(1, amplitudes_[0].size() - 1);
    return amplitudes_.size() > 1 ? std::min(along, depth_ / (amplitudes_.size() - 1)) : along;
  }

  std::vector<std::vector<double>>
  cosine_transform(const std::vector<std::vector<double>> &heights,
                   const unsigned int                      n_x,
                   const unsigned int                      n_y,
                   const bool                              periodic)
  {
    const auto transform = [periodic](const std::vector<double> &values, const unsigned int n_waves) {
      const std::size_t   most = periodic ? (values.size() - 1) / 2 * 2 + 1 : values.size(); // a sine with its cosine
      std::vector<double> amplitudes(std::min<std::size_t>(n_waves + 1, most), 0.);
      for (std::size_t k = 0; k < amplitudes.size(); ++k)
        for (std::size_t i = 0; i < values.size(); ++i)
          {
            const Wave f = wave(k, periodic);
            amplitudes[k] += (k == 0 ? 1. : 2.) / values.size() * values[i] * std::cos(f.q * (i + 0.5) / values.size() - f.phase);
          }
      return amplitudes;
    };
    std::vector<std::vector<double>> along; // by row
    for (const auto &row : heights)
      along.push_back(transform(row, n_x));
    std::vector<std::vector<double>> amplitudes;
    for (std::size_t m = 0; m < along[0].size(); ++m)
      {
        std::vector<double> column;
        for (const auto &row : along)
          column.push_back(row[m]);
        column = transform(column, n_y);
        amplitudes.resize(column.size(), std::vector<double>(along[0].size()));
        for (std::size_t n = 0; n < column.size(); ++n)
          amplitudes[n][m] = column[n];
      }
    return amplitudes;
  }
} // namespace zincfield
