#pragma once

#include "solver/input/case.h"
#include "solver/input/input_tree.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Reads and checks an input file: one case for each of its variants, or a single one if it has none; with a parameter study, one
   * for each of its cases too. `overrides` are texts "Section/Key = value", applied after a variant's own settings; a `variant`
   * selects one. No mesh is built. Throws InputError.
   */
  std::vector<Case>
  read_cases(const std::string &file, const std::vector<std::string> &overrides = {}, const std::string &variant = "");

  /** The same from an input already in memory. */
  std::vector<Case>
  read_cases(const InputSection &input, const std::vector<std::string> &overrides = {}, const std::string &variant = "");

  /** Throws InputErrors with every mistake of an input, in all of its cases, where read_cases() stops at the first. */
  void
  require_no_errors(const std::string &file, const std::vector<std::string> &overrides = {}, const std::string &variant = "");

  /** Where "Section/Key" of a case was said: in its variant, its parameter study, on the command line or in the input itself; the
   * nearest line where it was not. */
  InputPlace
  place_of(const Case &data, const std::string &path);

  /** The resolved input of one case, with every value in effect: a valid input that gives the same case again. */
  void
  write_used_input(std::ostream &stream, const Case &data);
} // namespace zincfield
