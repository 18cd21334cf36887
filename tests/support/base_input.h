#pragma once

#include "solver/input/describe_input.h"
#include "solver/input/prm_reader.h"
#include "solver/input/read_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace zincfield
{
  namespace base_input
  {
    using Replacements = std::vector<std::pair<std::string, std::string>>;

    /** A text with each first one of a pair replaced by the second, where it comes first; an empty first one: appended at the end.
     */
    inline std::string
    replaced(std::string text, const Replacements &replacements)
    {
      for (const auto &[from, to] : replacements)
        {
          const std::size_t position = from.empty() ? text.size() : text.find(from);
          EXPECT_NE(position, std::string::npos) << "the input has no \"" << from << "\"";
          text.replace(position, from.size(), to);
        }
      return text;
    }

    inline const std::string flat_cell = "  set Type = flat cell\n  set Gap = 100 um\n";

    /** A valid input that the tests spoil in one place: the example that --template writes, on a flat cell, with short names and
     * without empty lines. */
    inline const std::string text = replaced(std::regex_replace(example_input(), std::regex("\n\n+"), "\n").substr(1),
                                             {{"Zinc protrusion with a coating in 2 M zinc sulfate", "base"},
                                              {"  set Type = protrusion\n  set Shape = Gaussian\n  set Height = 5 um\n  set "
                                               "Standard deviation = 2 um\n  set Cell half-width = 20 um\n  set Gap = 50 um\n",
                                               flat_cell},
                                              {"zinc deposition", "zinc"},
                                              {"zinc deposition", "zinc"},
                                              {"subsection coating\n", "subsection shield\n"}});

    /** The coating of the base with its material, to be taken out or changed. */
    inline const std::string coating =
      "subsection Materials\n  subsection film\n    set Conductivity = 1 mS/cm\n    set Diffusivity = 1e-11 m^2/s\n  end\nend\n"
      "subsection Coatings\n  subsection shield\n    set Surface = working electrode\n    set Layers = inner\n    subsection "
      "inner\n"
      "      set Material = film\n      set Profile = uniform\n      set Thickness = 300 nm\n    end\n  end\nend\n";

    inline std::string
    with(const Replacements &replacements)
    {
      return replaced(text, replacements);
    }

    /** Number of the line that `part` stands in. */
    inline std::string
    line_of(const std::string &whole, const std::string &part)
    {
      const std::size_t position = whole.find(part);
      EXPECT_NE(position, std::string::npos) << "no line with \"" << part << "\"";
      return std::to_string(1 + std::count(whole.begin(), whole.begin() + position, '\n'));
    }

    /** Lines "Section/Key = value" as text to append, which may open sections that the base does not have. */
    inline std::string
    as_text(const std::vector<std::string> &lines)
    {
      std::string result;
      for (const std::string &line : lines)
        {
          const std::size_t              equals = line.find('=');
          const std::vector<std::string> parts  = split_path(line.substr(0, equals));
          for (std::size_t i = 0; i + 1 < parts.size(); ++i)
            result += "subsection " + parts[i] + "\n";
          result += "set " + parts.back() + " " + line.substr(equals) + "\n";
          for (std::size_t i = 0; i + 1 < parts.size(); ++i)
            result += "end\n";
        }
      return result;
    }

    inline std::vector<Case>
    cases(const Replacements &replacements, const std::vector<std::string> &overrides = {}, const std::string &variant = "")
    {
      return read_cases(read_prm_text(with(replacements), "test.prm"), overrides, variant);
    }

    /** The message of the InputError that the spoilt input gives. */
    inline std::string
    message(const Replacements &replacements, const std::vector<std::string> &overrides = {}, const std::string &variant = "")
    {
      try
        {
          cases(replacements, overrides, variant);
        }
      catch (const InputError &error)
        {
          return error.what();
        }
      return "no error";
    }
  } // namespace base_input
} // namespace zincfield
