#include "solver/input/effect_rules.h"
#include "solver/input/without_effect.h"

namespace zincfield
{
  namespace
  {
    EffectRule
    of_scaffold(const std::string &key, const std::function<std::string(const Case &, const Scaffold &)> &reason)
    {
      return {"Materials/*/Scaffold/" + key, [reason](const Case &data, const std::vector<std::string> &names) -> std::string {
                const auto found = data.materials.find(names[0]);
                return found == data.materials.end() || !found->second.scaffold ? "" : reason(data, *found->second.scaffold);
              }};
    }

    std::string
    area(const Case &, const Scaffold &scaffold)
    {
      return scaffold.reactions.empty() && scaffold.capacitance == 0. ? "nothing reacts on the scaffold, and it is not charged"
                                                                      : "";
    }

    std::string
    filling(const Case &data, const Scaffold &scaffold)
    {
      return scaffold.fills && data.is_transient() ? "" : "nothing fills the pores";
    }
  } // namespace

  EffectRules
  effect_rules_of_scaffolds()
  {
    const auto conduction = [](const Case &, const Scaffold &scaffold) -> std::string {
      return scaffold.perfect_conductor ? "all of a perfect conductor has the potential of the metal" : "";
    };
    return {of_scaffold("Electronic conductivity", conduction),
            of_scaffold("Electronic anisotropy", conduction),
            of_scaffold("Double-layer capacitance",
                        [](const Case &data, const Scaffold &) -> std::string {
                          return is_steady_only(data) ? "a steady current does not charge it" : "";
                        }),
            of_scaffold("Fills",
                        [](const Case &data, const Scaffold &) -> std::string {
                          return data.is_transient() ? "" : "pores fill in time only";
                        }),
            of_scaffold("Closing porosity", filling),
            of_scaffold("Area exponent", filling),
            of_scaffold("Specific area", area),
            of_scaffold("Fibre diameter", area),
            of_scaffold("Pore diameter", area)};
  }
} // namespace zincfield
