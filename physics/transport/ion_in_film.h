#pragma once

#include "physics/coatings/coating.h"
#include "physics/electrolytes/species.h"
#include "physics/transport/layer_parts.h"

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

  /** {rho/F, D_1, K_1, ..., D_N, K_N, eps} of N ions in a film at a point, see ion_transport(). */
  Properties
  ion_properties(
    const CoatingMaterial *film, const std::vector<Species> &ions, double temperature, double porosity, const Location &location);

  /** The same of a slab of such parts; see TransportModel::slab_properties(). */
  Properties
  slab_of_ions(unsigned int n, const std::vector<LayerPart> &parts);
} // namespace zincfield
