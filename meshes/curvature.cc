#include "meshes/curvature.h"

#include "meshes/sweep.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Where a cell is looked at and how far differences reach, as shares of it. */
    constexpr double places[] = {0.02, 0.5, 0.98}, step = 0.01;

    /** Larger surfaces are looked at in as many of their cells, evenly spread. */
    constexpr std::size_t most_cells = 5000;

    using Surface = std::function<Tensor<1, 3>(double, double)>;

    /** -(x' z'' - z' x'')/(x'^2 + z'^2)^(3/2) of a section, and of its turn about the axis n_x/x, which is the same there. */
    std::array<double, 2>
    of_section(const Surface &at, const double s, const bool axisymmetric)
    {
      const Tensor<1, 3> before = at(s - step, 0.), here = at(s, 0.), after = at(s + step, 0.);
      const Tensor<1, 3> first = (after - before) / (2. * step), second = (after - 2. * here + before) / (step * step);
      const double       speed = first.norm(), sign = first[0] < 0. ? -1. : 1., along = sign * (first[2] * second[0] - first[0] * second[2]) / (speed * speed * speed);
      return {along, !axisymmetric ? 0. : here[0] < 1e-9 * speed ? along : -first[2] / speed / here[0]};
    }

    /** Those of the second fundamental form against the first, with the normal on the side of `outward`. */
    std::array<double, 2>
    of_surface(const Surface &at, const double s, const double t, const Tensor<1, 3> &outward)
    {
      const Tensor<1, 3> here = at(s, t), left = at(s - step, t), right = at(s + step, t), below = at(s, t - step), above = at(s, t + step);
      const Tensor<1, 3> by_s = (right - left) / (2. * step), by_t = (above - below) / (2. * step), cross = cross_product_3d(by_s, by_t);
      const Tensor<1, 3> normal = cross / (cross * outward < 0. ? -cross.norm() : cross.norm());
      const Tensor<1, 3> mixed  = (at(s + step, t + step) - at(s + step, t - step) - at(s - step, t + step) + at(s - step, t - step)) / (4. * step * step);
      const double       e = normal * (right - 2. * here + left) / (step * step), f = normal * mixed, g = normal * (above - 2. * here + below) / (step * step);
      const double       ss = by_s * by_s, st = by_s * by_t, tt = by_t * by_t, area = ss * tt - st * st;
      const double       mean = -0.5 * (e * tt - 2. * f * st + g * ss) / area, product = (e * g - f * f) / area;
      const double       half = std::sqrt(std::max(0., mean * mean - product));
      return {mean + half, mean - half};
    }
  } // namespace

  void
  sample_curvature(const SweptGeometry &geometry, const std::function<void(const Location &, const std::array<double, 2> &)> &visit)
  {
    const PlanMesh    plan   = geometry.plan_mesh();
    const std::size_t stride = 1 + plan.cells.size() / most_cells;
    for (std::size_t c = 0; c < plan.cells.size(); c += stride)
      {
        const auto &corners = plan.cells[c];
        const auto  place   = [&](const double s, const double t) {
          Point<2> p;
          p += (1. - s) * (1. - t) * plan.vertices[corners[0]] + s * (1. - t) * plan.vertices[corners[1]];
          if (geometry.dimension() == 3)
            p += (1. - s) * t * plan.vertices[corners[2]] + s * t * plan.vertices[corners[3]];
          return p;
        };
        const Surface at = [&](const double s, const double t) { return geometry.surface(place(s, t)).position - Point<3>(); };
        for (const double s : places)
          if (geometry.dimension() == 2)
            {
              const SweptPoint point = geometry.surface(place(s, 0.));
              visit(surface_location(point, point.position, 2), of_section(at, s, geometry.axisymmetric()));
            }
          else
            for (const double t : places)
              {
                const SweptPoint point = geometry.surface(place(s, t));
                visit(surface_location(point, point.position, 3), of_surface(at, s, t, point.offset));
              }
      }
  }
} // namespace zincfield
