#include "meshes/extruded_geometry.h"
#include "solver/input/checks.h"

namespace zincfield
{
  namespace
  {
    /** Every rank keeps all of the coarse mesh, about 1 kB a cell, and the coarsest level of multigrid is no smaller. */
    constexpr double most_cells = 1e6;
  } // namespace

  void
  check_cells(const Parameters &parameters, const Case &data)
  {
    const auto *const geometry = data.geometry->extrusion();
    if (geometry == nullptr)
      return;
    double across = geometry->levels().size() - 1.;
    for (const Coating &coating : data.coatings)
      if (coating.enabled)
        for (const CoatingLayer &layer : coating.layers)
          across += layer.n_cells;
    const double along = geometry->plan_mesh().cells.size();
    if (along * across > most_cells)
      parameters.reject("Geometry",
                        "the coarse mesh would have " + number(along) + " cells along the metal and " + number(across) +
                          " across the cell",
                        "at most " + number(most_cells) + " in all: fewer cells, or lengths that differ less");
  }
} // namespace zincfield
