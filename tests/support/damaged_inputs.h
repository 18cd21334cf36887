#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

// Inputs that are damaged at random. ZINCFIELD_FUZZ=100000 asks for more of them, ZINCFIELD_SEED=2 for others.

namespace zincfield::damaged_inputs
{
  inline unsigned int
  asked(const char *name, const unsigned int otherwise)
  {
    const char *const text = std::getenv(name);
    return text ? std::atoi(text) : otherwise;
  }

  /** Of the inputs that come with the program: file and text. */
  inline std::vector<std::pair<std::string, std::string>>
  shipped()
  {
    std::vector<std::pair<std::string, std::string>> inputs;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(ZINCFIELD_SOURCE_DIR "/inputs"))
      if (entry.path().extension() == ".prm")
        {
          std::ostringstream text;
          text << std::ifstream(entry.path()).rdbuf();
          inputs.emplace_back(entry.path().string(), text.str());
        }
    std::sort(inputs.begin(), inputs.end());
    return inputs;
  }

  class Mutations
  {
  public:
    explicit Mutations(const unsigned int seed)
      : generator_(seed)
    {}

    std::size_t
    below(const std::size_t n)
    {
      return n == 0 ? 0 : generator_() % n;
    }

    /** A text with one to three faults; `other` lends lines. */
    std::string
    spoilt(const std::string &text, const std::string &other)
    {
      std::vector<std::string> lines = split(text), more = split(other);
      for (std::size_t n = 1 + below(3); n > 0; --n)
        change(lines, more);
      std::string result;
      for (const std::string &line : lines)
        result += line + "\n";
      return result;
    }

  private:
    static std::vector<std::string>
    split(const std::string &text)
    {
      std::vector<std::string> lines;
      std::istringstream       stream(text);
      for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
      return lines;
    }

    void
    change(std::vector<std::string> &lines, const std::vector<std::string> &more)
    {
      if (lines.empty())
        return;
      std::string &line = lines[below(lines.size())], before = line;
      switch (below(9))
        {
          case 0: // another value
            if (const std::size_t equals = line.find('='); equals != std::string::npos)
              line = line.substr(0, equals + 1) + " " + value();
            break;
          case 1: // a number with something else at its place
            if (const std::size_t digit = line.find_first_of("0123456789", line.find('=') + 1); digit != std::string::npos)
              line.replace(digit, 1, value());
            break;
          case 2: // a byte
            if (!line.empty())
              line[below(line.size())] = static_cast<char>(below(256));
            break;
          case 3: // cut off
            line.resize(below(line.size() + 1));
            break;
          case 4:
            lines.erase(lines.begin() + below(lines.size()));
            break;
          case 5:
            lines.insert(lines.begin() + below(lines.size()), before);
            break;
          case 6:
            std::swap(line, lines[below(lines.size())]);
            break;
          case 7:
            if (!more.empty())
              lines.insert(lines.begin() + below(lines.size()), more[below(more.size())]);
            break;
          default:
            if (!line.empty())
              line.insert(below(line.size()), value());
        }
    }

    std::string
    value()
    {
      static const std::vector<std::string> values = {"",
                                                      "0",
                                                      "-1",
                                                      "1e-300",
                                                      "1e300",
                                                      "1e999",
                                                      "nan",
                                                      "inf",
                                                      "-0",
                                                      "0x10",
                                                      "1e5 um",
                                                      "1e-5 nm",
                                                      "4294967296",
                                                      "1000000",
                                                      "true",
                                                      "none",
                                                      "..",
                                                      "/",
                                                      "\\",
                                                      "#",
                                                      "set",
                                                      "end",
                                                      "subsection A",
                                                      "1, 2, 3",
                                                      "1 to 2, 1000000000 values",
                                                      "1 to 5, 3 values, logarithmic",
                                                      "1e9 * (a)",
                                                      "x/0",
                                                      "sqrt(-1)",
                                                      "height - distance_from_tip [nm]",
                                                      "1/x [um]",
                                                      "10 mA/cm^2",
                                                      "-5 V",
                                                      "20 degC",
                                                      "1 mol/L",
                                                      "\xC3\xA4",
                                                      "\xFF",
                                                      "\xED\xA0\x80",
                                                      "a; b; c",
                                                      "(",
                                                      ")",
                                                      "[",
                                                      "]",
                                                      "{",
                                                      "\"",
                                                      "'",
                                                      "%",
                                                      "$",
                                                      "\xE2\x88\x92"
                                                      "1",
                                                      "1,5",
                                                      "1 2",
                                                      "m^99999999",
                                                      "1 m^-3 s^400",
                                                      std::string(6000, '('),
                                                      std::string(3000, 'x'),
                                                      "binary salt",
                                                      "Poisson-Nernst-Planck",
                                                      "dilute ions",
                                                      "primary",
                                                      "secondary",
                                                      "electrode",
                                                      "counter electrode"};
      return values[below(values.size())];
    }

    std::mt19937 generator_;
  };
} // namespace zincfield::damaged_inputs
