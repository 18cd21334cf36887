#pragma once

#include "meshes/spline_surface.h"
#include "physics/coatings/thickness.h"

#include <algorithm>

namespace zincfield
{
  /** The thickness of a layer [m] over the plan of metal that has grown: what lay on a piece of it when the mesh was made anew. */
  class FilmOverPlan : public ThicknessProfile
  {
  public:
    explicit FilmOverPlan(SplineSurface thickness)
      : thickness_(std::move(thickness))
      , least_(1e-3 * *std::max_element(thickness_.coefficients().begin(), thickness_.coefficients().end()))
    {}

    void
    declare(Parameters &) override
    {}

    double
    thickness(const Location &location) const override
    {
      return std::max(least_, thickness_.value(dealii::Point<2>(location.x, location.y)));
    }

  private:
    const SplineSurface thickness_;
    const double        least_; // beside steps, splines may fall below 0
  };
} // namespace zincfield
