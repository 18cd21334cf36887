#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** The numbers of a case that are known before it is run. SI units; NaN: not known. */
  struct Digest
  {
    double current_density;  // applied [A/m^2]
    double conductivity;     // of the solution [S/m]
    double film_resistance;  // R_film [ohm m^2], at the highest point of the surface
    double charge_transfer;  // R_ct [ohm m^2], slope at rest of the reactions that deposit zinc
    double limiting_current; // [A/m^2], planar, constant properties, without the film
    double wagner_number;
    double gap;          // from the base plane to the opposite boundary [m]
    double coarse_cells; // of the first mesh

    std::vector<std::string> warnings;
  };

  Digest
  digest_of(const Case &data);

  /** What was understood of each case, a paragraph each; of many cases the first ones. */
  std::string
  digest(const std::vector<Case> &cases);
} // namespace zincfield
