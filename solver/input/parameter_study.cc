#include "solver/input/parameter_study.h"

#include "solver/input/units.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <set>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    const std::string combination   = "Combination",
                      list_or_range = "a list \"10 nm, 30 nm\" or a range \"10 nm to 3 um, 6 values, logarithmic\" (or linear)";

    /** A key that is varied, with its values. */
    struct Axis
    {
      InputEntry               entry;
      std::string              short_name;
      std::vector<std::string> values;
    };

    std::vector<std::string>
    split(const std::string &text, const char separator)
    {
      std::vector<std::string> parts;
      for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1)
        {
          end = text.find(separator, begin);
          parts.push_back(normalise_blanks(text.substr(begin, end == std::string::npos ? end : end - begin)));
        }
      return parts;
    }

    std::string
    with_unit(const double value, const std::string &unit)
    {
      char text[40];
      std::snprintf(text, sizeof(text), "%.6g", value);
      return text + (unit == "1" ? "" : " " + unit);
    }

    /** The values of "A to B, N values, scale", in the unit of A. Throws std::invalid_argument. */
    std::vector<std::string>
    range(const std::vector<std::string> &parts)
    {
      const std::size_t to    = parts[0].find(" to ");
      const std::string first = parts[0].substr(0, to), last = parts[0].substr(to + 4);
      if (!is_quantity(first) || !is_quantity(last))
        throw std::invalid_argument("a range goes from a number to a number");
      const auto [begin, unit]  = split_quantity(first);
      const double end          = Unit(unit).from_si(parse_quantity(last, unit));
      unsigned int n            = 0;
      const auto [rest, failed] = std::from_chars(parts.size() < 2 ? nullptr : parts[1].data(),
                                                  parts.size() < 2 ? nullptr : parts[1].data() + parts[1].size(), n);
      if (parts.size() < 2 || parts.size() > 3 || failed != std::errc() || std::string(rest) != " values" || n < 2)
        throw std::invalid_argument("a range needs its number of values, at least 2");
      if (n > most_cases)
        throw std::invalid_argument("a parameter study has at most " + std::to_string(most_cases) + " cases");
      const std::string scale = parts.size() == 3 ? parts[2] : "linear";
      if (scale != "linear" && scale != "logarithmic")
        throw std::invalid_argument("\"" + scale + "\" is no scale");
      if (scale == "logarithmic" && !(begin * end > 0.))
        throw std::invalid_argument("a logarithmic range does not reach or cross 0");
      std::vector<std::string> values = {first};
      for (unsigned int i = 1; i + 1 < n; ++i)
        {
          const double share = static_cast<double>(i) / (n - 1);
          values.push_back(
            with_unit(scale == "linear" ? begin + share * (end - begin) : begin * std::pow(end / begin, share), unit));
        }
      values.push_back(last);
      return values;
    }

    std::vector<std::string>
    values_of(const InputSection &section, const InputEntry &entry)
    {
      const std::vector<std::string> parts = split(entry.value, entry.value.find(';') == std::string::npos ? ',' : ';');
      const InputPlace               place = section.place(entry.key);
      std::vector<std::string>       values;
      try
        {
          values = parts[0].find(" to ") == std::string::npos ? parts : range(parts);
        }
      catch (const std::invalid_argument &problem)
        {
          throw InputError(place, problem.what(), list_or_range);
        }
      std::set<std::string> before;
      for (const std::string &value : values)
        if (value.empty())
          throw InputError(place, "a value is empty", list_or_range);
        else if (!before.insert(value).second)
          throw InputError(place, "the value \"" + value + "\" stands twice", "different values");
      return values;
    }

    /** The last part of a key; with the part before it where two keys end alike. */
    void
    name_axes(std::vector<Axis> &axes)
    {
      const auto end_of = [](const Axis &axis) { return split_path(axis.entry.key).back(); };
      for (Axis &axis : axes)
        {
          const auto parts = split_path(axis.entry.key);
          const auto alike =
            std::count_if(axes.begin(), axes.end(), [&](const Axis &other) { return end_of(other) == parts.back(); });
          axis.short_name = (alike > 1 ? parts[parts.size() - 2] + " " : "") + parts.back();
        }
    }

    std::vector<Axis>
    axes_of(const InputSection &section)
    {
      std::vector<Axis> axes;
      for (const InputSection &inside : section.sections)
        throw InputError(section.place(inside.name), "a parameter study has no subsections", "\"set Section/Key = values\"");
      for (const InputEntry &entry : section.entries)
        {
          if (entry.key == combination)
            continue;
          if (entry.key.find('/') == std::string::npos)
            throw InputError(section.place(entry.key), "this is no key of the input with its section",
                             "\"set Section/Key = values\", and Combination");
          axes.push_back({entry, "", values_of(section, entry)});
        }
      if (axes.empty())
        throw InputError(section.place(""), "nothing is varied", "\"set Section/Key = values\"");
      name_axes(axes);
      return axes;
    }

    bool
    zipped(const InputSection &section)
    {
      const InputEntry *const entry = section.find_entry(combination);
      if (entry && entry->value != "product" && entry->value != "zipped")
        throw InputError(section.place(combination), "this is not one of the choices", "product or zipped",
                         did_you_mean(entry->value, {"product", "zipped"}));
      return entry && entry->value == "zipped";
    }

    /** Of case `index`: which value of each axis. */
    std::vector<std::size_t>
    position(const std::vector<Axis> &axes, const bool together, std::size_t index)
    {
      std::vector<std::size_t> result(axes.size(), index);
      for (std::size_t a = axes.size(); a-- > 0 && !together; index /= axes[a].values.size())
        result[a] = index % axes[a].values.size();
      return result;
    }
  } // namespace

  std::vector<StudyCase>
  study_cases(const InputSection &input)
  {
    const InputSection *const section = input.find_section("Sweep");
    if (section == nullptr)
      return {StudyCase()};
    const std::vector<Axis> axes     = axes_of(*section);
    const bool              together = zipped(*section);
    std::size_t             n        = together ? axes[0].values.size() : 1;
    for (const Axis &axis : axes)
      {
        if (together && axis.values.size() != n)
          throw InputError(section->place(axis.entry.key),
                           "zipped keys have as many values each; this one has " + std::to_string(axis.values.size()) +
                             ", the first " + std::to_string(n),
                           std::to_string(n) + " values, or Combination = product");
        n = together ? n : std::min<std::size_t>(n, most_cases + 1) * axis.values.size();
      }
    if (n > most_cases)
      throw InputError(section->place(""), "the parameter study has more than " + std::to_string(most_cases) + " cases",
                       "fewer values");
    std::vector<StudyCase> cases(n);
    for (std::size_t m = 0; m < n; ++m)
      {
        const std::vector<std::size_t> at = position(axes, together, m);
        for (std::size_t a = 0; a < axes.size(); ++a)
          {
            InputEntry setting = axes[a].entry;
            setting.value      = axes[a].values[at[a]];
            cases[m].name += (a == 0 ? "" : ", ") + axes[a].short_name + " " + setting.value;
            cases[m].settings.push_back(setting);
          }
      }
    return cases;
  }

  void
  reject_set_twice(const InputSection &input, const std::vector<std::string> &overrides)
  {
    const InputSection *const study = input.find_section("Sweep"), *const variants = input.find_section("Variants");
    if (study == nullptr)
      return;
    if (input.find_section("Fits"))
      throw InputError(study->place(""), "an input with Fits has no Sweep",
                       "a parameter study in an input of its own, with the values that were found");
    for (const InputEntry &swept : study->entries)
      {
        const auto same = [&](const std::string &key) { return split_path(key) == split_path(swept.key); };
        for (const std::string &override : overrides)
          if (const std::string key = normalise_blanks(override.substr(0, override.find('='))); same(key))
            throw InputError({"--set", 0, override, ""}, "the parameter study varies this key",
                             "keys that the parameter study does not vary");
        for (const InputSection &variant : variants ? variants->sections : std::list<InputSection>())
          for (const InputEntry &entry : variant.entries)
            if (same(entry.key))
              throw InputError({entry.file, entry.line, "Variants/" + variant.name + "/" + entry.key, entry.value},
                               "the parameter study varies this key", "keys that the parameter study does not vary");
      }
  }
} // namespace zincfield
