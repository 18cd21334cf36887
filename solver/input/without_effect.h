#pragma once

#include "solver/input/case.h"
#include "solver/input/input_tree.h"

namespace zincfield
{
  /**
   * Keys that mean something in some cases only. A star in `keys` stands for any one name: "Materials/<star>/Fixed charge"; a
   * section stands for all that is in it.
   *
   * `reason` says why they have no effect in a case, as the rest of the sentence `"..." has no effect: `; empty: they have one.
   * `names` are those that stand for the stars.
   */
  struct EffectRule
  {
    std::string                                                                         keys;
    std::function<std::string(const Case &data, const std::vector<std::string> &names)> reason;
  };

  using EffectRules = std::vector<EffectRule>;

  /** Of the sections Electrolyte and Reactions. */
  EffectRules
  effect_rules_of_electrolyte();
  EffectRules
  effect_rules_of_reactions();

  /** Of Materials, Coatings and Boundaries. */
  EffectRules
  effect_rules_of_films();
  EffectRules
  effect_rules_of_scaffolds();
  EffectRules
  effect_rules_of_boundaries();

  /** Of what drives a run, of its numerics and of its output. */
  EffectRules
  effect_rules_of_runs();

  /** What stands in the input: keys and sections with their values and lines. */
  std::map<std::string, GivenKey>
  given_keys(const InputSection &input);

  /** The keys among data.given that have no effect, in the order of the rules; of a section without effect only the section. */
  std::vector<KeyWithoutEffect>
  keys_without_effect(const Case &data);

  /** Leaves out of each of the cases of an input what acts in another one of them: the input is right as it is. */
  void
  forget_what_acts_elsewhere(std::vector<Case> &cases);
} // namespace zincfield
