#pragma once

#include "physics/parameters.h"

#include <array>
#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Openings in a coating, through which the solution reaches the metal: a crack (a straight slot), a patch of bare metal and
   * pinholes at random places. They are seen along the vertical: what counts is x and, in a cell of three dimensions, y. In an
   * axisymmetric cell a slot is a ring and a pinhole or a patch is on the axis. Lengths in mesh units.
   */
  class Defects
  {
  public:
    /** Names the keys; whether they make any opening. */
    bool
    declare(Parameters &parameters);

    /** A rectangle, or the ellipse in it. */
    struct Opening
    {
      std::array<double, 2> from, to; // in x and y; y counts in three dimensions only
      bool                  is_round = false;
    };

    /**
     * Places the pinholes in a cell between these corners. `squares`: round openings become squares of the same area, which a mesh
     * can follow. Throws std::invalid_argument where there is no room for them, or none is in the cell.
     */
    void
    place(const std::array<double, 2> &low, const std::array<double, 2> &high, unsigned int dimension, bool squares);

    bool
    is_open(const Location &location) const;

    const std::vector<Opening> &
    openings() const
    {
      return openings_;
    }

    /** Width of the narrowest opening. */
    double
    narrowest() const;

    /** What is open of the metal seen from above, between 0 and 1. */
    double
    open_share() const
    {
      return open_share_;
    }

  private:
    void
    add(const Opening &opening);
    void
    add_pinholes(const std::array<double, 2> &low, const std::array<double, 2> &high);

    double               crack_place_ = 0., crack_width_ = 0., patch_x_ = 0., patch_y_ = 0., patch_diameter_ = 0.;
    double               pinhole_density_ = 0., pinhole_diameter_ = 0., pinhole_distance_ = 0.; // [1/m^2], [um], [um]
    std::string          crack_along_ = "y";
    unsigned int         seed_ = 1, dimension_ = 2;
    std::vector<Opening> openings_;
    double               open_share_ = 0.;
  };
} // namespace zincfield
