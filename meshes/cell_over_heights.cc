#include "meshes/cell_over_heights.h"

#include "meshes/box_plan.h"
#include "meshes/extruded_geometry.h"
#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Slope beyond which cells would close up: a little more than graphs may have to begin with. */
    constexpr double steepest_grown_slope = 5.;

    /** Points to an interval of the splines at which extremes are looked for. */
    constexpr unsigned int looks = 4;

    class CellOverHeights : public ExtrudedGeometry
    {
    public:
      CellOverHeights(const SplineSurface &heights, const double top, const std::vector<std::string> &mirrors)
        : heights_(heights)
        , top_(top)
        , mirrors_(mirrors)
      {
        const PlanGrid grid = heights.grid().divided(looks);
        for (unsigned int j = 0; j <= grid.n[1]; ++j)
          for (unsigned int i = 0; i <= grid.n[0]; ++i)
            look_at(grid.point(i, j));
        find_summits(grid);
      }

      bool
      can_be_extruded() const
      {
        return highest_ < top_ && steepest_ < steepest_grown_slope;
      }

      void
      declare(Parameters &) override
      {}
      unsigned int
      dimension() const override
      {
        return 3;
      }
      bool
      axisymmetric() const override
      {
        return false;
      }
      double
      feature_size() const override
      {
        return highest_ - lowest_ > 0. ? highest_ - lowest_ : cell_width();
      }
      bool
      has_sharp_edges() const override
      {
        return false;
      }
      double
      footprint() const override
      {
        return heights_.grid().sides[0] * heights_.grid().sides[1];
      }
      std::vector<std::string>
      symmetry_planes() const override
      {
        return mirrors_;
      }

      PlanMesh
      plan_mesh() const override
      {
        const auto cuts = [&](const unsigned int d) {
          const PlanGrid &grid = heights_.grid();
          return uniform_points(grid.corner[d], grid.corner[d] + grid.sides[d], grid.n[d] / splines_per_cell);
        };
        return box_plan(cuts(0), cuts(1));
      }

      MetalPoint
      surface(const Point<2> &plan) const override
      {
        GraphCell cell;
        cell.gap                = top_;
        cell.handle             = handle();
        MetalPoint point        = graph_surface(cell, plan, heights_.value(plan), slope(plan));
        point.distance_from_tip = std::numeric_limits<double>::infinity();
        for (const Point<2> &summit : summits_)
          point.distance_from_tip = std::min(point.distance_from_tip, plan.distance(summit));
        return point;
      }

    protected:
      std::vector<double>
      electrolyte_levels() const override
      {
        const double gap = top_ - lowest_;
        return graded_levels(gap, handle(), cell_width(), 1.5, tallest_cell(gap, cell_width()));
      }

    private:
      void
      look_at(const Point<2> &plan)
      {
        const double height = heights_.value(plan), xx = heights_.value(plan, 2, 0), yy = heights_.value(plan, 0, 2),
                     xy = heights_.value(plan, 1, 1);
        highest_        = std::max(highest_, height);
        lowest_         = std::min(lowest_, height);
        steepest_       = std::max(steepest_, slope(plan).norm());
        // the larger principal second derivative, which on a slope is above the curvature
        sharpest_valley_ = std::max(sharpest_valley_, 0.5 * (xx + yy) + std::hypot(0.5 * (xx - yy), xy));
      }

      /** The points in the upper half of the heights beside which none is higher. */
      void
      find_summits(const PlanGrid &grid)
      {
        std::vector<double> heights(grid.n_points());
        for (unsigned int j = 0; j <= grid.n[1]; ++j)
          for (unsigned int i = 0; i <= grid.n[0]; ++i)
            heights[grid.index(i, j)] = heights_.value(grid.point(i, j));
        const double middle = 0.5 * (highest_ + lowest_);
        for (int j = 0; j <= static_cast<int>(grid.n[1]); ++j)
          for (int i = 0; i <= static_cast<int>(grid.n[0]); ++i)
            {
              const double here      = heights[grid.index(i, j)];
              bool         is_summit = here > middle;
              for (int b = j - 1; b <= j + 1 && is_summit; ++b)
                for (int a = i - 1; a <= i + 1 && is_summit; ++a)
                  is_summit = heights[grid.index(a, b)] <= here;
              if (is_summit)
                summits_.push_back(grid.point(i, j));
            }
        if (summits_.empty())
          summits_.push_back(grid.corner); // of a plane, any point
      }

      Tensor<1, 2>
      slope(const Point<2> &plan) const
      {
        return Tensor<1, 2>({heights_.value(plan, 1, 0), heights_.value(plan, 0, 1)});
      }

      /** Within 0.4 of the sharpest valley's radius of curvature, so that lines do not meet. */
      double
      handle() const
      {
        return std::min({0.4 / (sharpest_valley_ + 1e-300), 0.4 * (top_ - highest_), 4. * cell_width()});
      }

      double
      cell_width() const
      {
        const PlanGrid &grid = heights_.grid();
        return splines_per_cell * std::max(grid.sides[0] / grid.n[0], grid.sides[1] / grid.n[1]);
      }

      const SplineSurface            heights_;
      const double                   top_;
      const std::vector<std::string> mirrors_;
      double                         highest_ = -1e300, lowest_ = 1e300, steepest_ = 0., sharpest_valley_ = 0.;
      std::vector<Point<2>>          summits_;
    };
  } // namespace

  std::shared_ptr<Geometry>
  cell_over_heights(const SplineSurface &heights, const double top, const std::vector<std::string> &mirrors)
  {
    auto cell = std::make_shared<CellOverHeights>(heights, top, mirrors);
    return cell->can_be_extruded() ? cell : nullptr;
  }
} // namespace zincfield
