#include "meshes/graph_geometry.h"

#include "meshes/box_plan.h"
#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr double steepest_slope = 4.;
  }

  void
  GraphGeometry::declare_cell(Parameters &parameters, const std::string &feature)
  {
    dimension_.declare(parameters, {"2", "3"});
    length(parameters, "Width", width_, Range::positive(),
           "Width of the cell, between symmetry planes; in 3-D along x and along y");
    length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the mean plane of the surface");
    parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells to " + feature);
    declare_first_cell(parameters, gap_);
  }

  void
  GraphGeometry::take(const Parameters &parameters, const std::string &key, CosineSurface surface, const double feature_width)
  {
    surface_       = std::move(surface);
    extremes_      = surface_.extremes();
    feature_width_ = std::min(feature_width, width_);
    if (extremes_.highest >= gap_)
      parameters.reject(
        "Gap", "the surface reaches the counter electrode: its summit is " + std::to_string(extremes_.highest) + " um high",
        "more than that");
    if (extremes_.steepest > steepest_slope)
      parameters.reject(key, "the surface is too steep to be meshed: its slope is " + std::to_string(extremes_.steepest),
                        "what makes it less than 4: a lower, wider or smoother surface");
  }

  PlanMesh
  GraphGeometry::plan_mesh() const
  {
    const auto u    = uniform_points(0., width_, std::max(2., std::ceil(width_ / cell_width())));
    PlanMesh   plan = dimension() == 3 ? box_plan(u, u) : box_plan(u);
    if (periodic_)
      plan.periodic_directions = dimension() == 3 ? std::vector<unsigned int>{0, 1} : std::vector<unsigned int>{0};
    return plan;
  }

  double
  GraphGeometry::handle() const
  {
    return std::min({0.4 / (extremes_.sharpest_valley + 1e-300), 0.4 * (gap_ - extremes_.highest), feature_width_});
  }

  MetalPoint
  GraphGeometry::surface(const Point<2> &plan) const
  {
    GraphCell cell;
    cell.gap           = gap_;
    cell.handle        = handle();
    MetalPoint   point = graph_surface(cell, plan, surface_.height(plan), surface_.slope(plan));
    Tensor<1, 2> away  = plan - extremes_.summit;
    for (unsigned int d = 0; d < 2 && periodic_; ++d)
      away[d] = std::min(std::abs(away[d]), width_ - std::abs(away[d]));
    point.distance_from_tip = away.norm();
    return point;
  }

  std::vector<double>
  GraphGeometry::electrolyte_levels() const
  {
    return graded_levels(gap_, handle(), cell_width(), 1.5, dimension() == 3 ? tallest_cell(gap_, cell_width()) : gap_);
  }
} // namespace zincfield
