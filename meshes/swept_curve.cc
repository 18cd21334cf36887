#include "meshes/swept_curve.h"

#include "meshes/box_plan.h"
#include "meshes/grading.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** How much longer a cell may be than one that is a length of cell away, over that length: neighbours grow by about 1.5. */
    constexpr double growth_rate = 0.4;

    std::size_t
    n_samples(const TracedCurve &curve)
    {
      return std::min<std::size_t>(200000, std::max<std::size_t>(2000, 16ul * curve.n_pieces()));
    }
  } // namespace

  CurveExtremes
  extremes_of(const TracedCurve &curve)
  {
    CurveExtremes     found;
    const std::size_t n = n_samples(curve);
    for (std::size_t i = 0; i <= n; ++i)
      {
        const double s        = curve.length() * i / n;
        const double z        = curve.at(s)[1];
        found.lowest          = std::min(found.lowest, z);
        found.highest         = std::max(found.highest, z);
        found.sharpest_valley = std::max(found.sharpest_valley, curve.curvature(s));
        found.least_advance   = std::min(found.least_advance, curve.tangent(s)[0]);
      }
    return found;
  }

  std::vector<double>
  cuts_of(const TracedCurve &curve, const unsigned int per_right_angle, const std::function<double(double)> &largest)
  {
    const std::size_t   n    = n_samples(curve);
    const double        step = curve.length() / n;
    std::vector<double> size(n + 1);
    for (std::size_t i = 0; i <= n; ++i)
      size[i] = std::min(largest(i * step), M_PI_2 / per_right_angle / (std::abs(curve.curvature(i * step)) + 1e-300));
    for (unsigned int round = 0; round < (curve.is_closed() ? 2 : 1); ++round)
      {
        for (std::size_t i = 1; i <= n; ++i)
          size[i] = std::min(size[i], size[i - 1] + growth_rate * step);
        for (std::size_t i = n; i-- > 0;)
          size[i] = std::min(size[i], size[i + 1] + growth_rate * step);
        if (curve.is_closed())
          size[0] = size[n] = std::min(size[0], size[n]);
      }
    std::vector<double> cells = {0.}; // from the start of the curve
    for (std::size_t i = 0; i < n; ++i)
      cells.push_back(cells.back() + step * 0.5 * (1. / size[i] + 1. / size[i + 1]));
    const double n_cells = std::max(curve.is_closed() ? 6. : 2., std::ceil(cells.back()));
    require_few_cells(n_cells);
    std::vector<double> cuts = {0.};
    for (std::size_t i = 0; i < n; ++i)
      while (cuts.size() < n_cells && cells[i + 1] >= cells.back() * cuts.size() / n_cells)
        cuts.push_back(step * (i + (cells.back() * cuts.size() / n_cells - cells[i]) / (cells[i + 1] - cells[i])));
    cuts.push_back(curve.length());
    return cuts;
  }

  void
  SweptCurve::take(TracedCurve curve, const bool axisymmetric, const double gap, const unsigned int per_right_angle)
  {
    curve_              = std::move(curve);
    axisymmetric_       = axisymmetric;
    gap_                = gap;
    width_              = curve_.at(curve_.length())[0];
    const auto extremes = extremes_of(curve_);
    feature_            = extremes.highest - extremes.lowest > 1e-9 * width_ ? extremes.highest - extremes.lowest : width_;
    handle_             = std::min({0.4 / (extremes.sharpest_valley + 1e-300), 0.4 * (gap_ - extremes.highest), width_});
    // where the counter electrode is near, cells are no longer than half of the way to it
    cuts_ =
      cuts_of(curve_, per_right_angle, [this](const double s) { return std::min(0.25 * width_, 0.5 * (gap_ - curve_.at(s)[1])); });
    const std::size_t n    = n_samples(curve_);
    double            away = 0.;
    for (std::size_t i = 0; i <= n; ++i)
      {
        const double s = curve_.length() * i / n, z = curve_.at(s)[1];
        away                = std::max(away, std::abs(width_ * s / curve_.length() - curve_.at(s)[0]));
        const double before = curve_.at(s - curve_.length() / n)[1], after = curve_.at(s + curve_.length() / n)[1];
        if (z >= before && z >= after && (z > before || z > after) && z > 0.5 * (extremes.lowest + extremes.highest))
          crests_.push_back(curve_.at(s)[0]);
      }
    if (crests_.empty())
      crests_.push_back(0.);
    // On the counter electrode lines are spread as they are along the curve, as far as they do not become oblique.
    spread_ = away > 0. ? std::min(1., 0.5 * (gap_ - extremes.highest) / away) : 0.;
  }

  PlanMesh
  SweptCurve::plan_mesh() const
  {
    return box_plan(cuts_);
  }

  MetalPoint
  SweptCurve::surface(const Point<2> &plan) const
  {
    const double s = plan[0];
    const auto   p = curve_.at(s), t = Point<2>(curve_.tangent(s));
    MetalPoint   point;
    point.position          = Point<3>(p[0], 0., p[1]);
    point.offset            = Tensor<1, 3>({-t[1], 0., t[0]});
    point.handle            = handle_;
    point.top               = Point<3>(p[0] + spread_ * (width_ * s / curve_.length() - p[0]), 0., gap_);
    point.distance_from_tip = 1e300;
    for (const double crest : crests_)
      point.distance_from_tip = std::min(point.distance_from_tip, std::abs(p[0] - crest));
    return point;
  }

  std::vector<double>
  SweptCurve::electrolyte_levels() const
  {
    double smallest = 1e300;
    for (std::size_t i = 0; i + 1 < cuts_.size(); ++i)
      smallest = std::min(smallest, cuts_[i + 1] - cuts_[i]);
    return graded_levels(gap_, handle_, smallest, 1.6);
  }
} // namespace zincfield
