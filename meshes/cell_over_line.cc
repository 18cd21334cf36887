#include "meshes/cell_over_line.h"

#include "meshes/contour_cell.h"
#include "meshes/swept_curve.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr unsigned int cells_per_right_angle = 4;

    /** Samples of the curve between which the room above it is looked for. */
    constexpr std::size_t n_room = 2000;

    /** Longest cell on the metal of a pit over the radius of the circle that fits in there. */
    constexpr double cell_over_room = 0.7;

    /**
     * Radii of the largest circles that touch a curve from the side of the solution (on its left) and hold no other point of it or
     * of its mirror image at x = 0 and, in a plane cell, at its side: half of the width of a pit between its walls.
     */
    std::vector<double>
    room_above(const TracedCurve &curve, const bool axisymmetric)
    {
      std::vector<Point<2>> places;
      for (std::size_t i = 0; i <= n_room; ++i)
        places.push_back(curve.at(curve.length() * i / n_room));
      std::vector<Point<2>> all  = places;
      const double          side = places.back()[0];
      for (const Point<2> &place : places)
        {
          all.emplace_back(-place[0], place[1]);
          if (!axisymmetric)
            all.emplace_back(2. * side - place[0], place[1]);
        }
      std::vector<double> radii;
      for (std::size_t i = 0; i <= n_room; ++i)
        {
          const Tensor<1, 2> t      = curve.tangent(curve.length() * i / n_room), normal({-t[1], t[0]});
          double             radius = std::numeric_limits<double>::infinity();
          for (const Point<2> &other : all)
            if (const Tensor<1, 2> to = other - places[i]; to * normal > 0.5 * to.norm()) // neighbours bend the line itself
              radius = std::min(radius, to.norm_square() / (2. * (to * normal)));
          radii.push_back(radius);
        }
      return radii;
    }

    std::shared_ptr<Geometry>
    cell_about(const TracedCurve &curve, const double top, const bool axisymmetric)
    {
      ContourCell::Shape shape;
      shape.gap             = top;
      shape.axisymmetric    = axisymmetric;
      shape.per_right_angle = cells_per_right_angle;
      shape.largest         = [room = room_above(curve, axisymmetric), length = curve.length()](const double s) {
        return cell_over_room * room[std::min<std::size_t>(std::lround(s / length * n_room), n_room)];
      };
      auto cell = std::make_shared<ContourCell>();
      try
        {
          cell->make(curve, shape);
        }
      catch (const std::runtime_error &)
        {
          return nullptr;
        }
      return cell;
    }
  } // namespace

  std::shared_ptr<Geometry>
  cell_over_line(const std::vector<Point<2>> &points, const double top, const bool axisymmetric)
  {
    const TracedCurve   curve(points, false, 0.);
    const CurveExtremes extremes = extremes_of(curve);
    if (extremes.highest >= top)
      return nullptr;
    if (extremes.least_advance < least_advance_of_swept_curves)
      return cell_about(curve, top, axisymmetric);
    auto cell = std::make_shared<SweptCurve>();
    cell->take(curve, axisymmetric, top, cells_per_right_angle);
    return cell;
  }
} // namespace zincfield
