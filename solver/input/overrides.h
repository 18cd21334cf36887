#pragma once

#include "solver/input/input_tree.h"

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Puts `Section/Key = value` into the input, in place of the value there if any; `origin` names who says so in messages.
   * A section inside another one must exist: a misspelt name of a coating would otherwise quietly begin another coating.
   */
  void
  apply_override(InputSection &input, const std::string &path, const std::string &value, const InputPlace &origin);

  /** The same for a text of the command line. */
  void
  apply_override(InputSection &input, const std::string &text);

  /** Names of the subsections of Variants, in order. */
  std::vector<std::string>
  variant_names(const InputSection &input);

  /** Applies the settings of a variant and takes the section Variants out of the input. An empty name applies none. */
  void
  apply_variant(InputSection &input, const std::string &name);
} // namespace zincfield
