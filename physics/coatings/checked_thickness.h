#pragma once

#include "physics/parameters.h"

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

namespace zincfield
{
  /**
   * `thickness` [m] itself, if it is positive and finite.
   * Errors: std::domain_error that names the profile, the place and the value.
   */
  inline double
  checked_thickness(const double thickness, const Location &location, const std::string &profile)
  {
    if (thickness > 0. && std::isfinite(thickness))
      return thickness;
    std::ostringstream text;
    text << "The thickness profile \"" << profile << "\" gives " << thickness * 1e9 << " nm at x = " << location.x
         << " um, y = " << location.y << " um, height " << location.height << " um, distance from the tip "
         << location.distance_from_tip << " um; it must be > 0 everywhere on the surface.";
    throw std::domain_error(text.str());
  }
} // namespace zincfield
