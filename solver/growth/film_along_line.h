#pragma once

#include "physics/coatings/thickness.h"
#include "solver/growth/outline.h"

namespace zincfield
{
  /** The thickness of a layer [m] along the section of metal that has grown: what lay on a piece of it when the mesh was made anew.
   */
  class FilmAlongLine : public ThicknessProfile
  {
  public:
    /** @param field of the points of the section */
    FilmAlongLine(std::vector<OutlinePoint> outline, const std::size_t field)
      : outline_(std::move(outline))
      , field_(field)
    {}

    void
    declare(Parameters &) override
    {}

    double
    thickness(const Location &location) const override
    {
      return value_at(outline_, field_, dealii::Point<2>(location.x, location.height));
    }

  private:
    const std::vector<OutlinePoint> outline_;
    const std::size_t               field_;
  };
} // namespace zincfield
