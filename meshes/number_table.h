#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /** The rows of numbers in a text file, separated by blanks, commas or semicolons; lines that begin with # are comments, and so
   * are lines with words before the first row. Throws std::runtime_error with the line of what is wrong. */
  std::vector<std::vector<double>>
  rows_of_numbers(const std::string &file);
} // namespace zincfield
