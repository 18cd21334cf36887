#include "solver/input/description.h"

#include "physics/joined.h"
#include "solver/input/spatial_expression.h"
#include "solver/input/units.h"

#include <algorithm>

namespace zincfield
{
  const char *const file_allowed =
    "a file; its path is relative to the input file that names it (with --set: to the working directory)";

  namespace
  {
    /** Thrown where a walk that only describes rejects a value: the description of that kind ends there. */
    struct NothingToReject
    {};

    void
    describe(const std::function<void()> &walk)
    {
      try
        {
          walk();
        }
      catch (const NothingToReject &)
        {}
    }
  } // namespace

  ItemDescription *
  SectionDescription::find(const std::string &name)
  {
    for (ItemDescription &item : items)
      if (item.name == name)
        return &item;
    return nullptr;
  }

  bool
  SectionDescription::same_names(const SectionDescription &other) const
  {
    return std::equal(items.begin(), items.end(), other.items.begin(), other.items.end(),
                      [](const auto &a, const auto &b) { return a.name == b.name; });
  }

  const KindDescription *
  described_before(const ItemDescription &item, const KindDescription &kind)
  {
    for (const KindDescription &earlier : item.kinds)
      {
        if (&earlier == &kind)
          return nullptr;
        if (!kind.keys->items.empty() && earlier.keys->same_names(*kind.keys))
          return &earlier;
      }
    return nullptr;
  }

  std::string
  DescribingParameters::example_value(const std::string &key) const
  {
    const InputEntry *const entry = example_ == nullptr ? nullptr : example_->find_entry(key);
    return entry == nullptr ? "" : entry->value;
  }

  void
  DescribingParameters::add(
    const std::string &key, const std::string &value, const bool required, const std::string &allowed, const std::string &doc)
  {
    const std::string example = example_value(key);
    ItemDescription   item;
    item.name     = key;
    item.doc      = doc;
    item.value    = example.empty() ? value : example;
    item.allowed  = allowed;
    item.required = required;
    item.example  = !example.empty();
    description_.items.push_back(std::move(item));
  }

  void
  DescribingParameters::quantity(
    const std::string &key, double &value, const std::string &unit, const Range &range, const std::string &doc)
  {
    const bool required = std::isnan(value);
    add(key, required ? example_quantity(unit, range) : quantity_text(value, unit), required, allowed_quantity(unit, range), doc);
    // The default itself lies outside the range: it stands for "not given".
    if (!required && !range.contains(value))
      description_.items.back().optional = true;
  }

  void
  DescribingParameters::expression(
    const std::string &key, SpatialValue &value, const std::string &unit, const Range &range, const std::string &doc)
  {
    const bool required = value.is_constant() && std::isnan(value({}));
    add(key,
        required              ? example_quantity(unit, range)
        : value.is_constant() ? quantity_text(value({}), unit)
                              : value.text(),
        required, allowed_quantity(unit, range) + ", or an expression", doc);
    if (!required && value.is_constant() && !range.contains(value({})))
      description_.items.back().optional = true;
  }

  void
  DescribingParameters::integer(
    const std::string &key, unsigned int &value, const unsigned int lowest, const unsigned int highest, const std::string &doc)
  {
    add(key, std::to_string(value), false, "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest), doc);
  }

  void
  DescribingParameters::boolean(const std::string &key, bool &value, const std::string &doc)
  {
    add(key, value ? "true" : "false", false, "true or false", doc);
  }

  void
  DescribingParameters::choice(const std::string              &key,
                               std::string                    &value,
                               const std::vector<std::string> &allowed,
                               const std::string              &doc)
  {
    const bool required = value == "?";
    add(key, required && !allowed.empty() ? allowed[0] : value, required, join_alternatives(allowed), doc);
    if (!example_value(key).empty())
      value = example_value(key);
  }

  void
  DescribingParameters::kinds(const std::string                                            &key,
                              std::string                                                  &value,
                              const std::vector<std::pair<std::string, std::string>>       &names_and_docs,
                              const std::string                                            &doc,
                              const std::function<void(const std::string &, Parameters &)> &body)
  {
    std::vector<std::string> names;
    for (const auto &[name, kind_doc] : names_and_docs)
      names.push_back(name);
    choice(key, value, names, doc);
    ItemDescription item = description_.items.back();
    for (const bool chosen : {false, true})
      for (const auto &[name, kind_doc] : names_and_docs)
        if ((name == value) == chosen)
          {
            KindDescription kind{name, kind_doc, std::make_shared<SectionDescription>()};
            // Only the kind chosen takes its values from the example.
            DescribingParameters keys(*kind.keys, chosen ? example_ : nullptr);
            const std::string    kind_name = name;
            describe([&] { body(kind_name, keys); });
            item.kinds.push_back(std::move(kind));
          }
    description_.items.back() = std::move(item);
  }

  void
  DescribingParameters::text(const std::string &key, std::string &value, const std::string &doc)
  {
    add(key, value == "?" ? "" : value, value == "?", "a text", doc);
    if (!example_value(key).empty())
      value = example_value(key);
  }

  void
  DescribingParameters::file(const std::string &key, std::string &path, const std::string &doc)
  {
    add(key, path == "?" ? "" : path, path == "?", file_allowed, doc);
  }

  void
  DescribingParameters::list(const std::string &key, std::vector<std::string> &value, const std::string &doc)
  {
    const bool required = value.size() == 1 && value[0] == "?";
    add(key, required ? "" : joined(value), required, "names separated by commas", doc);
    if (required)
      value.clear();
    std::string rest = example_value(key);
    if (!rest.empty())
      value.clear();
    while (!rest.empty())
      {
        const std::size_t comma = rest.find(',');
        value.push_back(normalise_blanks(rest.substr(0, comma)));
        rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
      }
  }

  void
  DescribingParameters::section(const std::string &name, const std::string &doc, const std::function<void(Parameters &)> &body)
  {
    ItemDescription item;
    item.name    = name;
    item.doc     = doc;
    item.section = std::make_shared<SectionDescription>();
    DescribingParameters inside(*item.section, example_ == nullptr ? nullptr : example_->find_section(name));
    describe([&] { body(inside); });
    description_.items.push_back(std::move(item));
  }

  void
  DescribingParameters::named_sections(const std::string                                            &name,
                                       const std::string                                            &doc,
                                       const std::function<void(const std::string &, Parameters &)> &body)
  {
    const InputSection *const example = example_ == nullptr ? nullptr : example_->find_section(name);
    section(name, doc, [&](Parameters &inside) {
      if (example == nullptr)
        inside.section("NAME", "", [&](Parameters &keys) { body("NAME", keys); });
      else
        for (const InputSection &child : example->sections)
          inside.section(child.name, "", [&](Parameters &keys) { body(child.name, keys); });
    });
    description_.items.back().named   = true;
    description_.items.back().example = example != nullptr;
  }

  bool
  DescribingParameters::given(const std::string &key) const
  {
    if (ItemDescription *const item = description_.find(key))
      item->optional = true;
    return false;
  }

  void
  DescribingParameters::reject(const std::string &, const std::string &, const std::string &) const
  {
    throw NothingToReject();
  }
} // namespace zincfield
