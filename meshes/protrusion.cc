#include "meshes/box_plan.h"
#include "meshes/dimension.h"
#include "meshes/grading.h"
#include "physics/registry.h"

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  /** One protrusion on a flat electrode: half of it by symmetry in 2-D, a section r, z if axisymmetric, a quarter of it in 3-D. */
  class Protrusion : public SweptGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      dimension_.declare(parameters);
      parameters.choice("Shape", shape_, {"Gaussian"}, "Gaussian: h exp(-r^2/(2 s^2))");
      length(parameters, "Height", height_, Range::positive(), "Height of the tip above the base plane");
      length(parameters, "Standard deviation", width_, Range::positive(), "Standard deviation s of the Gaussian");
      length(parameters, "Cell half-width", half_width_, Range::positive(), "Distance of the cell's sides from the axis");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the base plane");
      parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells from the axis to the foot");
      if (parameters.describing())
        return;
      if (gap_ <= height_)
        parameters.reject("Gap", "the protrusion reaches the counter electrode", "more than the height");
      if (half_width_ < 3. * width_)
        parameters.reject("Cell half-width", "the cell cuts the Gaussian", "at least 3 standard deviations");
    }

    unsigned int
    dimension() const override
    {
      return dimension_.dim();
    }
    bool
    axisymmetric() const override
    {
      return dimension_.axisymmetric();
    }
    double
    feature_size() const override
    {
      return height_;
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    double
    footprint() const override
    {
      return axisymmetric() ? M_PI * half_width_ * half_width_ : dimension() == 3 ? half_width_ * half_width_ : half_width_;
    }

    PlanMesh
    plan_mesh() const override
    {
      const double foot = std::min(3. * width_, half_width_), size = foot / cells_;
      auto         u = uniform_points(0., foot, cells_);
      if (half_width_ > foot * 1.001)
        u = join(u, graded_points(foot, half_width_, size, 1.6));
      return dimension() == 3 ? box_plan(u, u) : box_plan(u);
    }

    SurfacePoint
    surface(const Point<2> &plan) const override
    {
      const double r2 = plan.norm_square(), h = height_ * std::exp(-r2 / (2. * width_ * width_));
      GraphCell    cell;
      cell.upper                = half_width_;
      cell.gap                  = gap_;
      cell.handle               = handle();
      auto surface              = graph_surface(cell, plan, h, -h / (width_ * width_) * Tensor<1, 2>(plan));
      surface.distance_from_tip = std::sqrt(r2);
      return surface;
    }

    std::vector<double>
    electrolyte_levels() const override
    {
      return graded_levels(gap_, handle(), 3. * width_ / cells_, 1.6);
    }

  private:
    /** Within half the radius of the sharpest valley (curvature 0.446 h/s^2 at the Gaussian's flank), so that lines do not meet. */
    double
    handle() const
    {
      return std::min({0.5 * width_ * width_ / (0.446 * height_), 0.4 * (gap_ - height_), 3. * width_});
    }

    CellDimension dimension_;
    std::string   shape_  = "Gaussian";
    double        height_ = required_value, width_ = required_value, half_width_ = required_value, gap_ = required_value;
    unsigned int  cells_ = 4;
  };

  static const Register<Geometry, Protrusion> protrusion("protrusion", "One protrusion on a flat electrode");
} // namespace zincfield
