#include "solver/input/without_effect.h"

#include "solver/input/input_error.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** Sections are noted for the keys in them: those that only the program made, and those that say what holds anyway, are not. */
    void
    add_section(const InputSection &section, std::map<std::string, GivenKey> &given)
    {
      const std::size_t before = given.size();
      for (const InputEntry &entry : section.entries)
        if (!entry.is_default)
          given[section.full_name(entry.key)] = {entry.value, file_and_line({entry.file, entry.line, "", ""})};
      for (const InputSection &inside : section.sections)
        if (!section.path.empty() || (inside.name != "Variants" && inside.name != "Sweep" && inside.name != "Fits"))
          add_section(inside, given);
      if (!section.path.empty() && given.size() > before)
        given[section.path] = {"", file_and_line({section.file, section.line, "", ""})};
    }

    /** What stands for the stars of `pattern` at the beginning of `path`; nothing where it does not begin so. */
    std::optional<std::vector<std::string>>
    names_in(const std::vector<std::string> &path, const std::vector<std::string> &pattern)
    {
      std::vector<std::string> names;
      if (path.size() < pattern.size())
        return {};
      for (std::size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] == "*")
          names.push_back(path[i]);
        else if (pattern[i] != path[i])
          return {};
      return names;
    }

    std::string
    first_parts(const std::vector<std::string> &path, const std::size_t n)
    {
      std::string text;
      for (std::size_t i = 0; i < n; ++i)
        text += (i == 0 ? "" : "/") + path[i];
      return text;
    }

    /** Whether one of `noted` is the key or a section that it is in. */
    bool
    is_covered(const std::vector<KeyWithoutEffect> &noted, const std::string &key)
    {
      return std::any_of(noted.begin(), noted.end(),
                         [&](const KeyWithoutEffect &other) { return key == other.key || key.rfind(other.key + "/", 0) == 0; });
    }

    bool
    acts_in(const Case &data, const KeyWithoutEffect &unused)
    {
      const auto found = data.given.find(unused.key);
      return found != data.given.end() && found->second.place == unused.place && !is_covered(data.without_effect, unused.key);
    }
  } // namespace

  std::string
  KeyWithoutEffect::text() const
  {
    return "\"" + key + "\" has no effect: " + reason + (place.empty() ? "" : " (" + place + ")");
  }

  std::map<std::string, GivenKey>
  given_keys(const InputSection &input)
  {
    std::map<std::string, GivenKey> given;
    add_section(input, given);
    return given;
  }

  std::vector<KeyWithoutEffect>
  keys_without_effect(const Case &data)
  {
    std::vector<KeyWithoutEffect> unused;
    for (const EffectRules &rules : {effect_rules_of_electrolyte(), effect_rules_of_reactions(), effect_rules_of_films(),
                                     effect_rules_of_scaffolds(), effect_rules_of_boundaries(), effect_rules_of_runs()})
      for (const EffectRule &rule : rules)
        {
          const std::vector<std::string> pattern = split_path(rule.keys);
          for (const auto &given : data.given)
            {
              const std::vector<std::string> path  = split_path(given.first);
              const auto                     names = names_in(path, pattern);
              if (!names)
                continue;
              const std::string key = first_parts(path, pattern.size());
              if (is_covered(unused, key))
                continue;
              if (const std::string reason = rule.reason(data, *names); !reason.empty())
                unused.push_back({key, data.given.count(key) > 0 ? data.given.at(key).place : given.second.place, reason});
            }
        }
    return unused;
  }

  void
  forget_what_acts_elsewhere(std::vector<Case> &cases)
  {
    std::vector<std::vector<KeyWithoutEffect>> kept;
    for (const Case &data : cases)
      {
        kept.push_back(data.without_effect);
        auto &list = kept.back();
        list.erase(std::remove_if(
                     list.begin(), list.end(),
                     [&](const KeyWithoutEffect &unused) {
          return std::any_of(cases.begin(), cases.end(), [&](const Case &other) { return acts_in(other, unused); });
                     }),
                   list.end());
      }
    for (std::size_t i = 0; i < cases.size(); ++i)
      cases[i].without_effect = kept[i];
  }
} // namespace zincfield
