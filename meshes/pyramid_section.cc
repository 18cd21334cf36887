#include "meshes/box_plan.h"
#include "meshes/grading.h"
#include "meshes/profile_geometry.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  /** The 2-D section of a row of pyramids, from an apex to the middle of the valley: planar facets, rounded tip, flat valley. */
  class PyramidSection : public ProfileGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      length(parameters, "Width", width_, Range::positive(), "Width of a pyramid at its base");
      length(parameters, "Height", height_, Range::positive(), "Height of the (rounded) tip above the base plane");
      length(parameters, "Pitch", pitch_, Range::positive(), "Distance from tip to tip; at least the width");
      length(parameters, "Tip radius", tip_radius_, Range::non_negative(), "Radius of the tip; 0: a sharp edge");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the base plane");
      parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells along a facet");
      declare_first_cell(parameters, gap_);
      if (parameters.describing())
        return;
      if (pitch_ < width_)
        parameters.reject("Pitch", "the pyramids overlap", "at least the width");
      if (gap_ <= height_)
        parameters.reject("Gap", "the pyramids reach the counter electrode", "more than the height");
      const double w = 0.5 * width_, largest = std::min(height_, (w * w + height_ * height_) / (2. * height_));
      if (tip_radius_ >= 0.98 * largest)
        parameters.reject("Tip radius", "too large for planar facets", "less than " + std::to_string(0.98 * largest) + " um");
      build();
      choose_lines();
      reject_oblique_cells(parameters);
    }

    double
    feature_size() const override
    {
      return height_;
    }
    bool
    has_sharp_edges() const override
    {
      return tip_radius_ == 0.;
    }
    bool
    has_edges() const override
    {
      return true; // the foot
    }

    PlanMesh
    plan_mesh_under_film(const double finest) const override
    {
      return box_plan(graded_beside(profile_.cuts(), foot_, finest / facet_, valley_ > 0. ? finest / valley_ : 1.));
    }

  private:
    std::optional<UnsuitableLength>
    unsuitable_length() const override
    {
      return UnsuitableLength{"Height", "lower or wider pyramids"};
    }

    void
    build()
    {
      const double w = 0.5 * width_, c = height_ - tip_radius_;
      const double inclination = std::asin(tip_radius_ / std::hypot(w, c)) + std::atan2(c, w);
      const double x = tip_radius_ * std::sin(inclination), z = c + tip_radius_ * std::cos(inclination),
                   facet = std::hypot(w - x, z);
      std::vector<ProfileSegment> segments;
      if (tip_radius_ > 0.)
        segments.push_back(ProfileSegment::arc(0., c, tip_radius_, 0., inclination, uniform_points(0., 1., 2)));
      const double first = tip_radius_ > 0. ? 0.5 * tip_radius_ * inclination / facet : 1.;
      segments.push_back(ProfileSegment::line(x, z, w, 0., graded_points(0., 1., first, 1.6, 1. / cells_)));
      const double valley = 0.5 * pitch_ - w;
      if (valley > 1e-9 * pitch_)
        segments.push_back(ProfileSegment::line(w, 0., 0.5 * pitch_, 0.,
                                                uniform_points(0., 1., std::max(1L, std::lround(valley / (facet / cells_))))));
      foot_    = tip_radius_ > 0. ? 2. : 1.;
      facet_   = facet;
      valley_  = segments.size() > foot_ ? valley : 0.;
      profile_ = Profile(segments, gap_, false, facet);
    }

    double       width_ = required_value, height_ = required_value, pitch_ = required_value, tip_radius_ = 0.;
    double       foot_ = 1., facet_ = 1., valley_ = 0.; // the profile's coordinate, and lengths on both sides of it
    unsigned int cells_ = 4;
  };

  static const Register<Geometry, PyramidSection> pyramid_section("pyramid section", "2-D section of an array of pyramids");
} // namespace zincfield
