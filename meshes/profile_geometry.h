#pragma once

#include "meshes/dimension.h"
#include "meshes/profile.h"
#include "meshes/extruded_geometry.h"

#include <functional>

namespace zincfield
{
  /** A cell whose metal surface is a Profile: a planar section, a section r, z, or the profile turned about z in a square cell. */
  class ProfileGeometry : public ExtrudedGeometry
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
      return dimension_.axisymmetric();
    }
    double
    footprint() const override;

    PlanMesh
    plan_mesh() const override;

    MetalPoint
    surface(const dealii::Point<2> &plan) const override;

    std::vector<double>
    electrolyte_levels() const override;

    std::vector<std::string>
    symmetry_planes() const override
    {
      if (full_cell_ || axisymmetric())
        return {};
      return dimension() == 3 ? std::vector<std::string>{"x=0", "y=0"} : std::vector<std::string>{"x=0"};
    }

  protected:
    /** Horizontal position of the tip of the profile: crest, apex, or the rim of a pit. */
    double tip_position_ = 0.;

    /** Where cells are oblique, lines that leave the metal by longer straight pieces, if cells are better then. */
    void
    choose_lines();

    /** Height at a distance from the axis, for a last segment that is not flat. */
    std::function<double(double)> outer_height_;

    CellDimension dimension_;
    Profile       profile_;
    double        gap_       = required_value;
    bool          full_cell_ = false;

  private:
    MetalPoint
    turned(const dealii::Point<2> &plan) const;
  };
} // namespace zincfield
