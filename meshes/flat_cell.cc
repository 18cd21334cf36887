#include "meshes/box_plan.h"
#include "meshes/dimension.h"
#include "meshes/grading.h"
#include "physics/registry.h"

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  /** Two parallel plates: a strip in 2-D, a disk (axisymmetric) or a square prism in 3-D. */
  class FlatCell : public ExtrudedGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      dimension_.declare(parameters);
      length(parameters, "Gap", gap_, Range::positive(), "Distance between the electrodes");
      length(parameters, "Width", width_, Range::non_negative(), "Width of the cell (radius if axisymmetric); 0: as the gap");
      if (width_ == 0.)
        width_ = gap_;
      parameters.integer("Cells across feature", cells_, 1, 1000, "Coarse cells across the gap");
      declare_first_cell(parameters, gap_);
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
      return gap_;
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    double
    footprint() const override
    {
      return axisymmetric() ? M_PI * width_ * width_ : dimension() == 3 ? width_ * width_ : width_;
    }

    PlanMesh
    plan_mesh() const override
    {
      const unsigned int n = std::max(1L, std::lround(cells_ * std::min(1., width_ / gap_)));
      const auto         u = uniform_points(0., width_, n);
      return dimension() == 3 ? box_plan(u, u) : box_plan(u);
    }

    MetalPoint
    surface(const Point<2> &plan) const override
    {
      GraphCell cell;
      cell.gap    = gap_;
      cell.handle = 0.5 * gap_;
      return graph_surface(cell, plan, 0., Tensor<1, 2>());
    }

    std::vector<double>
    electrolyte_levels() const override
    {
      return uniform_points(0., 1., cells_);
    }

  private:
    CellDimension dimension_;
    double        gap_ = required_value, width_ = 0.;
    unsigned int  cells_ = 4;
  };

  static const Register<Geometry, FlatCell> flat_cell("flat cell", "Two parallel flat electrodes");
} // namespace zincfield
