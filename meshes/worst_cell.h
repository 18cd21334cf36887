#pragma once

#include "meshes/extruded_geometry.h"

namespace zincfield
{
  /** The most oblique coarse cell of the electrolyte of a geometry without films, before anything is meshed. */
  struct WorstCell
  {
    double           scaled_jacobian = 1.; // 1: rectangular, 0: flat, below: folded
    dealii::Point<3> place;                // z is up
  };

  WorstCell
  worst_cell(const ExtrudedGeometry &geometry);

  /** Rejects the key whose length makes cells fold or nearly so (scaled Jacobian below 0.01). */
  void
  reject_folded_cells(const ExtrudedGeometry &geometry,
                      const Parameters       &parameters,
                      const std::string      &key,
                      const std::string      &allowed);

  /** Says which length does not suit the others where cells are oblique (scaled Jacobian below 0.1 or nearly so); empty elsewhere.
   */
  std::vector<std::string>
  note_on_oblique_cells(const ExtrudedGeometry &geometry, const std::string &key, const std::string &allowed);
} // namespace zincfield
