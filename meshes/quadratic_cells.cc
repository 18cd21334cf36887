#include "meshes/quadratic_cells.h"

#include <algorithm>
#include <array>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The polynomials of degree 2 that are 1 at 0, 1/2 or 1 and 0 at the others, or their derivatives. */
    std::array<double, 3>
    lagrange(const double x, const bool derived)
    {
      if (derived)
        return {{4. * x - 3., 4. - 8. * x, 4. * x - 1.}};
      return {{(1. - x) * (1. - 2. * x), 4. * x * (1. - x), x * (2. * x - 1.)}};
    }
  } // namespace

  std::vector<std::vector<unsigned int>>
  entities(const unsigned int dimension)
  {
    std::vector<std::vector<unsigned int>> all(dimension == 1 ? 3 : dimension == 2 ? 9 : 27);
    for (unsigned int p = 0; p < all.size(); ++p)
      {
        const unsigned int place[] = {p % 3, p / 3 % 3, p / 9}; // 1: between corners
        for (unsigned int c = 0; c < 1u << dimension; ++c)
          {
            bool is_around = true;
            for (unsigned int d = 0; d < dimension; ++d)
              is_around = is_around && (place[d] == 1 || place[d] / 2 == (c >> d & 1u));
            if (is_around)
              all[p].push_back(c);
          }
      }
    return all;
  }

  QuadraticCell::QuadraticCell(const std::vector<unsigned int> &corners,
                               const std::vector<Point<3>>     &points,
                               const Middles                   &middles)
  {
    for (const auto &entity : entities(corners.size() == 2 ? 1 : corners.size() == 4 ? 2 : 3))
      {
        std::vector<unsigned int> around;
        Point<3>                  mean;
        for (const unsigned int c : entity)
          {
            around.push_back(corners[c]);
            mean += points[corners[c]] * (1. / entity.size());
          }
        std::sort(around.begin(), around.end());
        const auto found = middles.find(around);
        points_.push_back(found == middles.end() ? mean : found->second);
      }
  }

  Point<3>
  QuadraticCell::sum(const Point<3> &unit_point, const unsigned int derived) const
  {
    const unsigned int    dimension = points_.size() == 3 ? 1 : points_.size() == 9 ? 2 : 3;
    std::array<double, 3> along[3]  = {{{1., 0., 0.}}, {{1., 0., 0.}}, {{1., 0., 0.}}};
    for (unsigned int d = 0; d < dimension; ++d)
      along[d] = lagrange(unit_point[d], d == derived);
    Point<3> result;
    for (unsigned int p = 0; p < points_.size(); ++p)
      result += along[0][p % 3] * along[1][p / 3 % 3] * along[2][p / 9] * points_[p];
    return result;
  }
} // namespace zincfield
