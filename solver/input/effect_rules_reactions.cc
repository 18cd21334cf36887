#include "solver/input/effect_rules.h"
#include "solver/input/scaffolds.h"
#include "solver/input/without_effect.h"

#include "physics/constants.h"
#include "solver/input/units.h"

namespace zincfield
{
  namespace
  {
    const Reaction *
    find_reaction(const Case &data, const std::string &name)
    {
      for (const auto &reaction : data.reactions)
        if (reaction->name == name)
          return reaction.get();
      return nullptr;
    }

    std::string
    kind(const Case &data, const std::string &reaction)
    {
      return value_of(data, "Reactions/" + reaction + "/Type");
    }

    bool
    is_named(const Case &data, const std::string &reaction)
    {
      return std::any_of(data.boundaries.begin(), data.boundaries.end(),
                         [&](const Boundary &b) { return contains(reactions_over(data, b), reaction); });
    }

    /** Whether the concentration of the species at the surface is an unknown. */
    bool
    is_followed(const Case &data, const std::string &species)
    {
      if (traits_of(data).uses_salt)
        return species == data.salt->cation() || species == data.salt->anion();
      return traits_of(data).follows_species &&
             std::any_of(data.species.begin(), data.species.end(), [&](const Species &s) { return s.name == species; });
    }

    double
    in_bulk(const Case &data, const std::string &species)
    {
      for (const Species &s : data.species)
        if (s.name == species)
          return s.bulk_concentration;
      return 0.;
    }

    /** Index among the rate species of the reaction, or -1. */
    int
    rate_index(const Reaction &reaction, const std::string &species)
    {
      const std::vector<std::string> names = reaction.rate_species();
      const auto                     found = std::find(names.begin(), names.end(), species);
      return found == names.end() ? -1 : found - names.begin();
    }

    /** Whether c/c_ref of the species is 1 wherever it is asked for. */
    bool
    stays_at_reference(const Case &data, const Reaction &reaction, const std::string &species)
    {
      const int index = rate_index(reaction, species);
      if (is_followed(data, species))
        return false;
      const double reference = index < 0 ? 0. : reaction.reference_concentration(index), bulk = in_bulk(data, species);
      return reference <= 0. || bulk <= 0. || is_same(reference, bulk);
    }

    std::string
    order(const Case &data, const std::string &name, const std::string &species, const bool anodic)
    {
      const Reaction *const reaction = find_reaction(data, name);
      const std::string     type     = kind(data, name);
      if (type == "linear")
        return "linear kinetics knows no concentrations";
      if (type == "Tafel" && anodic)
        return "a Tafel law has no anodic branch";
      if (type == "expression")
        return "an expression says itself how concentrations enter";
      if (stays_at_reference(data, *reaction, species))
        return quoted(data.transport) + " does not follow " + quoted(species) + ": it stays at the reference concentration";
      if (traits_of(data).uses_salt && type == "Butler-Volmer" && species == data.salt->cation() &&
          has(data, "Reactions/" + name + "/Concentration exponent"))
        return "\"Concentration exponent\" stands in its place under " + quoted(data.transport);
      return "";
    }

    std::string
    reference_concentration(const Case &data, const std::string &name, const std::string &species)
    {
      const Reaction *const reaction = find_reaction(data, name);
      if (rate_index(*reaction, species) < 0)
        return "the rate does not depend on the concentration of " + quoted(species);
      if (!is_followed(data, species) && in_bulk(data, species) <= 0.)
        return "the electrolyte does not say how much " + quoted(species) + " there is, and " + quoted(data.transport) +
               " does not follow it";
      return "";
    }

    std::string
    stoichiometry(const Case &data, const std::string &, const std::string &species)
    {
      if (traits_of(data).uses_conductivity)
        return quoted(data.transport) + " follows no species";
      return traits_of(data).uses_salt && !is_followed(data, species)
               ? "\"binary salt\" does not follow " + quoted(species) + ", and leaves its charge to the cation"
               : "";
    }

    double
    quantity_of(const Case &data, const std::string &key, const std::string &unit, const double absent)
    {
      const std::string text = value_of(data, key);
      return text.empty() ? absent : parse_quantity(text, unit);
    }
  } // namespace

  EffectRules
  effect_rules_of_reactions()
  {
    return {
      {"Reactions",
       [](const Case &data, const auto &) -> std::string {
         return traits_of(data).is_primary ? "\"primary\" knows no kinetics: electrodes are equipotentials" : "";
       }},
      {"Reactions/*",
       [](const Case &data, const auto &names) -> std::string {
         return is_named(data, names[0]) ? "" : "no electrode names this reaction";
       }},
      {"Reactions/*/Concentration exponent",
       [](const Case &data, const auto &names) -> std::string {
         if (traits_of(data).follows_species)
           return "under " + quoted(data.transport) + " rates follow the orders";
         const Reaction *const reaction = find_reaction(data, names[0]);
         const auto            species  = reaction->rate_species();
         return std::all_of(species.begin(), species.end(),
                            [&](const std::string &s) { return stays_at_reference(data, *reaction, s); })
                  ? quoted(data.transport) + " does not follow the species: it stays at the reference concentration"
                  : "";
       }},
      {"Reactions/*/Species/*/Anodic order",
       [](const Case &data, const auto &names) { return order(data, names[0], names[1], true); }},
      {"Reactions/*/Species/*/Cathodic order",
       [](const Case &data, const auto &names) { return order(data, names[0], names[1], false); }},
      {"Reactions/*/Species/*/Reference concentration",
       [](const Case &data, const auto &names) { return reference_concentration(data, names[0], names[1]); }},
      {"Reactions/*/Species/*/Stoichiometry",
       [](const Case &data, const auto &names) { return stoichiometry(data, names[0], names[1]); }},
      {"Reactions/*/Electrons",
       [](const Case &data, const auto &names) -> std::string {
         return traits_of(data).follows_species ||
                    (kind(data, names[0]) == "linear" && has(data, "Reactions/" + names[0] + "/Exchange current density"))
                  ? ""
                  : quoted(data.transport) + " counts charge only";
       }},
      {"Reactions/*/Activation energy",
       [](const Case &data, const auto &names) -> std::string {
         return is_same(data.temperature, quantity_of(data, "Reactions/" + names[0] + "/Reference temperature", "degC", 298.15))
                  ? at_reference_temperature
                  : "";
       }},
      {"Reactions/*/Reference temperature",
       [](const Case &data, const auto &names) -> std::string {
         return kind(data, names[0]) != "Tafel" && !has(data, "Reactions/" + names[0] + "/Activation energy") ? no_activation_energy
                                                                                                              : "";
       }},
      {"Reactions/*/Zinc activity",
       [](const Case &data, const auto &names) -> std::string {
         return has(data, "Reactions/" + names[0] + "/Equilibrium potential") ? "\"Equilibrium potential\" stands in its place"
                                                                              : "";
       }},
    };
  }
} // namespace zincfield
