#include "meshes/traced_curve.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Points to a row of an even resampling of the line that is smoothed. */
    constexpr std::size_t samples_of_point = 4, most_samples = 20000;

    std::vector<double>
    lengths_along(const std::vector<Point<2>> &points)
    {
      std::vector<double> lengths = {0.};
      for (std::size_t i = 1; i < points.size(); ++i)
        lengths.push_back(lengths.back() + points[i].distance(points[i - 1]));
      return lengths;
    }

    /** The solution of the cyclic system a_i x_{i-1} + b_i x_i + c_i x_{i+1} = r_i. */
    std::vector<Tensor<1, 2>>
    solve_cyclic(const std::vector<double>       &a,
                 std::vector<double>              b,
                 const std::vector<double>       &c,
                 const std::vector<Tensor<1, 2>> &r)
    {
      // Sherman and Morrison: the corners as a product of two vectors.
      const std::size_t n     = b.size();
      const double      gamma = -b[0], first = a[0], last = c[n - 1];
      b[0] -= gamma;
      b[n - 1] -= first * last / gamma;
      std::vector<Tensor<1, 2>> x = r;
      std::vector<double>       u(n, 0.);
      u[0]     = gamma;
      u[n - 1] = last;
      for (std::size_t i = 1; i < n; ++i)
        {
          const double share = a[i] / b[i - 1];
          b[i] -= share * c[i - 1];
          x[i] -= share * x[i - 1];
          u[i] -= share * u[i - 1];
        }
      for (std::size_t i = n; i-- > 0;)
        {
          if (i + 1 < n)
            {
              x[i] -= c[i] * x[i + 1];
              u[i] -= c[i] * u[i + 1];
            }
          x[i] /= b[i];
          u[i] /= b[i];
        }
      const Tensor<1, 2> factor = (x[0] + first / gamma * x[n - 1]) / (1. + u[0] + first / gamma * u[n - 1]);
      for (std::size_t i = 0; i < n; ++i)
        x[i] -= u[i] * factor;
      return x;
    }
  } // namespace

  TracedCurve::TracedCurve(std::vector<Point<2>> points, const bool closed, const double tolerance)
    : closed_(closed)
  {
    if (closed)
      {
        if (points.front().distance(points.back()) > 0.)
          points.push_back(points.front());
      }
    else
      {
        const double right = points.back()[0];
        for (std::size_t i = points.size() - 1; i-- > 0;)
          points.emplace_back(2. * right - points[i][0], points[i][1]);
      }
    const auto lengths = lengths_along(points);
    period_            = lengths.back();
    advance_           = points.back() - points.front();
    if (tolerance > 0.)
      {
        smooth(lengths, points, tolerance);
        return;
      }
    interpolate(std::vector<double>(lengths.begin(), lengths.end() - 1), std::vector<Point<2>>(points.begin(), points.end() - 1));
  }

  void
  TracedCurve::smooth(const std::vector<double> &lengths, const std::vector<Point<2>> &points, const double tolerance)
  {
    const std::size_t     n = std::min(most_samples, std::max<std::size_t>(200, samples_of_point * points.size()));
    std::vector<Point<2>> even; // without the advance, so that they are periodic
    for (std::size_t i = 0, p = 0; i < n; ++i)
      {
        const double s = period_ * i / n;
        while (lengths[p + 1] < s)
          ++p;
        const double share = (s - lengths[p]) / (lengths[p + 1] - lengths[p]);
        even.push_back(points[p] + share * (points[p + 1] - points[p]) - s / period_ * advance_);
      }
    const auto smoothed = [&](const double width) { // standard deviation in samples
      const int           reach = std::min<int>(std::ceil(4. * width), n / 2);
      std::vector<double> weights;
      double              sum = 0.;
      for (int k = -reach; k <= reach; ++k)
        {
          weights.push_back(std::exp(-0.5 * k * k / (width * width)));
          sum += weights.back();
        }
      std::vector<Point<2>> result(n);
      for (std::size_t i = 0; i < n; ++i)
        for (int k = -reach; k <= reach; ++k)
          result[i] += weights[k + reach] / sum * even[(i + n + k) % n];
      return result;
    };
    const auto at = [&](const std::vector<Point<2>> &line, const double s) {
      const double      place = s / period_ * n;
      const std::size_t i     = std::min<std::size_t>(place, n - 1);
      const double      share = place - i;
      return line[i] + share * (line[(i + 1) % n] - line[i]) + s / period_ * advance_;
    };
    const auto off = [&](const auto &place) {
      double largest = 0.;
      for (std::size_t p = 0; p + 1 < points.size(); ++p)
        largest = std::max(largest, Point<2>(place(lengths[p])).distance(points[p]));
      return largest;
    };
    double low = 0.1, high = 0.05 * n;
    for (unsigned int step = 0; step < 20 && high > 1.02 * low; ++step)
      {
        const double width                                                                  = std::sqrt(low * high);
        const auto   line                                                                   = smoothed(width);
        (off([&](const double s) { return at(line, s); }) <= 0.75 * tolerance ? low : high) = width;
      }
    const auto line = smoothed(low);
    for (std::size_t pieces = 8;; pieces = pieces * 5 / 4 / 2 * 2)
      {
        const std::size_t     count = std::min(pieces, n);
        std::vector<double>   knots;
        std::vector<Point<2>> chosen;
        for (std::size_t i = 0; i < count; ++i)
          {
            knots.push_back(period_ * i / count);
            chosen.push_back(at(line, knots.back()));
          }
        interpolate(knots, chosen);
        double away = 0.;
        for (std::size_t i = 0; i < n; ++i)
          away = std::max(away, this->at(period_ * i / n).distance(at(line, period_ * i / n)));
        if (away <= 0.25 * tolerance || count == n)
          break;
      }
    deviation_ = off([&](const double s) { return this->at(s); });
  }

  void
  TracedCurve::interpolate(std::vector<double> knots, std::vector<Point<2>> points)
  {
    const std::size_t         n = knots.size();
    std::vector<double>       a(n), b(n), c(n);
    std::vector<Tensor<1, 2>> r(n);
    const auto                step = [&](const std::size_t i) { return (i + 1 < n ? knots[i + 1] : period_) - knots[i]; };
    const auto                rise = [&](const std::size_t i) {
      return (i + 1 < n ? points[i + 1] - points[i] : points[0] + advance_ - points[i]) / step(i);
    };
    for (std::size_t i = 0; i < n; ++i)
      {
        const std::size_t before = (i + n - 1) % n;
        a[i]                     = step(before) / 6.;
        b[i]                     = (step(before) + step(i)) / 3.;
        c[i]                     = step(i) / 6.;
        r[i]                     = rise(i) - rise(before);
      }
    seconds_ = solve_cyclic(a, b, c, r);
    knots_   = std::move(knots);
    points_  = std::move(points);
  }

  Tensor<1, 2>
  TracedCurve::derivative(const double s, const unsigned int order) const
  {
    const double      turns = std::floor(s / period_), here = s - turns * period_;
    const std::size_t n = knots_.size(), i = std::upper_bound(knots_.begin() + 1, knots_.end(), here) - knots_.begin() - 1;
    const double      h = (i + 1 < n ? knots_[i + 1] : period_) - knots_[i], b = (here - knots_[i]) / h, a = 1. - b;
    const auto        p = points_[i] - Point<2>(), q = i + 1 < n ? points_[i + 1] - Point<2>() : points_[0] + advance_ - Point<2>();
    const auto        m = seconds_[i], o = seconds_[(i + 1) % n];
    if (order == 0)
      return a * p + b * q + h * h / 6. * ((a * a * a - a) * m + (b * b * b - b) * o) + turns * advance_;
    if (order == 1)
      return (q - p) / h + h / 6. * ((1. - 3. * a * a) * m + (3. * b * b - 1.) * o);
    return a * m + b * o;
  }

  double
  TracedCurve::curvature(const double s) const
  {
    const auto first = derivative(s, 1), second = derivative(s, 2);
    return (first[0] * second[1] - first[1] * second[0]) / std::pow(first.norm(), 3);
  }
} // namespace zincfield
