#include "meshes/number_table.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace zincfield
{
  std::vector<std::vector<double>>
  rows_of_numbers(const std::string &file)
  {
    std::ifstream                    in(file);
    std::vector<std::vector<double>> rows;
    unsigned int                     number = 0;
    for (std::string text; std::getline(in, text);)
      {
        ++number;
        std::replace_if(
          text.begin(), text.end(), [](const char c) { return c == ',' || c == ';' || c == '\r'; }, ' ');
        std::istringstream  words(text);
        std::vector<double> row;
        std::string         word;
        bool                is_header = false;
        while (words >> word && word[0] != '#')
          {
            std::size_t read  = 0;
            double      value = 0.;
            try
              {
                value = std::stod(word, &read);
              }
            catch (const std::exception &)
              {}
            if (read != word.size() || !std::isfinite(value))
              {
                if (!rows.empty())
                  throw std::runtime_error("line " + std::to_string(number) + ": \"" + word.substr(0, 40) + "\" is no number");
                is_header = true;
              }
            row.push_back(value);
          }
        if (row.empty() || is_header)
          continue;
        if (!rows.empty() && row.size() != rows[0].size())
          throw std::runtime_error("line " + std::to_string(number) + " has " + std::to_string(row.size()) +
                                   " numbers and the first " + std::to_string(rows[0].size()));
        rows.push_back(row);
      }
    return rows;
  }
} // namespace zincfield
