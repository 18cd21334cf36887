#pragma once

#include "tests/support/grown.h"

namespace zincfield::growth_cells
{
  /** A wave of metal between walls, all lengths in um. */
  inline Lines
  wave(const double amplitude, const double wavelength, const double gap)
  {
    return {"Geometry/Type = sinusoidal", "Geometry/Amplitude = " + std::to_string(amplitude) + " um",
            "Geometry/Wavelength = " + std::to_string(wavelength) + " um", "Geometry/Gap = " + std::to_string(gap) + " um"};
  }

  inline Lines
  constant_current(const std::string &density, const std::string &capacity)
  {
    return {"Control/Mode = galvanostatic", "Control/Applied current density = " + density, "Growth/Until capacity = " + capacity};
  }

  /** A mesh with the boundaries of gmsh_text(), its metal at a potential against the bulk. */
  inline Lines
  imported_cell(const std::string &file, const std::string &potential)
  {
    return {"Geometry/Type = gmsh",
            "Geometry/File = " + file,
            "Geometry/Electrode area = true",
            "Boundaries/metal/Condition = electrode",
            "Boundaries/bulk/Condition = bulk",
            "Boundaries/walls/Condition = insulating",
            "Control/Mode = potentiostatic",
            "Control/Electrode potential = " + potential};
  }

  /** The same in a section of a wire, or of a ball, on whose metal zinc is deposited. */
  inline Lines
  round_cell(const std::string &file, const bool ball)
  {
    return imported_cell(file, "-1 V") + Lines{"Geometry/Axisymmetric = " + std::string(ball ? "true" : "false"),
                                               "Boundaries/metal/Reactions = zinc", "Solver/Newton tolerance = 1e-12"};
  }
} // namespace zincfield::growth_cells
