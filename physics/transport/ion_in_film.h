#pragma once

#include "physics/coatings/coating.h"
#include "physics/electrolytes/species.h"

namespace zincfield
{
  /** How one ion moves in a material. */
  struct IonTransport
  {
    double diffusivity; // [m^2/s]
    double partition;   // concentration in the film over that in the solution
  };

  /**
   * D and K of an ion in a film at a point: those of the species where the film names it, else the film's, else the solution's in
   * its pores (D eps/tau). Without a film: the ion's own diffusivity, at the temperature already, and 1. In a dielectric: 0 and 0.
   *
   * @param temperature [K], for the film's Arrhenius energy
   */
  IonTransport
  ion_transport(const CoatingMaterial *film, const Species &ion, double temperature, const Location &location);

  /** Whether what ion_transport() takes from the film, and its fixed charge, are the same everywhere. */
  bool
  ions_are_uniform(const CoatingMaterial &film);
} // namespace zincfield
