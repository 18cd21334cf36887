#include "solver/input/input_error.h"

#include "solver/input/plain_text.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace zincfield
{
  namespace
  {
    std::string
    sentence(std::string text)
    {
      while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
      return text.empty() || text.back() == '?' ? text : text + ".";
    }

    std::string
    message(const InputPlace &place, const std::string &problem, const std::string &allowed, const std::string &hint)
    {
      constexpr std::size_t most = 300; // of a value or a name: a paragraph remains one
      std::string           text = file_and_line(place) + ": ";
      if (!place.key.empty())
        text += printable(place.key, most) + (place.value.empty() ? "" : " = " + printable(place.value, most)) + ": ";
      text += printable(sentence(problem), 1000);
      if (!allowed.empty())
        text += " Allowed: " + sentence(allowed);
      if (!hint.empty())
        text += " " + printable(hint, 1000);
      return printable(text);
    }

    std::string
    lower_case(std::string text)
    {
      std::transform(text.begin(), text.end(), text.begin(), [](const unsigned char c) { return std::tolower(c); });
      return text;
    }

    /** Levenshtein's distance: the fewest insertions, deletions and replacements that turn `a` into `b`. */
    std::size_t
    edit_distance(const std::string &a, const std::string &b)
    {
      std::vector<std::size_t> row(b.size() + 1);
      std::iota(row.begin(), row.end(), 0);
      for (std::size_t i = 1; i <= a.size(); ++i)
        {
          std::size_t diagonal = row[0];
          row[0]               = i;
          for (std::size_t j = 1; j <= b.size(); ++j)
            {
              const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
              diagonal                   = row[j];
              row[j]                     = std::min({row[j] + 1, row[j - 1] + 1, replaced});
            }
        }
      return row.back();
    }
  } // namespace

  std::string
  file_and_line(const InputPlace &place)
  {
    return place.line == 0 ? place.file : place.file + ":" + std::to_string(place.line);
  }

  InputError::InputError(const InputPlace &place, const std::string &problem, const std::string &allowed, const std::string &hint)
    : std::runtime_error(message(place, problem, allowed, hint))
  {}

  std::string
  nearest_name(const std::string &name, const std::vector<std::string> &candidates)
  {
    std::string best;
    // A third of the letters wrong is still a misspelling; more is another word.
    std::size_t shortest = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (const std::string &candidate : candidates)
      {
        const std::size_t distance = edit_distance(lower_case(name), lower_case(candidate));
        if (distance < shortest && distance < candidate.size())
          {
            shortest = distance;
            best     = candidate;
          }
      }
    return best;
  }

  std::string
  did_you_mean(const std::string &name, const std::vector<std::string> &candidates)
  {
    const std::string nearest = nearest_name(name, candidates);
    return nearest.empty() ? "" : "Did you mean \"" + nearest + "\"?";
  }

  std::string
  join_alternatives(const std::vector<std::string> &names)
  {
    constexpr std::size_t longest = 120; // of a name that a user chose
    std::string           text;
    for (std::size_t i = 0; i < names.size(); ++i)
      text += (i == 0                  ? ""
               : i + 1 == names.size() ? " or "
                                       : ", ") +
              (names[i].size() > longest ? names[i].substr(0, longest) + "..." : names[i]);
    return text;
  }
} // namespace zincfield
