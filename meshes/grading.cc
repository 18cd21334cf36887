#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  std::vector<double>
  graded_points(const double from, const double to, const double first, const double growth, const double largest)
  {
    return graded_points(from, to, first, growth, [=](double) { return largest; });
  }

  std::vector<double>
  graded_points(const double from, const double to, const double first, const double growth, const std::function<double(double)> &largest)
  {
    std::vector<double> steps;
    double              reached = 0.;
    for (double step = std::min(first, largest(from)); reached < (to - from) * (1. - 1e-12); step = std::min(step * growth, largest(from + reached)))
    {
      steps.push_back(step);
      reached += step;
    }
    // Dropping a last step that would overshoot by more than half of itself keeps the stretching below one half.
    if (steps.size() > 1 && reached - (to - from) > 0.5 * steps.back())
    {
      reached -= steps.back();
      steps.pop_back();
    }
    std::vector<double> points = {from};
    double              sum    = 0.;
    for (const double step : steps)
    {
      sum += step;
      points.push_back(from + (to - from) * sum / reached);
    }
    points.back() = to;
    return points;
  }

  double
  spacing(const std::vector<double> &points, const double at)
  {
    const auto after = std::upper_bound(points.begin() + 1, points.end() - 1, at);
    return *after - *(after - 1);
  }

  std::vector<double>
  uniform_points(const double from, const double to, const unsigned int n)
  {
    std::vector<double> points;
    for (unsigned int i = 0; i <= n; ++i)
      points.push_back(from + (to - from) * i / n);
    points.back() = to;
    return points;
  }

  std::vector<double>
  join(std::vector<double> first, const std::vector<double> &second)
  {
    first.insert(first.end(), second.begin() + 1, second.end());
    return first;
  }

  std::vector<double>
  graded_levels(const double height, const double handle, const double first, const double growth, const double largest)
  {
    std::vector<double> levels;
    for (const double h : graded_points(0., height, first, growth, largest))
    {
      // The root in [0, 1] of (height - 2 handle) s^2 + 2 handle s = h, in the form that survives height = 2 handle.
      const double a = height - 2. * handle;
      levels.push_back(h / (handle + std::sqrt(std::max(0., handle * handle + a * h))));
    }
    levels.back() = 1.;
    return levels;
  }

  double
  tallest_cell(const double gap, const double width)
  {
    return std::max(2. * width, gap / 32.);
  }
} // namespace zincfield
