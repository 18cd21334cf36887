#pragma once

#include "physics/constants.h"
#include "physics/parameters.h"

#include <string>

namespace zincfield
{
  /** The key `Dimension` of the built families. */
  struct CellDimension
  {
    std::string text = "2";

    void
    declare(Parameters &parameters, const std::vector<std::string> &allowed = {"2", "axisymmetric", "3"})
    {
      parameters.choice("Dimension", text, allowed,
                        "2: planar section, currents per unit depth; axisymmetric: section r, z with the axis at r = 0; 3: full");
    }
    unsigned int
    dim() const
    {
      return text == "3" ? 3 : 2;
    }
    bool
    axisymmetric() const
    {
      return text == "axisymmetric";
    }
  };

  /** Lengths are read in metres and meshed in micrometres. */
  inline void
  length(Parameters &parameters, const std::string &key, double &micrometres, const Range &range, const std::string &doc)
  {
    double metres = micrometres * mesh_unit;
    parameters.quantity(key, metres, "um", range, doc);
    micrometres = in_mesh_units(metres);
  }
} // namespace zincfield
