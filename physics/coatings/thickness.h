#pragma once

#include "physics/parameters.h"

namespace zincfield
{
  /** Thickness of a coating layer along the surface. Kinds register with Register<ThicknessProfile, Kind>. */
  class ThicknessProfile
  {
  public:
    virtual ~ThicknessProfile() = default;

    virtual void
    declare(Parameters &parameters) = 0;

    /** Thickness [m] > 0, along the normal, at a point of the metal surface. */
    virtual double
    thickness(const Location &location) const = 0;

    /** Whether it is the same everywhere. */
    virtual bool
    is_uniform() const
    {
      return false;
    }

    /** Whether it depends on the distance from the nearest tip, which an imported mesh does not know. */
    virtual bool
    depends_on_tip() const
    {
      return false;
    }
  };
} // namespace zincfield
