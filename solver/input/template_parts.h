#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /** A small input of a geometry, of a transport model or of both; what is not named is as in the example. Throws
   * std::invalid_argument where a name is neither. */
  std::string
  input_of(const std::vector<std::string> &kinds);
} // namespace zincfield
