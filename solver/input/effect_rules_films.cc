#include "solver/input/effect_rules.h"
#include "solver/input/without_effect.h"

namespace zincfield
{
  namespace
  {
    using Reason = std::function<std::string(const Case &, const CoatingMaterial &)>;

    /** A rule about one key of a material. */
    EffectRule
    of_material(const std::string &key, const Reason &reason)
    {
      return {"Materials/*/" + key, [reason](const Case &data, const std::vector<std::string> &names) {
                const auto found = data.materials.find(names[0]);
                return found == data.materials.end() ? "" : reason(data, found->second);
              }};
    }

    /** Of what only models with concentrations know. */
    std::string
    no_concentrations(const Case &data)
    {
      return traits_of(data).uses_conductivity ? quoted(data.transport) + " knows no concentrations" : "";
    }

    /** Whether all films of the material are without a mesh. */
    bool
    is_only_in_films_without_mesh(const Case &data, const CoatingMaterial &film)
    {
      return !is_region(data, film.name) &&
             !any_coating_of(data, film.name, [&](const Coating &c) { return !is_without_mesh(data, c); });
    }

    /** Whether no anion moves across the film, and none along it: then no salt diffuses in it in the steady state. */
    bool
    blocks_anions(const Case &data, const CoatingMaterial &film)
    {
      return traits_of(data).uses_salt && is_steady_only(data) && film.transference && film.transference->is(1.) &&
             is_only_in_films_without_mesh(data, film);
    }

    /** Whether every ion of the solution has a value of its own in the film. */
    bool
    all_have(const Case &data, const std::map<std::string, SpatialValue> &own)
    {
      return std::all_of(data.species.begin(), data.species.end(), [&](const Species &s) { return own.count(s.name) > 0; });
    }

    std::string
    diffusivity(const Case &data, const CoatingMaterial &film)
    {
      if (traits_of(data).uses_conductivity)
        return no_concentrations(data);
      if (blocks_anions(data, film))
        return "where zinc ions alone move, no salt diffuses in the steady state";
      return traits_of(data).follows_species && all_have(data, film.species_diffusivity) ? "every ion has one of its own" : "";
    }

    std::string
    partition(const Case &data, const CoatingMaterial &film)
    {
      if (traits_of(data).uses_conductivity)
        return no_concentrations(data);
      if (blocks_anions(data, film))
        return "where zinc ions alone move, no salt diffuses in the steady state";
      return traits_of(data).follows_species && all_have(data, film.species_partition) ? "every ion has one of its own" : "";
    }

    /** Of what describes pores; porosity is also room for ions, and for their charge. */
    std::string
    pores(const Case &data, const CoatingMaterial &film, const bool is_room)
    {
      const std::string scaffold = "Materials/" + film.name + "/Scaffold/";
      if (is_room && (has(data, scaffold + "Fibre diameter") || has(data, scaffold + "Pore diameter")))
        return ""; // the area follows from it
      if (traits_of(data).uses_conductivity)
        return film.conductivity ? "\"Conductivity\" stands in its place" : "";
      if (is_room && (!is_steady_only(data) || traits_of(data).resolves_charge))
        return "";
      if (traits_of(data).uses_salt)
        return film.conductivity && film.diffusivity ? "\"Conductivity\" and \"Diffusivity\" stand in its place" : "";
      return film.diffusivity || all_have(data, film.species_diffusivity) ? "the ions have diffusivities of their own" : "";
    }

    std::string
    anisotropy(const Case &data, const CoatingMaterial &film)
    {
      return is_only_in_films_without_mesh(data, film) ? not_in_films_without_mesh : "";
    }

    /** Whether a value of its own follows Arrhenius' law. */
    bool
    has_own_transport(const Case &data, const CoatingMaterial &film)
    {
      if (traits_of(data).uses_conductivity)
        return film.conductivity.has_value();
      if (traits_of(data).uses_salt)
        return film.conductivity || film.diffusivity;
      return film.diffusivity || !film.species_diffusivity.empty();
    }

    std::string
    polarisation(const Case &data, const CoatingMaterial &)
    {
      return traits_of(data).resolves_charge ? "" : screened;
    }

    std::string
    of_single_ions(const Case &data)
    {
      return traits_of(data).follows_species ? "" : quoted(data.transport) + " follows no single ions";
    }

    const Coating *
    find_coating(const Case &data, const std::string &name)
    {
      for (const Coating &coating : data.coatings)
        if (coating.name == name)
          return &coating;
      return nullptr;
    }
  } // namespace

  EffectRules
  effect_rules_of_films()
  {
    EffectRules rules =
      {
        {"Coatings/*",
         [](const Case &data, const auto &names) -> std::string {
           const Coating *const coating = find_coating(data, names[0]);
           return coating && !coating->enabled ? "the coating is not enabled" : "";
         }},
        {"Coatings/*/*/Cells across",
         [](const Case &data, const auto &names) -> std::string {
           const Coating *const coating = find_coating(data, names[0]);
           return coating && is_without_mesh(data, *coating) ? "the film has no mesh" : "";
         }},
        {"Coatings/*/*/Grown by",
         [](const Case &data, const auto &) -> std::string {
           return data.is_transient() ? "" : "without a Programme nothing grows in time";
         }},
        {"Materials/*",
         [](const Case &data, const auto &names) -> std::string {
           return is_used(data, names[0]) ? "" : "no enabled coating is made of it";
         }},
        of_material(
          "Conductivity",
          [](const Case &data, const CoatingMaterial &) {
      return traits_of(data).follows_species ? quoted(data.transport) + " makes it of the ions in the film" : "";
          }),
        of_material("Diffusivity", diffusivity),
        of_material("Partition coefficient", partition),
        of_material(
          "Cation transference number",
          [](const Case &data, const CoatingMaterial &) {
      return traits_of(data).follows_species ? quoted(data.transport) + " makes it of the ions in the film"
                                             : no_concentrations(data);
          }),
                of_material("Porosity", [](const Case &data, const CoatingMaterial &film) { return pores(data, film, true); }),
                of_material("Tortuosity", [](const Case &data, const CoatingMaterial &film) { return pores(data, film, false); }),
                of_material("Anisotropy", anisotropy),
                of_material("Fixed charge", [](const Case &data, const CoatingMaterial &) { return of_single_ions(data); }),
                of_material("Relative permittivity",
                            [](const Case &data, const CoatingMaterial &) -> std::string {
                              return traits_of(data).resolves_charge || data.impedance.wanted() ||
                                         (traits_of(data).uses_conductivity && data.is_transient())
                                       ? ""
                                       : no_permittivity;
                            }),
                of_material("Activation energy",
                            [](const Case &data, const CoatingMaterial &film) -> std::string {
                              return !has_own_transport(data, film) ? "the film's transport is that of the electrolyte"
                                     : is_same(data.temperature, film.reference_temperature) ? at_reference_temperature
                                                                                             : "";
                            }),
                of_material("Reference temperature",
                            [](const Case &, const CoatingMaterial &film) -> std::string {
                              return film.activation_energy == 0. ? no_activation_energy : "";
                            }),
                of_material("Species", [](const Case &data, const CoatingMaterial &) { return of_single_ions(data); }),
                {"Materials/*/Species/*",
                 [](const Case &data, const auto &names) -> std::string {
                   return std::any_of(data.species.begin(), data.species.end(),
                                      [&](const Species &s) { return s.name == names[1]; })
                            ? ""
                            : "the electrolyte has no such species";
                 }},
                };
    for (const char *const key : {"Normal polarisation", "Polarisation along x", "Polarisation along y", "Polarisation along z"})
      rules.push_back(of_material(key, polarisation));
    return rules;
  }

  EffectRules
  effect_rules_of_boundaries()
  {
    const auto find = [](const Case &data, const std::string &name) -> const Boundary & {
      return *std::find_if(data.boundaries.begin(), data.boundaries.end(), [&](const Boundary &b) { return b.name == name; });
    };
    const auto stern = [find](const Case &data, const auto &names) -> std::string {
      const Boundary &boundary = find(data, names[0]);
      if (traits_of(data).resolves_charge || boundary.wall_law)
        return "";
      return is_metal(boundary) ? "it belongs to double layers that are computed, under Poisson-Nernst-Planck or by a wall law"
                                : "only Poisson-Nernst-Planck computes double layers";
    };
    return {
      {"Boundaries/*/Reactions",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).is_primary ? "\"primary\" knows no kinetics: electrodes are equipotentials" : "";
       }},
      {"Boundaries/*/Stern capacitance", stern},
      {"Boundaries/*/Potential of zero charge", stern},
      {"Boundaries/*/Double layer",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).resolves_charge ? "Poisson-Nernst-Planck resolves the double layer in any case" : "";
       }},
      {"Boundaries/*/Double-layer capacitance",
       [](const Case &data, const auto &) -> std::string {
         return is_steady_only(data) ? "a steady current does not charge it" : "";
       }},
      {"Boundaries/*/Surface charge",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).resolves_charge ? "" : "an electroneutral medium screens it";
       }},
      {"Boundaries/*/Wall potential",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).resolves_charge ? "" : "an electroneutral medium screens it";
       }},
    };
  }
} // namespace zincfield
