#include "meshes/curvature.h"

#include "meshes/extrusion.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Where a cell is looked at and how far differences reach, as shares of it. */
    constexpr double places[] = {0.02, 0.5, 0.98}, step = 1e-3;

    /** Larger surfaces are looked at in as many of their cells, evenly spread. */
    constexpr std::size_t most_looked_at = 5000;

    using Surface = std::function<Tensor<1, 3>(double, double)>;

    /** -(x' z'' - z' x'')/(x'^2 + z'^2)^(3/2) of a section, and of its turn about the axis n_x/x, which is the same there. */
    std::array<double, 2>
    of_section(const Surface &at, const double s, const bool axisymmetric)
    {
      const Tensor<1, 3> before = at(s - step, 0.), here = at(s, 0.), after = at(s + step, 0.);
      const Tensor<1, 3> first = (after - before) / (2. * step), second = (after - 2. * here + before) / (step * step);
      const double       speed = first.norm(), sign = first[0] < 0. ? -1. : 1.,
                   along = sign * (first[2] * second[0] - first[0] * second[2]) / (speed * speed * speed);
      return {along, !axisymmetric ? 0. : here[0] < 1e-9 * speed ? along : -first[2] / speed / here[0]};
    }

    /** Those of the second fundamental form against the first, with the normal on the side of `outward`. */
    std::array<double, 2>
    of_surface(const Surface &at, const double s, const double t, const Tensor<1, 3> &outward)
    {
      const Tensor<1, 3> here = at(s, t), left = at(s - step, t), right = at(s + step, t), below = at(s, t - step),
                         above = at(s, t + step);
      const Tensor<1, 3> by_s = (right - left) / (2. * step), by_t = (above - below) / (2. * step),
                         cross  = cross_product_3d(by_s, by_t);
      const Tensor<1, 3> normal = cross / (cross * outward < 0. ? -cross.norm() : cross.norm());
      const Tensor<1, 3> mixed =
        (at(s + step, t + step) - at(s + step, t - step) - at(s - step, t + step) + at(s - step, t - step)) / (4. * step * step);
      const double e = normal * (right - 2. * here + left) / (step * step), f = normal * mixed,
                   g  = normal * (above - 2. * here + below) / (step * step);
      const double ss = by_s * by_s, st = by_s * by_t, tt = by_t * by_t, area = ss * tt - st * st;
      const double mean = -0.5 * (e * tt - 2. * f * st + g * ss) / area, product = (e * g - f * f) / area;
      const double half = std::sqrt(std::max(0., mean * mean - product));
      return {mean + half, mean - half};
    }
  } // namespace

  namespace
  {
    Point<2>
    place(const ExtrudedGeometry &geometry, const std::array<Point<2>, 4> &corners, const double s, const double t)
    {
      Point<2> p;
      p += (1. - s) * (1. - t) * corners[0] + s * (1. - t) * corners[1];
      if (geometry.dimension() == 3)
        p += (1. - s) * t * corners[2] + s * t * corners[3];
      return p;
    }
  } // namespace

  std::array<double, 2>
  curvature_at(const ExtrudedGeometry &geometry, const std::array<Point<2>, 4> &corners, const double s, const double t)
  {
    const Surface at = [&](const double a, const double b) {
      return geometry.surface(place(geometry, corners, a, b)).position - Point<3>();
    };
    const auto inside = [](const double x) { return std::min(1. - 2. * step, std::max(2. * step, x)); };
    if (geometry.dimension() == 2)
      return of_section(at, inside(s), geometry.axisymmetric());
    return of_surface(at, inside(s), inside(t), geometry.surface(place(geometry, corners, inside(s), inside(t))).offset);
  }

  void
  sample_curvature(const ExtrudedGeometry                                                     &geometry,
                   const std::function<void(const Location &, const std::array<double, 2> &)> &visit)
  {
    const PlanMesh    plan   = geometry.plan_mesh();
    const std::size_t stride = 1 + plan.cells.size() / most_looked_at;
    for (std::size_t c = 0; c < plan.cells.size(); c += stride)
      {
        std::array<Point<2>, 4> corners;
        for (unsigned int v = 0; v < (geometry.dimension() == 2 ? 2u : 4u); ++v)
          corners[v] = plan.vertices[plan.cells[c][v]];
        for (const double s : places)
          for (const double t : places)
            {
              const MetalPoint point = geometry.surface(place(geometry, corners, s, t));
              visit(surface_location(point, point.position, geometry.dimension()), curvature_at(geometry, corners, s, t));
              if (geometry.dimension() == 2)
                break;
            }
      }
  }
} // namespace zincfield
