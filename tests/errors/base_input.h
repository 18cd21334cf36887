#pragma once

#include "solver/input/prm_reader.h"
#include "solver/input/read_cases.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace zincfield
{
  namespace base_input
  {
    /** A valid input that the tests spoil in one place. */
    inline const std::string text = R"(set Title = base
subsection Geometry
  set Type = flat cell
  set Gap = 100 um
end
subsection Electrolyte
  set Transport model = binary salt
  set Data set = ZnSO4 2 M
end
subsection Reactions
  subsection zinc
    set Type = Butler-Volmer
    set Exchange current density = 7.36 mA/cm^2
    set Anodic transfer coefficient = 1
    set Cathodic transfer coefficient = 1
  end
end
subsection Materials
  subsection film
    set Conductivity = 1 mS/cm
    set Diffusivity = 1e-11 m^2/s
  end
end
subsection Coatings
  subsection shield
    set Surface = working electrode
    set Layers = inner
    subsection inner
      set Material = film
      set Profile = uniform
      set Thickness = 300 nm
    end
  end
end
subsection Boundaries
  subsection working electrode
    set Condition = electrode
    set Reactions = zinc
  end
  subsection counter
    set Condition = bulk
  end
  subsection sides
    set Condition = insulating
  end
end
subsection Control
  set Mode = galvanostatic
  set Applied current density = 5 mA/cm^2
end
)";

    using Replacements = std::vector<std::pair<std::string, std::string>>;

    /** The base with each first text replaced by the second; an empty first text: appended at the end. */
    inline std::string
    with(const Replacements &replacements)
    {
      std::string result = text;
      for (const auto &[from, to] : replacements)
      {
        const std::size_t position = from.empty() ? result.size() : result.find(from);
        EXPECT_NE(position, std::string::npos) << "the base input has no \"" << from << "\"";
        result.replace(position, from.size(), to);
      }
      return result;
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
