#include "meshes/plan_builder.h"

#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr double most_cells = 2e5;

    /** The image of all cells of `plan` under `map`, which may mirror. */
    template <typename Map>
    void
    add_image(PlanBuilder &builder, const PlanMesh &plan, const Map &map)
    {
      const bool is_strip = std::all_of(plan.vertices.begin(), plan.vertices.end(), [](const Point<2> &p) { return p[1] == 0.; });
      for (const auto &cell : plan.cells)
        {
          std::array<Point<2>, 4> v;
          for (unsigned int i = 0; i < 4; ++i)
            v[i] = map(plan.vertices[cell[i]]);
          if (is_strip)
            builder.segment(v[0], v[1]);
          else
            builder.cell(v[0], v[1], v[2], v[3]);
        }
    }
  } // namespace

  unsigned int
  PlanBuilder::vertex(const Point<2> &position)
  {
    // Neighbouring keys too: a coordinate that falls between two keys may be rounded either way.
    const long long x = std::llround(position[0] * 1e8), y = std::llround(position[1] * 1e8);
    for (int dx = -1; dx <= 1; ++dx)
      for (int dy = -1; dy <= 1; ++dy)
        {
          const auto found = index_.find({x + dx, y + dy});
          if (found != index_.end())
            return found->second;
        }
    index_[{x, y}] = plan.vertices.size();
    plan.vertices.push_back(position);
    return plan.vertices.size() - 1;
  }

  void
  PlanBuilder::cell(const Point<2> &a, const Point<2> &b, const Point<2> &c, const Point<2> &d)
  {
    require_few_cells(plan.cells.size() + 1., most_cells);
    const auto orientation = cross_product_2d(d - a) * (c - b); // twice the signed area, negated
    if (orientation < 0.)
      plan.cells.push_back({{vertex(a), vertex(c), vertex(b), vertex(d)}});
    else
      plan.cells.push_back({{vertex(a), vertex(b), vertex(c), vertex(d)}});
  }

  void
  PlanBuilder::segment(const Point<2> &a, const Point<2> &b)
  {
    const unsigned int first = vertex(a), last = vertex(b);
    plan.cells.push_back({{a[0] < b[0] ? first : last, a[0] < b[0] ? last : first, 0, 0}});
  }

  PlanMesh
  tiled(const PlanMesh &rectangle, const double width, const double height, const unsigned int n, const unsigned int m)
  {
    PlanBuilder builder;
    for (unsigned int j = 0; j < m; ++j)
      for (unsigned int i = 0; i < n; ++i)
        add_image(builder, rectangle, [&](const Point<2> &p) {
          return Point<2>(i % 2 == 0 ? i * width + p[0] : (i + 1) * width - p[0],
                          j % 2 == 0 ? j * height + p[1] : (j + 1) * height - p[1]);
        });
    return builder.plan;
  }

  PlanMesh
  mirrored(const PlanMesh &half, const unsigned int direction)
  {
    PlanBuilder builder;
    add_image(builder, half, [](const Point<2> &p) { return p; });
    add_image(builder, half, [direction](Point<2> p) {
      p[direction] *= -1.;
      return p;
    });
    return builder.plan;
  }
} // namespace zincfield
