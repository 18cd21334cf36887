#include "meshes/turned_plan.h"

#include "meshes/plan_builder.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The central square's half-width relative to the circle that it replaces. */
    constexpr double shrinkage = 0.85;

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
} // namespace zincfield
