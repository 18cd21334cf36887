#include "meshes/box_plan.h"
#include "meshes/dimension.h"
#include "meshes/grading.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  /**
   * A wavy electrode, half a wavelength by symmetry: z = A cos(2 pi x/lambda) in 2-D, and the egg-box
   * z = A cos(2 pi x/lambda) cos(2 pi y/lambda) in 3-D. The base plane is the mean plane.
   */
  class Sinusoidal : public ExtrudedGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      dimension_.declare(parameters, {"2", "3"});
      length(parameters, "Amplitude", amplitude_, Range::non_negative(), "Height of a crest above the mean plane");
      length(parameters, "Wavelength", wavelength_, Range::positive(), "Distance from crest to crest (in 3-D along x and along y)");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the mean plane");
      parameters.choice("Counter shape", counter_, {"flat", "parallel"}, "flat, or the same shape raised by the gap");
      parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells from crest to valley");
      declare_first_cell(parameters, gap_);
      if (parameters.describing())
        return;
      if (counter_ == "flat" && gap_ <= amplitude_)
        parameters.reject("Gap", "the crest reaches the counter electrode", "more than the amplitude");
      if (amplitude_ > wavelength_)
        parameters.reject("Amplitude", "too steep to be meshed", "at most the wavelength");
    }

    unsigned int
    dimension() const override
    {
      return dimension_.dim();
    }
    bool
    axisymmetric() const override
    {
      return false;
    }
    double
    feature_size() const override
    {
      return amplitude_ > 0. ? std::min(2. * amplitude_, 0.5 * wavelength_) : 0.5 * wavelength_;
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    double
    footprint() const override
    {
      return dimension() == 3 ? 0.25 * wavelength_ * wavelength_ : 0.5 * wavelength_;
    }

    std::vector<std::string>
    symmetry_planes() const override
    {
      return dimension() == 3 ? std::vector<std::string>{"x=0", "y=0"} : std::vector<std::string>{"x=0"};
    }

    PlanMesh
    plan_mesh() const override
    {
      const auto u = uniform_points(0., 0.5 * wavelength_, cells_);
      return dimension() == 3 ? box_plan(u, u) : box_plan(u);
    }

    MetalPoint
    surface(const Point<2> &plan) const override
    {
      const double k = 2. * M_PI / wavelength_, cx = std::cos(k * plan[0]), sx = std::sin(k * plan[0]), cy = std::cos(k * plan[1]),
                   sy = std::sin(k * plan[1]);
      GraphCell cell;
      cell.gap      = gap_;
      cell.handle   = handle();
      cell.parallel = counter_ == "parallel";
      auto surface  = graph_surface(cell, plan, amplitude_ * cx * cy, amplitude_ * k * Tensor<1, 2>({-sx * cy, -cx * sy}));
      // In the egg-box both corners x = y = 0 and x = y = lambda/2 are crests.
      const double half         = 0.5 * wavelength_;
      surface.distance_from_tip = dimension() == 3 ? std::min(plan.norm(), std::hypot(half - plan[0], half - plan[1])) : plan[0];
      return surface;
    }

    std::vector<double>
    electrolyte_levels() const override
    {
      const double cell = 0.5 * wavelength_ / cells_;
      return graded_levels(gap_, handle(), cell, 1.5, dimension() == 3 ? tallest_cell(gap_, cell) : gap_);
    }

  private:
    /** Within 0.4 of the valley's radius of curvature, so that lines do not meet. */
    double
    handle() const
    {
      const double k = 2. * M_PI / wavelength_;
      return std::min(
        {0.4 / (amplitude_ * k * k + 1e-300), 0.4 * (counter_ == "flat" ? gap_ - amplitude_ : gap_), 0.5 * wavelength_});
    }

    CellDimension dimension_;
    std::string   counter_   = "flat";
    double        amplitude_ = required_value, wavelength_ = required_value, gap_ = required_value;
    unsigned int  cells_ = 6;
  };

  static const Register<Geometry, Sinusoidal> sinusoidal("sinusoidal", "A sinusoidal (2-D) or egg-box (3-D) electrode");
} // namespace zincfield
