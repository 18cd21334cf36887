#pragma once

#include "meshes/cosine_surface.h"
#include "meshes/dimension.h"
#include "meshes/extruded_geometry.h"

namespace zincfield
{
  /** A cell whose metal surface is the graph of a CosineSurface: its sides are symmetry planes, or periodic. The base plane is the
   * mean plane. */
  class GraphGeometry : public ExtrudedGeometry
  {
  public:
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
      return std::min(extremes_.highest - extremes_.lowest, feature_width_);
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    double
    footprint() const override
    {
      return dimension() == 3 ? width_ * width_ : width_;
    }
    std::vector<std::string>
    symmetry_planes() const override
    {
      if (periodic_)
        return {};
      return dimension() == 3 ? std::vector<std::string>{"x=0", "y=0"} : std::vector<std::string>{"x=0"};
    }

    PlanMesh
    plan_mesh() const override;

    MetalPoint
    surface(const dealii::Point<2> &plan) const override;

  protected:
    std::vector<double>
    electrolyte_levels() const override;

    /** The keys `Dimension`, `Width`, `Gap`, `Cells across feature` and those of the first cell. */
    void
    declare_cell(Parameters &parameters, const std::string &feature);

    /** Takes the surface, whose features are `feature_width` [um] wide; rejects one that cannot be meshed, naming `key`. */
    void
    take(const Parameters &parameters, const std::string &key, CosineSurface surface, double feature_width);

    CellDimension dimension_;
    double        width_ = required_value, gap_ = required_value;
    bool          periodic_ = false;

  private:
    double
    cell_width() const
    {
      return feature_width_ / cells_;
    }

    /** Within 0.4 of the sharpest valley's radius of curvature, so that lines do not meet. */
    double
    handle() const;

    CosineSurface           surface_;
    CosineSurface::Extremes extremes_;
    double                  feature_width_ = 1.;
    unsigned int            cells_         = 4;
  };
} // namespace zincfield
