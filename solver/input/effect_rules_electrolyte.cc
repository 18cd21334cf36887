#include "solver/input/checks.h"
#include "solver/input/effect_rules.h"
#include "solver/input/without_effect.h"

#include "physics/constants.h"

namespace zincfield
{
  namespace
  {
    /** Whether a species of the electrolyte enters a rate although the model does not follow it: by its bulk concentration over a
     * reference of its own. */
    bool
    enters_rates(const Case &data, const std::string &species)
    {
      if (traits_of(data).is_primary ||
          (data.salt && traits_of(data).uses_salt && (species == data.salt->cation() || species == data.salt->anion())))
        return false;
      for (const auto &reaction : data.reactions)
        {
          const std::vector<std::string> names = reaction->rate_species();
          for (unsigned int i = 0; i < names.size(); ++i)
            if (names[i] == species && reaction->reference_concentration(i) > 0.)
              return true;
        }
      return false;
    }

    bool
    any_enters_rates(const Case &data)
    {
      return std::any_of(data.species.begin(), data.species.end(), [&](const Species &s) { return enters_rates(data, s.name); });
    }

    /** Keys of a data set that only the binary salt needs, or that the ions of a data set have from elsewhere. */
    EffectRule
    of_salt(const std::string &key, const bool makes_ions_of_user_salt, const bool makes_conductivity)
    {
      return {"Electrolyte/" + key, [=](const Case &data, const auto &) -> std::string {
                if (data.chemistry) // mobilities are scaled to them
                  return "";
                if (traits_of(data).follows_species && has(data, "Electrolyte/Species"))
                  return "the species of this input stand in place of the data set's ions";
                if (traits_of(data).follows_species && !(makes_ions_of_user_salt && data.electrolyte_name == "user salt"))
                  return "under " + quoted(data.transport) + " the ions of the data set move as at infinite dilution";
                if (traits_of(data).uses_conductivity && !makes_conductivity)
                  return quoted(data.transport) + " knows no concentrations, and takes the conductivity only";
                if (traits_of(data).uses_conductivity && has(data, "Electrolyte/Conductivity"))
                  return "\"Conductivity\" stands in its place";
                return "";
              }};
    }
  } // namespace

  EffectRules
  effect_rules_of_electrolyte()
  {
    const auto at_reference = [](const Case &data) { return is_same(data.temperature, 298.15); };
    return {
      {"Electrolyte/Conductivity",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).uses_salt         ? "\"binary salt\" takes it from the salt"
                : traits_of(data).follows_species ? quoted(data.transport) + " makes it of its ions"
                                                  : "";
       }},
      {"Electrolyte/Relative permittivity",
       [](const Case &data, const auto &) -> std::string {
         const bool wall_law = is_electroneutral_with_ions(data) && std::any_of(data.boundaries.begin(), data.boundaries.end(),
                                                                                [](const Boundary &b) { return b.wall_law; });
         return traits_of(data).resolves_charge || wall_law || data.impedance.wanted() ||
                    (traits_of(data).uses_conductivity && data.is_transient())
                  ? ""
                  : no_permittivity;
       }},
      {"Electrolyte/Chemistry",
       [](const Case &data, const auto &) -> std::string {
         return data.chemistry ? "" : "only \"aqueous chemistry\" knows equilibria";
       }},
      {"Electrolyte/Ion diameter",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).resolves_charge ? "" : "only Poisson-Nernst-Planck knows ions that crowd";
       }},
      {"Electrolyte/Species",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).follows_species || any_enters_rates(data) ? ""
                : traits_of(data).uses_salt                               ? "the ions of \"binary salt\" are those of its data set"
                                                                          : quoted(data.transport) + " follows no single ions";
       }},
      {"Electrolyte/Species/*",
       [](const Case &data, const auto &names) -> std::string {
         return traits_of(data).follows_species || enters_rates(data, names[0])
                  ? ""
                  : quoted(data.transport) + " does not follow it, and no rate depends on its concentration";
       }},
      {"Electrolyte/Species/*/Diffusivity",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).follows_species ? "" : quoted(data.transport) + " follows no single ions";
       }},
      {"Electrolyte/Species/*/Activation energy",
       [](const Case &data, const auto &names) -> std::string {
         for (const Species &s : data.species)
           if (s.name == names[0])
             return !traits_of(data).follows_species                     ? quoted(data.transport) + " follows no single ions"
                    : is_same(data.temperature, s.reference_temperature) ? at_reference_temperature
                                                                         : "";
         return "";
       }},
      {"Electrolyte/Species/*/Reference temperature",
       [](const Case &data, const auto &names) -> std::string {
         for (const Species &s : data.species)
           if (s.name == names[0])
             return !traits_of(data).follows_species ? quoted(data.transport) + " follows no single ions"
                    : s.activation_energy == 0.      ? no_activation_energy
                                                     : "";
         return "";
       }},
      {"Electrolyte/Data set",
       [](const Case &data, const auto &) -> std::string {
         if (traits_of(data).follows_species && has(data, "Electrolyte/Species"))
           return "the species of this input stand in place of the data set's ions";
         return traits_of(data).uses_conductivity && has(data, "Electrolyte/Conductivity") && !any_enters_rates(data)
                  ? "\"Conductivity\" stands in its place"
                  : "";
       }},
      {"Electrolyte/Bulk concentration",
       [](const Case &data, const auto &) -> std::string {
         if (traits_of(data).follows_species && has(data, "Electrolyte/Species"))
           return "the species of this input stand in place of the data set's ions";
         if (traits_of(data).uses_conductivity && !any_enters_rates(data) && has(data, "Electrolyte/Conductivity"))
           return "\"Conductivity\" stands in its place";
         return traits_of(data).uses_conductivity && !any_enters_rates(data) && has(data, "Electrolyte/Salt conductivity")
                  ? "the conductivity is given, and " + quoted(data.transport) + " knows no concentrations"
                  : "";
       }},
      of_salt("Salt conductivity", false, true),
      {"Electrolyte/Conductivity proportional to concentration",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).uses_salt ? "" : "the conductivity changes with the concentration under \"binary salt\" only";
       }},
      of_salt("Diffusivity", true, false),
      of_salt("Cation transference number", true, false),
      of_salt("Thermodynamic factor", false, false),
      of_salt("Conductivity activation energy", false, true),
      {"Electrolyte/Conductivity activation energy",
       [at_reference](const Case &data, const auto &) { return at_reference(data) ? std::string(at_reference_temperature) : ""; }},
      {"Electrolyte/Diffusivity activation energy",
       [at_reference](const Case &data, const auto &) -> std::string {
         if (traits_of(data).follows_species && has(data, "Electrolyte/Species"))
           return "the species of this input stand in place of the data set's ions";
         return traits_of(data).uses_conductivity
                  ? quoted(data.transport) + " knows no concentrations, and takes the conductivity only"
                : at_reference(data) ? at_reference_temperature
                                     : "";
       }},
      {"Electrolyte/Temperature",
       [](const Case &data, const auto &) -> std::string {
         if (!traits_of(data).uses_conductivity || !has(data, "Electrolyte/Conductivity") ||
             any_material(data, [](const CoatingMaterial &m) { return m.activation_energy != 0.; }))
           return "";
         for (const auto &reaction : data.reactions)
           if (traits_of(data).uses_conductivity && !traits_of(data).is_primary &&
               (!has(data, "Reactions/" + reaction->name + "/Charge transfer resistance") ||
                has(data, "Reactions/" + reaction->name + "/Activation energy")))
             return "";
         return "no value of this input depends on it";
       }},
    };
  }
} // namespace zincfield
