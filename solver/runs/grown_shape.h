#pragma once

#include "solver/growth/grown_heights.h"
#include "solver/growth/outline.h"
#include "solver/growth/surface_profile.h"
#include "solver/input/case.h"
#include "solver/runs/fields_in_transit.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace zincfield
{
  /** Grown metal that gets a new mesh, with what the run has come to on the meshes before. */
  struct GrownShape
  {
    std::vector<OutlinePoint> outline;              // where the new mesh begins, with the fields below; empty in space
    GrownHeights              heights;              // the same in space; fields: thickness of the deposit, layers of an uneven film
    std::string               film;                 // uneven coating whose layers these are; empty: none
    double                    counter_height = 0.;  // [mesh units]
    double                    solution       = 0.;  // volume of the solution, mesh units (2 pi r included)
    double                    deposited      = 0.;  // volume of the metal above that of the start, likewise
    SurfaceProfile            start;                // of the run
    double                    valley_radius   = 0.; // to which valleys are filled [mesh units]
    double                    sharpest_valley = 0.; // radius before that, of an outline [mesh units]; not stored
    double                    lost            = 0.; // largest volume that a change of meshes lost, over the deposited one
    unsigned int              meshes          = 0;  // new ones so far
    double                    amounts_moved = 0., amounts_lost = 0.; // of ions, likewise, over the charge moved so far (transient)
    double                    n_faces = 0.;                          // of the metal in the mesh of the start of the run
    nlohmann::json            past;                                  // numbers of the run, as in a checkpoint
    std::shared_ptr<const FieldsInTransit> fields;                   // of a transient run, from the mesh before; not stored

    /** Replaces the cell of the mesh before by the one over this shape, and uneven films by what lies on it. False where cells
     * cannot be extruded from the metal. */
    bool
    replace_cell(Case &data) const;
  };

  /** The shape that the mesh of a checkpoint began with; none: that of the geometry. */
  std::optional<GrownShape>
  grown_shape(const nlohmann::json &scalars);

  /** For the checkpoint, without the numbers that stand there. */
  nlohmann::json
  stored(const GrownShape &shape);
} // namespace zincfield
