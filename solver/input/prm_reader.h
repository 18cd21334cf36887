#pragma once

#include "solver/input/input_tree.h"

#include <string>

namespace zincfield
{
  /**
   * Reads deal.II's parameter syntax: `subsection NAME` ... `end`, `set KEY = VALUE`, `include FILE` (relative to the file that
   * says it), `#` comments, a backslash at the end of a line continues it.
   *
   * deal.II's own reader knows no lines, names no candidates, and a file that includes itself or nests absurdly deep crashes the
   * process; this one stops with an InputError. A key set twice in one section is an error too.
   */
  InputSection
  read_prm_file(const std::string &file);

  /** The same from a text; `name` stands for the file in messages, and includes are relative to the working directory. */
  InputSection
  read_prm_text(const std::string &text, const std::string &name);
} // namespace zincfield
