#include "solver/growth/mouth.h"

#include <deal.II/base/numbers.h>
#include <deal.II/base/tensor.h>

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Smallest cosine between a chord and the normals of the walls at its ends: 45 degrees. */
    constexpr double facing = 0.7;

    /** Least area of a pocket over the square of the width of its mouth. */
    constexpr double least_room = 4.;

    /** Area to the left of a closed line and its first moment about x = 0, edge by edge. */
    struct Enclosed
    {
      double area = 0., moment = 0.;

      void
      add(const Point<2> &a, const Point<2> &b)
      {
        area += 0.5 * (a[0] * b[1] - b[0] * a[1]);
        moment += (b[1] - a[1]) * (a[0] * a[0] + a[0] * b[0] + b[0] * b[0]) / 6.;
      }
    };
  } // namespace

  Mouth
  narrowest_mouth(const std::vector<Point<2>> &line, const bool sides, const bool axisymmetric)
  {
    Mouth             mouth;
    const std::size_t n = line.size();
    if (n < 3)
      return mouth;
    std::vector<Tensor<1, 2>> normals(n); // into the solution
    std::vector<Enclosed>     along(n);   // from the first point on, not closed
    for (std::size_t i = 0; i < n; ++i)
      {
        const Tensor<1, 2> t = line[std::min(i + 1, n - 1)] - line[i > 0 ? i - 1 : 0];
        normals[i]           = Tensor<1, 2>({-t[1], t[0]}) / t.norm();
        if (i > 0)
          {
            along[i] = along[i - 1];
            along[i].add(line[i - 1], line[i]);
          }
      }
    // Takes the mouth around `middle`; the pocket behind it is closed from `to` to `from` by way of `corner`, a point of the
    // mirror, if there is one, which doubles it.
    const auto take =
      [&](const double width, const Point<2> &middle, const std::size_t from, const std::size_t to, const Point<2> *const corner) {
      Enclosed pocket = along[to];
      pocket.area -= along[from].area;
      pocket.moment -= along[from].moment;
      pocket.add(line[to], corner ? *corner : line[from]);
      if (corner)
        pocket.add(*corner, line[from]);
      const double area = (corner ? 2. : 1.) * pocket.area;
      if (area <= least_room * width * width)
        return;
      mouth = {width, 0., axisymmetric ? 2. * numbers::PI * pocket.moment : area};
      for (std::size_t i = from; i <= to; ++i)
        mouth.depth = std::max(mouth.depth, middle.distance(line[i]));
    };
    for (std::size_t i = 0; i < n; ++i)
      {
        const Point<2> &p = line[i];
        for (std::size_t j = i + 1; j < n; ++j)
          if (const double width = p.distance(line[j]); width < mouth.width)
            if (const Tensor<1, 2> chord = (line[j] - p) / width; chord * normals[i] > facing && -chord * normals[j] > facing)
              take(width, p + 0.5 * (line[j] - p), i, j, nullptr);
        if (!sides)
          continue;
        if (const double width = 2. * p[0]; width < mouth.width && width > 0. && -normals[i][0] > facing)
          {
            const Point<2> axis(0., p[1]);
            take(width, axis, 0, i, &axis);
          }
        const double away = 2. * (line.back()[0] - p[0]);
        if (!axisymmetric && away < mouth.width && away > 0. && normals[i][0] > facing)
          {
            const Point<2> side(line.back()[0], p[1]);
            take(away, side, i, n - 1, &side);
          }
      }
    return mouth;
  }
} // namespace zincfield
