#include "meshes/box_plan.h"

#include <cmath>

namespace zincfield
{
  using namespace dealii;

  PlanMesh
  box_plan(const std::vector<double> &u, const std::vector<double> &v)
  {
    PlanMesh plan;
    if (v.empty())
    {
      for (const double x : u)
        plan.vertices.emplace_back(x, 0.);
      for (unsigned int i = 0; i + 1 < u.size(); ++i)
        plan.cells.push_back({{i, i + 1, 0, 0}});
      return plan;
    }
    for (const double y : v)
      for (const double x : u)
        plan.vertices.emplace_back(x, y);
    const unsigned int n = u.size();
    for (unsigned int j = 0; j + 1 < v.size(); ++j)
      for (unsigned int i = 0; i + 1 < n; ++i)
        plan.cells.push_back({{j * n + i, j * n + i + 1, (j + 1) * n + i, (j + 1) * n + i + 1}});
    return plan;
  }

  SurfacePoint
  graph_surface(const GraphCell &cell, const Point<2> &plan, const double height, const Tensor<1, 2> &slope)
  {
    const double       length = std::sqrt(1. + slope.norm_square());
    const Tensor<1, 3> normal({-slope[0] / length, -slope[1] / length, 1. / length});
    Tensor<1, 3>       offset = normal;
    const double       half = 0.5 * (cell.upper - cell.lower), middle = 0.5 * (cell.upper + cell.lower);
    for (unsigned int d = 0; d < 2; ++d)
    {
      // Only the outer sides need it where a symmetry plane passes through the feature: the slope vanishes there by itself.
      const double position = cell.lower < 0. ? (plan[d] - middle) / half : plan[d] / cell.upper;
      offset[d] *= 1. - std::pow(position, 8);
    }
    offset /= offset * normal;

    SurfacePoint surface;
    surface.position = Point<3>(plan[0], plan[1], height);
    surface.offset   = offset;
    surface.handle   = cell.parallel ? 0.5 * cell.gap : cell.handle;
    surface.top      = cell.parallel ? surface.position + cell.gap * offset : Point<3>(plan[0], plan[1], cell.gap);
    return surface;
  }
} // namespace zincfield
