#include "meshes/cell_over_line.h"

#include "meshes/swept_curve.h"

namespace zincfield
{
  std::shared_ptr<Geometry>
  cell_over_line(const std::vector<dealii::Point<2>> &points, const double top, const bool axisymmetric)
  {
    constexpr unsigned int cells_per_right_angle = 4;
    const TracedCurve      curve(points, false, 0.);
    const CurveExtremes    extremes = extremes_of(curve);
    if (extremes.least_advance < least_advance_of_swept_curves || extremes.highest >= top)
      return nullptr;
    auto cell = std::make_shared<SweptCurve>();
    cell->take(curve, axisymmetric, top, cells_per_right_angle);
    return cell;
  }
} // namespace zincfield
