#include "solver/input/reading_parameters.h"

#include "physics/joined.h"
#include "solver/input/case.h"
#include "solver/input/description.h"
#include "solver/input/input_errors.h"
#include "solver/input/plain_text.h"
#include "solver/input/spatial_expression.h"
#include "solver/input/units.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    InputPlace
    place_of(const InputSection &section, const InputEntry &entry)
    {
      return {entry.file, entry.line, section.full_name(entry.key), entry.value};
    }

    /** What follows from a mistake that was gathered already. */
    struct Consequence : InputError
    {
      Consequence()
        : InputError("")
      {}
    };

    std::vector<std::string>
    split_list(const std::string &text)
    {
      std::vector<std::string> names;
      std::string              rest = text;
      while (!rest.empty())
        {
          const std::size_t comma = rest.find(',');
          names.push_back(normalise_blanks(rest.substr(0, comma)));
          rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
        }
      return names;
    }
    /** The unused section that the name of one left out is nearest to: a misspelt section shows first as values that are missing.
     */
    std::string
    perhaps_misspelt(const InputSection &parent, const std::string &name)
    {
      std::vector<std::string> unused;
      for (const InputSection &other : parent.sections)
        if (!other.used)
          unused.push_back(other.name);
      const std::string nearest = nearest_name(name, unused);
      return nearest.empty() ? "" : "Was the section \"" + nearest + "\" at " + file_and_line(parent.place(nearest)) + " meant?";
    }
  } // namespace

  InputEntry *
  ReadingParameters::take(const std::string &key, const std::string &default_text, const bool required, const std::string &allowed)
  {
    section_.known_keys.insert(key);
    InputEntry *const entry = section_.find_entry(key);
    if (entry != nullptr)
      {
        entry->used       = true;
        entry->is_default = !required && entry->value == default_text;
        used_.value(section_.path, key, entry->value, true);
        return entry;
      }
    if (!required)
      {
        used_.value(section_.path, key, default_text, false);
        return nullptr;
      }
    // A misspelt key is reported here as missing, before the walk ends and would report it as unknown.
    std::vector<std::string> unused;
    for (const InputEntry &other : section_.entries)
      if (!other.used)
        unused.push_back(other.key);
    const std::string nearest = nearest_name(key, unused);
    const std::string hint =
      nearest.empty() ? section_.perhaps : "Was \"" + nearest + "\" at " + file_and_line(section_.place(nearest)) + " meant?";
    throw InputError(section_.place(key), "a value must be given", allowed, hint);
  }

  template <typename Read>
  bool
  ReadingParameters::succeeds(const Read &read)
  {
    try
      {
        read();
        return true;
      }
    catch (const Consequence &)
      {
        return false;
      }
    catch (const InputError &error)
      {
        if (errors_ == nullptr)
          throw;
        errors_->add(section_.path, error);
        return false;
      }
  }

  void
  ReadingParameters::note_number(const InputEntry &entry) const
  {
    if (changed_ == nullptr || !entry.changed)
      return;
    const auto parts = split_quantity(entry.value);
    changed_->push_back({section_.full_name(entry.key), parts.first, parts.second, ""});
  }

  void
  ReadingParameters::note_word(const InputEntry &entry) const
  {
    if (changed_ != nullptr && entry.changed && entry.key != "Source" && !entry.value.empty())
      changed_->push_back({section_.full_name(entry.key), std::numeric_limits<double>::quiet_NaN(), "", entry.value});
  }

  void
  ReadingParameters::quantity(
    const std::string &key, double &value, const std::string &unit, const Range &range, const std::string &)
  {
    const bool read = succeeds([&]() {
      const bool        required = std::isnan(value);
      const double      before   = value;
      const std::string allowed  = allowed_quantity(unit, range);
      InputEntry *const entry    = take(key, required ? "" : quantity_text(value, unit), required, allowed);
      if (entry == nullptr)
        return;
      try
        {
          value             = parse_quantity(entry->value, unit);
          entry->is_default = value == before;
        }
      catch (const std::invalid_argument &problem)
        {
          throw InputError(place_of(section_, *entry), problem.what(), allowed);
        }
      if (!range.contains(value))
        throw InputError(place_of(section_, *entry), "the value is out of range", allowed);
      note_number(*entry);
    });
    if (!read)
      value = parse_quantity(example_quantity(unit, range), unit); // to go on with
  }

  void
  ReadingParameters::expression(
    const std::string &key, SpatialValue &value, const std::string &unit, const Range &range, const std::string &)
  {
    const bool read = succeeds([&]() {
      const bool        required     = value.is_constant() && std::isnan(value({}));
      const std::string default_text = required ? "" : value.is_constant() ? quantity_text(value({}), unit) : value.text();
      if (InputEntry *const entry = take(key, default_text, required, allowed_quantity(unit, range)))
        {
          const SpatialValue before = value;
          value                     = parse_spatial_value(entry->value, unit, range, place_of(section_, *entry));
          entry->is_formula         = true;
          if (value.is_constant() && before.is(value({})))
            entry->is_default = true;
          if (value.is_constant() && is_quantity(entry->value))
            note_number(*entry);
          else
            note_word(*entry);
        }
    });
    if (!read)
      value = SpatialValue(parse_quantity(example_quantity(unit, range), unit));
  }

  void
  ReadingParameters::integer(
    const std::string &key, unsigned int &value, const unsigned int lowest, const unsigned int highest, const std::string &)
  {
    succeeds([&]() {
      const std::string       allowed = "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
      const InputEntry *const entry   = take(key, std::to_string(value), false, allowed);
      if (entry == nullptr)
        return;
      const char *const begin = entry->value.data(), *const end = begin + entry->value.size();
      unsigned int number = 0;
      const auto   parsed = std::from_chars(begin, end, number);
      if (parsed.ec != std::errc() || parsed.ptr != end)
        throw InputError(place_of(section_, *entry), "this is not a whole number", allowed);
      if (number < lowest || number > highest)
        throw InputError(place_of(section_, *entry), "the value is out of range", allowed);
      value = number;
      note_number(*entry);
    });
  }

  void
  ReadingParameters::boolean(const std::string &key, bool &value, const std::string &)
  {
    succeeds([&]() {
      const InputEntry *const entry = take(key, value ? "true" : "false", false, "true or false");
      if (entry == nullptr)
        return;
      const bool is_true = entry->value == "true" || entry->value == "yes";
      if (!is_true && entry->value != "false" && entry->value != "no")
        throw InputError(place_of(section_, *entry), "this is neither true nor false", "true or false");
      value = is_true;
      note_word(*entry);
    });
  }

  void
  ReadingParameters::choice(const std::string              &key,
                            std::string                    &value,
                            const std::vector<std::string> &allowed,
                            const std::string &)
  {
    const InputEntry *const entry = take(key, value, value == "?", join_alternatives(allowed));
    if (entry == nullptr)
      return;
    if (std::find(allowed.begin(), allowed.end(), entry->value) == allowed.end())
      throw InputError(place_of(section_, *entry), "this is not one of the choices", join_alternatives(allowed),
                       did_you_mean(entry->value, allowed));
    value = entry->value;
    note_word(*entry);
  }

  void
  ReadingParameters::text(const std::string &key, std::string &value, const std::string &)
  {
    succeeds([&]() {
      if (const InputEntry *const entry = take(key, value, value == "?", "a text"))
        {
          value = entry->value;
          note_word(*entry);
        }
    });
  }

  void
  ReadingParameters::file(const std::string &key, std::string &path, const std::string &)
  {
    succeeds([&]() {
      section_.known_keys.insert(key);
      InputEntry *const entry = section_.find_entry(key);
      if (entry == nullptr || entry->value.empty())
        {
          take(key, path, path == "?", file_allowed);
          return;
        }
      namespace fs              = std::filesystem;
      const InputPlace place    = place_of(section_, *entry);
      const fs::path   absolute = fs::absolute(fs::path(entry->file).parent_path() / entry->value).lexically_normal();
      std::error_code  error;
      if (!fs::exists(absolute, error))
        throw InputError(place, "there is no file \"" + absolute.string() + "\"", file_allowed);
      if (fs::is_directory(absolute, error) || !std::ifstream(absolute))
        throw InputError(place, "\"" + absolute.string() + "\" cannot be read as a file", file_allowed);
      // used.prm lies elsewhere: it takes the path that holds everywhere, if it can.
      if (normalise_blanks(absolute.string()) != absolute.string() || absolute.string().find('#') != std::string::npos ||
          !find_fault(absolute.string()).why.empty())
        throw InputError(place, "an input cannot hold the path of this file, \"" + absolute.string() + "\"",
                         "paths of UTF-8 text without #, line ends, and several blanks one after the other");
      path = entry->value = absolute.string();
      take(key, "", false, file_allowed);
    });
  }

  void
  ReadingParameters::list(const std::string &key, std::vector<std::string> &value, const std::string &)
  {
    const bool read = succeeds([&]() {
      const bool              required = value.size() == 1 && value[0] == "?";
      const InputEntry *const entry    = take(key, joined(value), required, "names separated by commas");
      if (entry == nullptr)
        return;
      value = split_list(entry->value);
      if (std::find(value.begin(), value.end(), "") != value.end())
        throw InputError(place_of(section_, *entry), "there is an empty name in the list", "names separated by commas");
      note_word(*entry);
    });
    if (!read)
      value.clear();
  }

  void
  ReadingParameters::section(const std::string &name, const std::string &, const std::function<void(Parameters &)> &body)
  {
    section_.known_sections.insert(name);
    const std::string perhaps = section_.find_section(name) != nullptr ? "" : perhaps_misspelt(section_, name);
    InputSection     &child   = section_.subsection(name, section_.file, section_.line);
    child.perhaps             = perhaps;
    child.used                = true;
    used_.open(name);
    ReadingParameters inside(child, used_, changed_, errors_);
    inside.succeeds([&]() { body(inside); });
    used_.close();
  }

  void
  ReadingParameters::named_sections(const std::string &name,
                                    const std::string &,
                                    const std::function<void(const std::string &, Parameters &)> &body)
  {
    section(name, "", [&](Parameters &) {
      InputSection &parent = *section_.find_section(name);
      for (InputSection &child : parent.sections)
        {
          child.used = true;
          parent.known_sections.insert(child.name);
          used_.open(child.name);
          ReadingParameters inside(child, used_, changed_, errors_);
          inside.succeeds([&]() { body(child.name, inside); });
          used_.close();
        }
    });
  }

  bool
  ReadingParameters::given(const std::string &key) const
  {
    section_.known_keys.insert(key);
    const bool is_given = section_.find_entry(key) != nullptr;
    if (!is_given)
      used_.presence_matters(section_.path, key);
    return is_given;
  }

  void
  ReadingParameters::reject(const std::string &key, const std::string &problem, const std::string &allowed) const
  {
    if (errors_ != nullptr && errors_->is_spoilt(section_.path.empty() ? key : section_.path))
      throw Consequence();
    throw InputError(section_.place(key), problem, allowed);
  }
} // namespace zincfield
