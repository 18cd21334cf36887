#include "meshes/grading.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace zincfield
{
  void
  require_few_cells(const double n, const double most)
  {
    if (!(n <= most))
      throw TooManyCells("the coarse mesh would have more than " + std::to_string(static_cast<long>(most)) +
                         " cells in a row or on the metal");
  }

  std::vector<double>
  graded_points(const double from, const double to, const double first, const double growth, const double largest)
  {
    std::vector<double> steps;
    double              reached = 0.;
    for (double step = std::min(first, largest); reached < (to - from) * (1. - 1e-12); step = std::min(step * growth, largest))
      {
        steps.push_back(step);
        reached += step;
        require_few_cells(steps.size());
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
  graded_beside(const std::vector<double> &points, const double edge, const double before, const double after)
  {
    // Distances from the edge at which an interval of this length is cut, its ends included.
    const auto cuts = [](const double length, const double first) {
      std::vector<double> distances = {0.};
      const auto          sum       = [first](const unsigned int n, const double growth) {
        return first * (std::pow(growth, n) - 1.) / (growth - 1.);
      };
      unsigned int n = 1;
      while (n < 4 && length > 1.5 * first && sum(n, 2.5) < length)
        ++n;
      double low = 0., high = std::max(2.5, std::cbrt(length / first)); // where n steps reach the other end
      for (unsigned int step = 0; step < 60; ++step)
        {
          const double middle                                                    = 0.5 * (low + high);
          (std::abs(middle - 1.) > 1e-9 && sum(n, middle) > length ? high : low) = middle;
        }
      for (unsigned int i = 1; i < n; ++i)
        distances.push_back(sum(i, low));
      distances.push_back(length);
      return distances;
    };
    std::vector<double> result = {points.front()};
    for (unsigned int i = 1; i < points.size(); ++i)
      {
        const double length = points[i] - points[i - 1];
        if (std::abs(points[i - 1] - edge) < 1e-12)
          for (const double distance : cuts(length, after))
            result.push_back(edge + distance);
        else if (std::abs(points[i] - edge) < 1e-12)
          {
            auto distances = cuts(length, before);
            for (auto distance = distances.rbegin(); distance != distances.rend(); ++distance)
              result.push_back(edge - *distance);
          }
        result.push_back(points[i]);
      }
    result.erase(std::unique(result.begin(), result.end(), [](const double a, const double b) { return std::abs(a - b) < 1e-12; }),
                 result.end());
    return result;
  }

  std::vector<double>
  uniform_points(const double from, const double to, const unsigned long n)
  {
    require_few_cells(n);
    std::vector<double> points;
    for (unsigned long i = 0; i <= n; ++i)
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
  graded_parameters(const double                         end,
                    const double                         first,
                    const double                         growth,
                    const std::function<double(double)> &of_height,
                    const std::function<double(double)> &largest)
  {
    std::vector<double> points = {0.};
    double              height = 0.;
    for (double step = first; points.back() < end * (1. - 1e-12); step *= growth)
      {
        height += step;
        require_few_cells(points.size());
        points.push_back(std::min(of_height(height), points.back() + largest(points.back())));
      }
    // as graded_points() does
    if (points.size() > 2 && points.back() - end > 0.5 * (points.back() - points[points.size() - 2]))
      points.pop_back();
    const double stretch = end / points.back();
    for (double &point : points)
      point *= stretch;
    points.back() = end;
    return points;
  }

  double
  bezier_parameter(const double height, const double handle, const double climbed)
  {
    // The root in [0, 1] of (height - 2 handle) s^2 + 2 handle s = climbed, in the form that survives height = 2 handle.
    return climbed / (handle + std::sqrt(std::max(0., handle * handle + (height - 2. * handle) * climbed)));
  }

  std::vector<double>
  graded_levels(const double height, const double handle, const double first, const double growth, const double largest)
  {
    std::vector<double> levels;
    for (const double climbed : graded_points(0., height, first, growth, largest))
      levels.push_back(bezier_parameter(height, handle, climbed));
    levels.back() = 1.;
    return levels;
  }

  double
  tallest_cell(const double gap, const double width)
  {
    return std::max(2. * width, gap / 32.);
  }
} // namespace zincfield
