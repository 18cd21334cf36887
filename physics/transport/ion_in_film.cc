#include "physics/transport/ion_in_film.h"

#include "physics/temperature.h"

namespace zincfield
{
  IonTransport
  ion_transport(const CoatingMaterial *film, const Species &ion, const double temperature, const Location &location)
  {
    if (!film)
      return {ion.diffusivity, 1.};
    if (film->dielectric)
      return {0., 0.};
    IonTransport result;
    const double factor    = arrhenius_factor(film->activation_energy, film->reference_temperature, temperature);
    const auto   diffusion = film->species_diffusivity.find(ion.name);
    const auto   partition = film->species_partition.find(ion.name);
    if (diffusion != film->species_diffusivity.end())
      result.diffusivity = factor * diffusion->second(location);
    else if (film->diffusivity)
      result.diffusivity = factor * (*film->diffusivity)(location);
    else
      result.diffusivity = ion.diffusivity * (film->porosity(location) / film->tortuosity(location));
    result.partition = partition != film->species_partition.end() ? partition->second(location) : film->partition(location);
    return result;
  }

  bool
  ions_are_uniform(const CoatingMaterial &film)
  {
    bool constant = film.fixed_charge.is_constant() && film.partition.is_constant() && film.porosity.is_constant() &&
                    film.tortuosity.is_constant() && (!film.diffusivity || film.diffusivity->is_constant());
    for (const auto *map : {&film.species_diffusivity, &film.species_partition})
      for (const auto &entry : *map)
        constant = constant && entry.second.is_constant();
    return constant;
  }

  Properties
  ion_properties(const CoatingMaterial *const film,
                 const std::vector<Species>  &ions,
                 const double                 temperature,
                 const double                 porosity,
                 const Location              &location)
  {
    Properties p{};
    p[0] = film ? film->fixed_charge(location) : 0.;
    for (unsigned int k = 0; k < ions.size(); ++k)
      {
        const IonTransport ion = ion_transport(film, ions[k], temperature, location);
        p[1 + 2 * k]           = ion.diffusivity;
        p[2 + 2 * k]           = ion.partition;
      }
    p[1 + 2 * ions.size()] = porosity;
    return p;
  }

  Properties
  slab_of_ions(const unsigned int n, const std::vector<LayerPart> &parts)
  {
    Properties slab{};
    slab[0] = mean_of(parts, [](const Properties &p) { return p[0]; });
    for (unsigned int k = 0; k < n; ++k)
      {
        const unsigned int diffusivity = 1 + 2 * k, partition = 2 + 2 * k;
        slab[partition] = mean_of(parts, [=](const Properties &p) { return p[partition]; });
        if (slab[partition] > 0.)
          slab[diffusivity] =
            in_series(parts, [=](const Properties &p) { return p[diffusivity] * p[partition]; }) / slab[partition];
      }
    const unsigned int porosity = 1 + 2 * n;
    slab[porosity]              = held_in(parts, [=](const Properties &p) { return p[porosity]; });
    return slab;
  }
} // namespace zincfield
