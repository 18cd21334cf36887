#include "meshes/box_plan.h"

#include "meshes/grading.h"

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
    require_few_cells(static_cast<double>(u.size()) * v.size(), 2e5);
    for (const double y : v)
      for (const double x : u)
        plan.vertices.emplace_back(x, y);
    const unsigned int n = u.size();
    for (unsigned int j = 0; j + 1 < v.size(); ++j)
      for (unsigned int i = 0; i + 1 < n; ++i)
        plan.cells.push_back({{j * n + i, j * n + i + 1, (j + 1) * n + i, (j + 1) * n + i + 1}});
    return plan;
  }

  MetalPoint
  graph_surface(const GraphCell &cell, const Point<2> &plan, const double height, const Tensor<1, 2> &slope)
  {
    const double length = std::sqrt(1. + slope.norm_square());
    MetalPoint   surface;
    surface.position = Point<3>(plan[0], plan[1], height);
    surface.offset   = Tensor<1, 3>({-slope[0] / length, -slope[1] / length, 1. / length});
    surface.handle   = cell.handle;
    surface.top      = Point<3>(plan[0], plan[1], cell.parallel ? height + cell.gap : cell.gap);
    return surface;
  }
} // namespace zincfield
