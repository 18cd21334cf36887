#include "meshes/grading.h"
#include "meshes/profile_geometry.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  /** One protrusion on a flat electrode: half of it by symmetry in 2-D, a section r, z if axisymmetric, a quarter of it in 3-D. */
  class Protrusion : public ProfileGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      dimension_.declare(parameters);
      parameters.choice(
        "Shape", shape_, {"ellipse", "cone", "Gaussian"},
        "ellipse: half an ellipse in section (elliptic half-cylinder, hemispheroid); cone: straight flanks (a tooth in 2-D) "
        "with a rounded tip; Gaussian: h exp(-r^2/(2 s^2))");
      length(parameters, "Height", height_, Range::positive(), "Height of the (rounded) tip above the base plane");
      if (shape_ == "Gaussian" || parameters.describing())
        length(parameters, "Standard deviation", deviation_, Range::positive(), "Standard deviation s; shape Gaussian");
      if (shape_ != "Gaussian" || parameters.describing())
        length(parameters, "Half-width", half_width_, Range::positive(), "Half-width at the base; shapes ellipse and cone");
      if (shape_ == "cone" || parameters.describing())
        length(parameters, "Tip radius", tip_radius_, Range::non_negative(),
               "Radius of the tip; shape cone; 0 (a point) only in 2-D");
      length(parameters, "Cell half-width", cell_half_width_, Range::positive(), "Distance of the cell's sides from the axis");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the base plane");
      parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells from the axis to the foot");
      declare_first_cell(parameters, gap_);
      if (dimension_.text != "axisymmetric" || parameters.describing())
        parameters.boolean("Full cell", full_cell_,
                           "Mesh the whole protrusion instead of the half (2-D) or quarter (3-D) that symmetry needs");
      if (parameters.describing())
        return;
      check(parameters);
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
      return shape_ == "cone" && tip_radius_ == 0.;
    }
    bool
    has_edges() const override
    {
      return shape_ != "Gaussian"; // the foot
    }

  private:
    std::optional<UnsuitableLength>
    unsuitable_length() const override
    {
      if (shape_ != "Gaussian" && cell_half_width_ < 1.5 * half_width_)
        return UnsuitableLength{"Cell half-width", "at least 1.5 times the half-width"};
      return UnsuitableLength{"Height", "a lower or wider protrusion"};
    }

    void
    check(const Parameters &parameters) const
    {
      if (gap_ <= height_)
        parameters.reject("Gap", "the protrusion reaches the counter electrode", "more than the height");
      if (shape_ == "Gaussian")
        {
          if (cell_half_width_ < 3. * deviation_)
            parameters.reject("Cell half-width", "the cell cuts the Gaussian", "at least 3 standard deviations");
          return;
        }
      if (cell_half_width_ < 1.05 * half_width_)
        parameters.reject("Cell half-width", "the protrusion does not fit into the cell", "at least 1.05 times the half-width");
      if (shape_ == "cone")
        {
          if (tip_radius_ == 0. && dimension_.text == "3")
            parameters.reject("Tip radius", "a cone in 3-D needs a rounded tip", "more than 0");
          const double largest = (half_width_ * half_width_ + height_ * height_) / (2. * height_);
          if (tip_radius_ >= 0.98 * std::min(largest, height_))
            parameters.reject("Tip radius", "too large for straight flanks",
                              "less than " + std::to_string(0.98 * std::min(largest, height_)) + " um");
        }
    }

    void
    build()
    {
      const double foot     = shape_ == "Gaussian" ? std::min(3. * deviation_, 0.9 * cell_half_width_) : half_width_;
      auto         segments = shape_ == "ellipse" ? ellipse() : shape_ == "cone" ? cone() : gaussian(foot);
      const auto   end = segments.back().at(1.), before = segments.back().at(segments.back().cuts[segments.back().cuts.size() - 2]);
      const double last_cell = std::hypot(end.x - before.x, end.z - before.z), floor = cell_half_width_ - foot;
      std::vector<double> cuts = graded_points(0., 1., last_cell / floor, 1.6);
      if (shape_ == "Gaussian")
        {
          segments.push_back(gaussian_between(foot, cell_half_width_, cuts));
          outer_height_ = [=](const double r) { return height_ * std::exp(-r * r / (2. * deviation_ * deviation_)); };
        }
      else
        segments.push_back(ProfileSegment::line(foot, 0., cell_half_width_, 0., cuts));
      profile_ = Profile(segments, gap_, true, 4. * std::min(foot, height_));
    }

    std::vector<ProfileSegment>
    ellipse() const
    {
      const double a = height_, b = half_width_;
      // Between even steps of the ellipse's parameter and of the normal's direction: finer where the curvature is high.
      std::vector<double> cuts;
      for (const double f : uniform_points(0., 1., cells_))
        cuts.push_back(f == 1. ? 1. : 0.5 * (f + std::atan(b / a * std::tan(M_PI_2 * f)) / M_PI_2));
      return {{[=](const double f) {
        const double angle = M_PI_2 * f;
        return ProfileSegment::Point{b * std::sin(angle), a * std::cos(angle), M_PI_2 * b * std::cos(angle),
                                     -M_PI_2 * a * std::sin(angle)};
               },
               cuts}};
    }

    /** An arc about the axis and a flank tangent to it. */
    std::vector<ProfileSegment>
    cone() const
    {
      const double w = half_width_, c = height_ - tip_radius_;
      const double inclination = std::asin(tip_radius_ / std::hypot(w, c)) + std::atan2(c, w);
      const double x = tip_radius_ * std::sin(inclination), z = c + tip_radius_ * std::cos(inclination),
                   flank                  = std::hypot(w - x, z);
      const double                largest = 1. / cells_;
      std::vector<ProfileSegment> segments;
      if (tip_radius_ > 0.)
        segments.push_back(ProfileSegment::arc(0., c, tip_radius_, 0., inclination, uniform_points(0., 1., 2)));
      const double first = tip_radius_ > 0. ? 0.5 * tip_radius_ * inclination / flank : largest;
      segments.push_back(ProfileSegment::line(x, z, w, 0., graded_points(0., 1., first, 1.6, largest)));
      return segments;
    }

    std::vector<ProfileSegment>
    gaussian(const double foot) const
    {
      return {gaussian_between(0., foot, uniform_points(0., 1., cells_))};
    }

    ProfileSegment
    gaussian_between(const double from, const double to, std::vector<double> cuts) const
    {
      const double h = height_, s = deviation_;
      return {[=](const double f) {
        const double r = from + f * (to - from), z = h * std::exp(-r * r / (2. * s * s));
        return ProfileSegment::Point{r, z, to - from, -z * r / (s * s) * (to - from)};
              },
              std::move(cuts)};
    }

    std::string  shape_  = "ellipse";
    double       height_ = required_value, half_width_ = required_value, deviation_ = required_value, tip_radius_ = 0.;
    double       cell_half_width_ = required_value;
    unsigned int cells_           = 4;
  };

  static const Register<Geometry, Protrusion> protrusion("protrusion", "One protrusion on a flat electrode");
} // namespace zincfield
