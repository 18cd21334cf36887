#pragma once

#include "meshes/cell_over_line.h"
#include "solver/growth/outline.h"
#include "solver/growth/surface_profile.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace zincfield
{
  /** Grown metal that gets a new mesh, with what the run has come to on the meshes before. */
  struct GrownShape
  {
    std::vector<OutlinePoint> outline;             // where the new mesh begins
    double                    counter_height = 0.; // [mesh units]
    double                    solution       = 0.; // volume of the solution, mesh units (2 pi r included)
    double                    deposited      = 0.; // volume of the metal above that of the start, likewise
    SurfaceProfile            start;               // of the run
    double                    valley_radius = 0.;  // to which valleys are filled [mesh units]
    double                    lost          = 0.;  // largest volume that a change of meshes lost, over the deposited one
    unsigned int              meshes        = 0;   // new ones so far
    nlohmann::json            past;                // numbers of the run, as in a checkpoint

    /** The cell over it; null where cells cannot be extruded from the outline. */
    std::shared_ptr<Geometry>
    cell(bool axisymmetric) const;
  };

  /** The shape that the mesh of a checkpoint began with; none: that of the geometry. */
  std::optional<GrownShape>
  grown_shape(const nlohmann::json &scalars);

  /** For the checkpoint, without the numbers that stand there. */
  nlohmann::json
  stored(const GrownShape &shape);
} // namespace zincfield
