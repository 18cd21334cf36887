#include "solver/input/used_input.h"

#include <algorithm>

namespace zincfield
{
  void
  UsedInput::open(const std::string &section)
  {
    lines_.push_back({Line::opening, "", section, ""});
  }

  void
  UsedInput::close()
  {
    if (lines_.back().type == Line::opening)
      lines_.pop_back();
    else
      lines_.push_back({Line::closing, "", "", ""});
  }

  void
  UsedInput::value(const std::string &path, const std::string &key, const std::string &text, const bool given)
  {
    const bool optional = std::find(optional_.begin(), optional_.end(), std::make_pair(path, key)) != optional_.end();
    lines_.push_back({Line::setting, path, key, text, given || !optional});
  }

  void
  UsedInput::presence_matters(const std::string &path, const std::string &key)
  {
    optional_.emplace_back(path, key);
    for (Line &line : lines_)
      if (line.type == Line::setting && line.path == path && line.name == key)
        line.written = false;
  }

  std::string
  UsedInput::text(const std::vector<std::string> &left_out) const
  {
    std::string result;
    std::size_t depth   = 0;
    bool        skipped = false;
    for (const Line &line : lines_)
      {
        if (depth == 0 && line.type == Line::opening)
          skipped = std::find(left_out.begin(), left_out.end(), line.name) != left_out.end();
        if (line.type == Line::closing)
          --depth;
        if (line.written && !skipped)
          result += std::string(2 * depth, ' ') +
                    (line.type == Line::opening   ? "subsection " + line.name
                     : line.type == Line::closing ? "end"
                                                  : "set " + line.name + " = " + line.text) +
                    "\n";
        if (line.written && !skipped && result[result.size() - 2] == '\\')
          result.insert(result.size() - 1,
                        "\\\n"); // the backslash is one of the text where another one continues the line with an empty one
        if (line.type == Line::opening)
          ++depth;
      }
    return result;
  }
} // namespace zincfield
