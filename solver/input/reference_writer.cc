#include "solver/input/describe_input.h"

#include <ostream>
#include <set>

namespace zincfield
{
  namespace
  {
    /** Bars end a column of a table. */
    std::string
    cell(const std::string &text)
    {
      std::string result;
      for (const char c : text)
        result += c == '|' ? std::string("\\|") : std::string(1, c);
      return result;
    }

    class ReferenceWriter
    {
    public:
      explicit ReferenceWriter(std::ostream &stream)
        : stream_(stream)
      {}

      void
      section(const SectionDescription &description, const std::string &path, const unsigned int level)
      {
        section(description, path, level, {});
      }

    private:
      /** Keys by their names, which stand elsewhere. */
      using Names = std::set<std::string>;

      void
      section(const SectionDescription &description, const std::string &path, const unsigned int level, const Names &elsewhere)
      {
        table(description, elsewhere);
        for (const ItemDescription &item : description.items)
          {
            const SectionDescription shared = keys_of_several(item);
            Names                    names;
            for (const ItemDescription &key : shared.items)
              names.insert(key.name);
            if (!names.empty())
              {
                heading((path.empty() ? "" : path + ", ") + "keys of several types", level);
                table(shared, {});
              }
            for (const KindDescription &kind : item.kinds)
              {
                heading((path.empty() ? "" : path + ", ") + "`" + item.name + " = " + kind.name + "`", level);
                stream_ << kind.doc << "\n\n";
                if (const KindDescription *const same = described_before(item, kind))
                  stream_ << "The keys are those of `" << same->name << "`.\n\n";
                else
                  section(*kind.keys, path, level + 1, names);
              }
            if (item.section != nullptr)
              {
                const std::string inside = (path.empty() ? "" : path + "/") + item.name;
                heading(inside, level);
                stream_ << item.doc << (item.named ? " Any number of subsections, each called by a name of your choice." : "")
                        << "\n\n";
                section(*item.section, inside, level + 1);
              }
          }
      }

      /** Keys that several kinds have with the same words, the kinds named. */
      static SectionDescription
      keys_of_several(const ItemDescription &item)
      {
        constexpr std::size_t several = 3;
        SectionDescription    shared;
        for (const KindDescription &kind : item.kinds)
          for (const ItemDescription &key : kind.keys->items)
            {
              if (key.section != nullptr || !key.kinds.empty() || shared.find(key.name) != nullptr)
                continue;
              std::string types;
              std::size_t n = 0;
              for (const KindDescription &other : item.kinds)
                if (described_before(item, other) == nullptr && has(*other.keys, key))
                  {
                    types += (types.empty() ? "" : ", ") + other.name;
                    ++n;
                  }
              if (n < several)
                continue;
              shared.items.push_back(key);
              shared.items.back().doc += ". Of " + types;
            }
        return shared;
      }

      static bool
      has(const SectionDescription &keys, const ItemDescription &wanted)
      {
        for (const ItemDescription &key : keys.items)
          if (key.name == wanted.name && key.section == nullptr && key.value == wanted.value && key.allowed == wanted.allowed &&
              key.doc == wanted.doc && key.required == wanted.required)
            return true;
        return false;
      }

      void
      heading(const std::string &text, const unsigned int level)
      {
        stream_ << std::string(std::min(level, 5u), '#') << ' ' << text << "\n\n";
      }

      void
      table(const SectionDescription &description, const Names &elsewhere)
      {
        bool        begun = false;
        std::string named;
        for (const ItemDescription &item : description.items)
          if (item.section == nullptr)
            {
              if (elsewhere.count(item.name) > 0)
                {
                  named += (named.empty() ? "`" : ", `") + item.name + "`";
                  continue;
                }
              if (!begun)
                stream_ << "| Key | Default | Allowed | Meaning |\n|---|---|---|---|\n";
              begun = true;
              stream_ << "| `" << item.name << "` | " << default_text(item) << " | " << cell(item.allowed) << " | "
                      << cell(item.doc) << " |\n";
            }
        if (begun)
          stream_ << '\n';
        if (!named.empty())
          stream_ << "And of the keys of several types: " << named << ".\n\n";
      }

      static std::string
      default_text(const ItemDescription &item)
      {
        return item.required ? "**required**" : item.optional ? "not set" : item.value.empty() ? "" : "`" + cell(item.value) + "`";
      }

      std::ostream &stream_;
    };
  } // namespace

  void
  write_reference(std::ostream &stream)
  {
    stream
      << "# Parameter reference\n\n"
         "Generated by `zincfield --reference`; do not edit.\n\n"
         "A quantity is a number and a unit of its dimension. Where an expression is allowed, it is followed by its unit in\n"
         "brackets, as in `50 + 20*height [nm]`; its variables are x, y, z, height and distance_from_tip in micrometres, and "
         "depth\n"
         "from 0 on the metal side of a layer to 1 on the electrolyte side. Conditions are written as in C: `x < 5 ? 100 : 300 "
         "[nm]`;\n"
         "`<=`, `==`, `!=`, `&&` and `||` join them, `min`, `max`, `abs`, `sqrt`, `exp`, `ln`, `sin`, `cos`, `tanh` are known.\n\n";
    ReferenceWriter(stream).section(describe_input(nullptr), "", 2);
  }
} // namespace zincfield
