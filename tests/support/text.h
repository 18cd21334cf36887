#pragma once

#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace zincfield
{
  /** A number as an input file takes it, with all its digits. */
  inline std::string
  number(const double x)
  {
    char text[40];
    std::snprintf(text, sizeof(text), "%.15g", x);
    return text;
  }

  /** The entries of a line of a CSV file. */
  inline std::vector<std::string>
  split(const std::string &line)
  {
    std::vector<std::string> words;
    std::istringstream       text(line);
    for (std::string word; std::getline(text, word, ',');)
      words.push_back(word);
    return words;
  }
} // namespace zincfield
