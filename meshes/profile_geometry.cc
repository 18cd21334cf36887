#include "meshes/profile_geometry.h"

#include "meshes/box_plan.h"
#include "meshes/plan_builder.h"
#include "meshes/turned_plan.h"
#include "meshes/worst_cell.h"

#include <cmath>

namespace zincfield
{
  using namespace dealii;

  double
  ProfileGeometry::footprint() const
  {
    const double w = profile_.half_width();
    if (axisymmetric())
      return M_PI * w * w;
    return (dimension() == 3 ? w * w : w) * (full_cell_ ? (dimension() == 3 ? 4. : 2.) : 1.);
  }

  void
  ProfileGeometry::choose_lines()
  {
    double worst = worst_cell(*this).scaled_jacobian;
    if (worst >= 0.15)
      return;
    const Profile shortest = profile_;
    Profile       best     = shortest;
    for (const double factor : {1.5, 2., 3., 4.})
      {
        if (factor > 3. && worst >= 0.1) // where lines come close to each other: only where nothing else does
          break;
        profile_ = shortest;
        profile_.lengthen_lines(factor);
        const double here = worst_cell(*this).scaled_jacobian;
        if (here > worst)
          {
            worst = here;
            best  = profile_;
          }
      }
    profile_ = best;
  }

  PlanMesh
  ProfileGeometry::plan_mesh() const
  {
    const PlanMesh quarter = dimension() == 3 ? TurnedPlan::mesh(profile_.cuts()) : box_plan(profile_.cuts());
    if (!full_cell_)
      return quarter;
    const PlanMesh half = mirrored(quarter, 0);
    return dimension() == 3 ? mirrored(half, 1) : half;
  }

  MetalPoint
  ProfileGeometry::surface(const Point<2> &plan) const
  {
    // A full cell is the mirror image of the part with positive coordinates.
    MetalPoint surface = turned(Point<2>(std::abs(plan[0]), std::abs(plan[1])));
    for (unsigned int d = 0; d < 2; ++d)
      if (plan[d] < 0.)
        {
          surface.position[d] *= -1.;
          surface.offset[d] *= -1.;
          surface.top[d] *= -1.;
        }
    return surface;
  }

  MetalPoint
  ProfileGeometry::turned(const Point<2> &plan) const
  {
    MetalPoint surface;
    if (dimension() == 2)
      {
        const auto p     = profile_.at(plan[0]);
        surface.position = Point<3>(p.x, 0., p.z);
        surface.offset   = Tensor<1, 3>({p.offset_x, 0., p.offset_z});
        surface.handle   = p.handle;
        surface.top      = Point<3>(profile_.top(plan[0]), 0., gap_);
      }
    else
      {
        const TurnedPlan turn(plan, profile_.cuts());
        const auto       p    = profile_.at(turn.coordinate);
        const double     side = profile_.half_width();
        const double     q    = profile_.top(turn.largest);
        Tensor<1, 2>     base = p.x * turn.direction, top = q * turn.shape;
        double           height = p.z;
        const double     last   = std::floor(profile_.cuts().back() - 1e-9);
        if (turn.coordinate > last)
          {
            // The floor leads from the circle at the foot to the square sides of the cell.
            const double foot  = profile_.at(last).x;
            const double share = (p.x - foot) / (side - foot);
            base               = foot * (1. - share) * turn.direction + share * side * turn.square;
            // On the counter electrode likewise, so that far from the feature lines go straight up.
            const double top_foot  = profile_.top(last);
            const double top_share = (q - top_foot) / (side - top_foot);
            top                    = top_foot * (1. - top_share) * turn.direction + top_share * side * turn.square;
            if (outer_height_)
              height = outer_height_(base.norm());
          }
        surface.position = Point<3>(base[0], base[1], height);
        surface.offset   = Tensor<1, 3>({p.offset_x * turn.direction[0], p.offset_x * turn.direction[1], p.offset_z});
        surface.handle   = p.handle;
        surface.top      = Point<3>(top[0], top[1], gap_);
      }
    surface.distance_from_tip = std::abs(std::hypot(surface.position[0], surface.position[1]) - tip_position_);
    return surface;
  }

  std::vector<double>
  ProfileGeometry::electrolyte_levels() const
  {
    return profile_.levels(1.6, dimension() == 3);
  }
} // namespace zincfield
