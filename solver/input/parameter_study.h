#pragma once

#include "solver/input/input_tree.h"

#include <string>
#include <vector>

namespace zincfield
{
  /** More cases than these are a slip of the keyboard: each has a folder of its own. */
  constexpr std::size_t most_cases = 10000;

  /** One of the cases that a parameter study makes of an input. */
  struct StudyCase
  {
    std::string             name;     // "Thickness 10 nm, Applied current density 1 mA/cm^2"
    std::vector<InputEntry> settings; // key "Section/Key", with the line of the study that they come from
  };

  /**
   * The cases of the section Sweep, whose lines are "set Section/Key = values": a list "10 nm, 30 nm" (with semicolons where values
   * have commas) or a range "10 nm to 3 um, 6 values, logarithmic", whose inner values are rounded to six digits. All combinations
   * in the order of the lines, the last key varying fastest, or with Combination = zipped the first values of all, the second ones,
   * and so on. Without a section: one case without name or settings. Throws InputError.
   */
  std::vector<StudyCase>
  study_cases(const InputSection &input);

  /** Throws InputError where a variant or an override "Section/Key = value" sets a key that the study varies. */
  void
  reject_set_twice(const InputSection &input, const std::vector<std::string> &overrides);
} // namespace zincfield
