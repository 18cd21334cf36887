#include "meshes/turned_plan.h"

#include "meshes/box_plan.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The central square's half-width relative to the circle that it replaces. */
    constexpr double shrinkage = 0.85;

    /** Collects cells given by their corner positions; equal positions become one vertex. */
    class PlanBuilder
    {
    public:
      unsigned int
      vertex(const Point<2> &p)
      {
        const auto key   = std::make_pair(std::llround(p[0] * 1e9), std::llround(p[1] * 1e9));
        const auto found = index_.emplace(key, plan.vertices.size());
        if (found.second)
          plan.vertices.push_back(p);
        return found.first->second;
      }

      void
      cell(const Point<2> &a, const Point<2> &b, const Point<2> &c, const Point<2> &d)
      {
        plan.cells.push_back({{vertex(a), vertex(b), vertex(c), vertex(d)}});
      }

      PlanMesh plan;

    private:
      std::map<std::pair<long long, long long>, unsigned int> index_;
    };

    Point<2>
    swapped(const Point<2> &p)
    {
      return Point<2>(p[1], p[0]);
    }
  } // namespace

  unsigned int
  TurnedPlan::n_central(const std::vector<double> &cuts)
  {
    unsigned int n = 1;
    while (n + 2 < cuts.size() && cuts[n + 1] <= 0.6 && cuts[n + 2] <= 1. + 1e-9)
      ++n;
    return n;
  }

  TurnedPlan::TurnedPlan(const Point<2> &plan, const std::vector<double> &cuts)
  {
    const bool beyond_diagonal = plan[1] > plan[0];
    largest                    = std::max(plan[0], plan[1]);
    const double t             = largest > 0. ? std::min(plan[0], plan[1]) / largest : 0.;
    const double central       = cuts[n_central(cuts)];

    const Tensor<1, 2> circle({std::cos(M_PI_4 * t), std::sin(M_PI_4 * t)});
    square             = Tensor<1, 2>({1., t});
    const double round = std::min(1., std::max(0., (largest - central) / (1. - central)));
    shape              = (1. - round) * shrinkage * square + round * circle;
    coordinate         = largest * shape.norm();
    direction          = largest > 1. ? circle : shape / shape.norm();
    if (largest > 1.)
      coordinate = largest;
    if (beyond_diagonal)
      for (auto *v : {&direction, &square, &shape})
        std::swap((*v)[0], (*v)[1]);
  }

  PlanMesh
  TurnedPlan::mesh(const std::vector<double> &cuts)
  {
    const unsigned int n = n_central(cuts);
    PlanBuilder        builder;
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int j = 0; j < n; ++j)
        builder.cell(Point<2>(cuts[i], cuts[j]), Point<2>(cuts[i + 1], cuts[j]), Point<2>(cuts[i], cuts[j + 1]),
                     Point<2>(cuts[i + 1], cuts[j + 1]));
    for (unsigned int i = n; i + 1 < cuts.size(); ++i)
      for (unsigned int j = 0; j < n; ++j)
      {
        const double   t0 = cuts[j] / cuts[n], t1 = cuts[j + 1] / cuts[n];
        const Point<2> a(cuts[i], cuts[i] * t0), b(cuts[i + 1], cuts[i + 1] * t0), c(cuts[i], cuts[i] * t1),
            d(cuts[i + 1], cuts[i + 1] * t1);
        builder.cell(a, b, c, d);
        // Its mirror image about the diagonal, turned so that the orientation stays positive.
        builder.cell(swapped(a), swapped(c), swapped(b), swapped(d));
      }
    return builder.plan;
  }

  PlanMesh
  mirrored(const PlanMesh &half, const unsigned int direction)
  {
    PlanBuilder builder;
    const bool  is_strip = std::all_of(half.vertices.begin(), half.vertices.end(), [](const Point<2> &p) { return p[1] == 0.; });
    const auto  mirror   = [direction](Point<2> p)
    {
      p[direction] *= -1.;
      return p;
    };
    for (const auto &cell : half.cells)
    {
      std::array<Point<2>, 4> v;
      for (unsigned int i = 0; i < 4; ++i)
        v[i] = half.vertices[cell[i]];
      if (is_strip)
      {
        builder.plan.cells.push_back({{builder.vertex(v[0]), builder.vertex(v[1]), 0, 0}});
        builder.plan.cells.push_back({{builder.vertex(mirror(v[1])), builder.vertex(mirror(v[0])), 0, 0}});
      }
      else
      {
        builder.cell(v[0], v[1], v[2], v[3]);
        // Both coordinates keep increasing from vertex to vertex, so that neighbours agree about directions.
        if (direction == 0)
          builder.cell(mirror(v[1]), mirror(v[0]), mirror(v[3]), mirror(v[2]));
        else
          builder.cell(mirror(v[2]), mirror(v[3]), mirror(v[0]), mirror(v[1]));
      }
    }
    return builder.plan;
  }
} // namespace zincfield
