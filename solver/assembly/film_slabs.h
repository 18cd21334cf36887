#pragma once

#include "physics/transport/surface_law.h"

namespace zincfield
{
  /** A layer of a film without a mesh at a point of the metal. */
  struct LayerAtPoint
  {
    unsigned int material  = 0;
    double       thickness = 0.; // [m]
    double       beneath   = 0.; // [m] of other layers between it and the metal
    Location     location;       // with the curvatures of the metal
  };

  /** Area of a cross-section of the film at the height s [m] above the metal over that of the metal, (1 + k_1 s)(1 + k_2 s); no
   * less than a twentieth, where a film fills a pit. */
  double
  area_over_film(const Location &metal, double s);

  /**
   * The slabs of a layer, from the solution to the metal. Properties are integrated through each slab
   * (TransportModel::slab_properties), with the area that a flux to curved metal crosses, by Gauss points on parts that are halved
   * until the resistance is right to 1e-7.
   *
   * @param n_slabs their number; each has the same share of the layer's resistance (mean over the rows) and thickness (mean of
   * both)
   */
  std::vector<FilmSlab>
  slabs_of_layer(const TransportModel &transport, const LayerAtPoint &layer, unsigned int n_slabs);

  /** The same, with given shares of the layer's thickness. */
  std::vector<FilmSlab>
  slabs_of_layer(const TransportModel &transport, const LayerAtPoint &layer, const std::vector<double> &shares);

  /**
   * Depths (0 at the metal, 1 outside; ascending, the last is 1) at which the coarse cells of a meshed layer end: as slabs of the
   * same number would, so that cells are small where properties resist most: two meshes whose cells span orders of magnitude may
   * agree by chance.
   *
   * @param n_cells their least number; there are more where the resistance changes by over three times a cell
   */
  std::vector<double>
  cuts_of_meshed_layer(const TransportModel &transport, const LayerAtPoint &layer, unsigned int n_cells);
} // namespace zincfield
