#include "meshes/grading.h"
#include "meshes/profile_geometry.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  /** One pit in a flat electrode: half of it (a groove) in 2-D, a section r, z if axisymmetric, a quarter of it in 3-D. */
  class Pit : public ProfileGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      dimension_.declare(parameters);
      parameters.choice(
        "Shape", shape_, {"spherical cap", "ellipsoid"},
        "spherical cap: a circle in section, at most a hemisphere; ellipsoid: half an ellipse in section, upright at the rim");
      length(parameters, "Radius", radius_, Range::positive(), "Radius of the mouth");
      length(parameters, "Depth", depth_, Range::positive(), "Depth of the bottom below the base plane");
      length(parameters, "Cell half-width", cell_half_width_, Range::positive(), "Distance of the cell's sides from the axis");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the base plane");
      parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells from the axis to the rim");
      declare_first_cell(parameters, gap_);
      if (dimension_.text != "axisymmetric" || parameters.describing())
        parameters.boolean("Full cell", full_cell_,
                           "Mesh the whole pit instead of the half (2-D) or quarter (3-D) that symmetry needs");
      if (parameters.describing())
        return;
      if (shape_ == "spherical cap" && depth_ > radius_ * (1. + 1e-9))
        parameters.reject("Depth", "a spherical cap deeper than a hemisphere is undercut",
                          "at most the radius, or the shape ellipsoid");
      if (shape_ == "ellipsoid" && depth_ < radius_ * (1. - 1e-9))
        parameters.reject("Depth", "lines would meet above an upright rim of so small a radius",
                          "at least the radius, or the shape spherical cap");
      if (depth_ > 3. * radius_)
        parameters.reject("Depth", "too deep to be meshed by lines from wall to counter electrode",
                          "at most three times the radius");
      if (cell_half_width_ < 1.05 * radius_)
        parameters.reject("Cell half-width", "the pit does not fit into the cell", "at least 1.05 times the radius");
      build();
      choose_lines();
      reject_oblique_cells(parameters);
    }

    double
    feature_size() const override
    {
      return depth_;
    }
    bool
    has_sharp_edges() const override
    {
      return true; // the rim
    }

  private:
    std::optional<UnsuitableLength>
    unsuitable_length() const override
    {
      if (cell_half_width_ < 1.5 * radius_)
        return UnsuitableLength{"Cell half-width", "at least 1.5 times the radius"};
      return UnsuitableLength{"Depth", "a shallower or wider pit"};
    }

    void
    build()
    {
      const double                a = depth_, b = radius_;
      std::vector<ProfileSegment> segments;
      if (shape_ == "spherical cap")
        {
          const double r = (a * a + b * b) / (2. * a);
          segments.push_back(ProfileSegment::arc(0., r - a, r, M_PI, M_PI - std::atan2(b, r - a), uniform_points(0., 1., cells_)));
        }
      else
        segments.push_back({[=](const double f) {
          const double angle = M_PI_2 * f;
          return ProfileSegment::Point{b * std::sin(angle), -a * std::cos(angle), M_PI_2 * b * std::cos(angle),
                                       M_PI_2 * a * std::sin(angle)};
                            },
                            uniform_points(0., 1., cells_)});
      const double floor = cell_half_width_ - b, cell = std::hypot(a, b) / cells_;
      segments.push_back(ProfileSegment::line(b, 0., cell_half_width_, 0., graded_points(0., 1., cell / floor, 1.6)));
      profile_      = Profile(segments, gap_, true, 4. * std::min(a, b));
      tip_position_ = b;
    }

    std::string  shape_  = "spherical cap";
    double       radius_ = required_value, depth_ = required_value, cell_half_width_ = required_value;
    unsigned int cells_ = 4;
  };

  static const Register<Geometry, Pit> pit("pit", "One pit in a flat electrode");
} // namespace zincfield
