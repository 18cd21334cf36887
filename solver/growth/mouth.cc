#include "solver/growth/mouth.h"

#include <deal.II/base/numbers.h>
#include <deal.II/base/tensor.h>

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
    // The pocket behind a chord whose line from `from` to `to` is closed by way of `corners`; `images` of it make it whole.
    const auto take = [&](const double width, const std::size_t from, const std::size_t to, const std::vector<Point<2>> &corners,
                          const double images) {
      Enclosed pocket = along[to];
      pocket.area -= along[from].area;
      pocket.moment -= along[from].moment;
      Point<2> last = line[to];
      for (const Point<2> &corner : corners)
        {
          pocket.add(last, corner);
          last = corner;
        }
      pocket.add(last, line[from]);
      if (images * pocket.area <= least_room * width * width)
        return;
      mouth.width    = width;
      mouth.pocket   = images * pocket.area;
      mouth.enclosed = axisymmetric ? 2. * numbers::PI * pocket.moment : images * pocket.area;
    };
    for (std::size_t i = 0; i < n; ++i)
      {
        const Point<2> &p = line[i];
        for (std::size_t j = i + 1; j < n; ++j)
          if (const double width = p.distance(line[j]); width < mouth.width)
            if (const Tensor<1, 2> chord = (line[j] - p) / width; chord * normals[i] > facing && -chord * normals[j] > facing)
              take(width, i, j, {}, 1.);
        if (!sides)
          continue;
        if (const double width = 2. * p[0]; width < mouth.width && width > 0. && -normals[i][0] > facing)
          take(width, 0, i, {Point<2>(0., p[1])}, 2.);
        const double away = 2. * (line.back()[0] - p[0]);
        if (!axisymmetric && away < mouth.width && away > 0. && normals[i][0] > facing)
          take(away, i, n - 1, {Point<2>(line.back()[0], p[1])}, 2.);
      }
    return mouth;
  }
} // namespace zincfield
