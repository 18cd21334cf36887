#pragma once

#include "meshes/extruded_geometry.h"
#include "meshes/traced_curve.h"

#include <functional>

namespace zincfield
{
  /** Where the coarse mesh cuts a curve: cells turn by a right angle over `per_right_angle`, none is longer than `largest`
   * of its place [um], and their lengths change gradually. */
  std::vector<double>
  cuts_of(const TracedCurve &curve, unsigned int per_right_angle, const std::function<double(double)> &largest);

  /** Smallest x-component of the unit tangent of a curve that is swept (84 degrees from the horizontal): below it lines from the
   * metal upward would close up. */
  constexpr double least_advance_of_swept_curves = 0.1;

  /** A cell over a curve without overhangs from one side to the other: a planar section, or a section r, z. Lines leave along the
   * normal, so that films are equally thick everywhere. */
  class SweptCurve : public ExtrudedGeometry
  {
  public:
    void
    declare(Parameters &) override
    {}

    /** The keys of the first cell. */
    void
    declare_levels(Parameters &parameters, const double gap)
    {
      declare_first_cell(parameters, gap);
    }

    /** Height 0 is the base plane of `curve`. */
    void
    take(TracedCurve curve, bool axisymmetric, double gap, unsigned int per_right_angle);

    /** The points with none higher beside them in the upper half of the curve's heights, by their x. */
    const std::vector<double> &
    crests() const
    {
      return crests_;
    }

    unsigned int
    dimension() const override
    {
      return 2;
    }
    bool
    axisymmetric() const override
    {
      return axisymmetric_;
    }
    double
    feature_size() const override
    {
      return feature_;
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    double
    footprint() const override
    {
      return axisymmetric_ ? M_PI * width_ * width_ : width_;
    }
    std::vector<std::string>
    symmetry_planes() const override
    {
      return axisymmetric_ ? std::vector<std::string>() : std::vector<std::string>{"x=0"};
    }
    PlanMesh
    plan_mesh() const override;
    MetalPoint
    surface(const dealii::Point<2> &plan) const override;

  protected:
    std::vector<double>
    electrolyte_levels() const override;

  private:
    TracedCurve         curve_;
    bool                axisymmetric_ = false;
    double              gap_ = 1., width_ = 1., feature_ = 1., handle_ = 1., spread_ = 0.;
    std::vector<double> cuts_, crests_;
  };

  /** Heights of a curve over a sample of points. */
  struct CurveExtremes
  {
    double lowest = 1e300, highest = -1e300;
    double sharpest_valley = 0.; // curvature [1/um]
    double least_advance   = 1.; // smallest x-component of the unit tangent: below 0 where the curve hangs over
  };
  CurveExtremes
  extremes_of(const TracedCurve &curve);
} // namespace zincfield
