#include "solver/input/case.h"
#include "solver/input/describe_input.h"
#include "solver/input/reading_parameters.h"
#include "solver/input/template_parts.h"

#include <ostream>
#include <sstream>

namespace zincfield
{
  namespace
  {
    constexpr std::size_t line_length = 110;

    class TemplateWriter
    {
    public:
      /** `is_short`: only what the example sets. */
      explicit TemplateWriter(std::ostream &stream, const bool is_short = false)
        : stream_(stream)
        , is_short_(is_short)
      {}

      /** `read`: the same section of the example after it was read; it knows which keys the values of other keys bring in. */
      void
      section(const SectionDescription &description, const bool active, const InputSection *const read)
      {
        for (const ItemDescription &item : description.items)
          {
            if (is_short_ && (read == nullptr ||
                              !(item.section ? read->find_section(item.name) != nullptr : read->find_entry(item.name) != nullptr)))
              continue;
            if (item.section != nullptr)
              subsection(item, active && !((item.named || item.optional) && !item.example),
                         read == nullptr ? nullptr : read->find_section(item.name));
            else
              key(item, active && read != nullptr && (is_short_ || read->known_keys.count(item.name) > 0));
            for (const KindDescription &kind : item.kinds)
              if (kind.name == item.value && (!item.required || item.example))
                section(*kind.keys, active, read);
            for (const KindDescription &kind : item.kinds)
              if (!is_short_ && !(kind.name == item.value && (!item.required || item.example)))
                {
                  comment(item.name + " = " + kind.name + ": " + kind.doc, "# --- ");
                  if (const KindDescription *const same = described_before(item, kind))
                    comment("The keys are those of " + same->name + ".", "# ");
                  else
                    section(*kind.keys, false, nullptr);
                }
          }
      }

    private:
      void
      comment(const std::string &text, const std::string &mark)
      {
        std::istringstream words(text);
        std::string        word, line;
        while (words >> word)
          {
            if (!line.empty() && line.size() + word.size() > line_length)
              {
                put(mark + line);
                line.clear();
              }
            line += (line.empty() ? "" : " ") + word;
          }
        if (!line.empty())
          put(mark + line);
      }

      void
      put(const std::string &line)
      {
        stream_ << std::string(2 * depth_, ' ') << line << '\n';
      }

      void
      key(const ItemDescription &item, const bool active)
      {
        std::string text = item.doc;
        while (!text.empty() && text.back() == '.')
          text.pop_back();
        comment((text.empty() ? "" : text + ". ") + "Allowed: " + item.allowed + "." + (item.required ? " Must be given." : ""),
                "# ");
        // Without a default, or with a meaning in being there at all, a key stands here only as the example has it.
        const bool written = active && (item.example || !(item.required || item.optional));
        put((written ? "set " : "# set ") + item.name + " = " + item.value);
      }

      void
      subsection(const ItemDescription &item, const bool active, const InputSection *const read)
      {
        if (depth_ == 0)
          stream_ << '\n';
        comment(item.doc, "# ");
        put((active ? "subsection " : "# subsection ") + item.name);
        ++depth_;
        section(*item.section, active, read);
        --depth_;
        put(active ? "end" : "# end");
      }

      std::ostream &stream_;
      const bool    is_short_;
      std::size_t   depth_ = 0;
    };
  } // namespace

  void
  write_template(std::ostream &stream, const std::vector<std::string> &kinds)
  {
    const InputSection example = read_prm_text(kinds.empty() ? example_input() : input_of(kinds), "example");
    if (!kinds.empty())
      {
        stream
          << "# A short input of zincfield: what has to be given, with its meaning and what is allowed. Values are an example.\n"
             "# zincfield --template prints all keys, docs/parameters.md has them in tables.\n\n";
        TemplateWriter(stream, true).section(describe_input(&example), true, &example);
        return;
      }
    InputSection      read = example;
    UsedInput         used;
    Case              data;
    ReadingParameters parameters(read, used);
    declare(parameters, data);
    stream << "# A complete input of zincfield: every key with its meaning, its allowed values and its default.\n"
              "# Physical values have no defaults; those here are an example. Keys that start with # are not in effect.\n\n";
    TemplateWriter(stream).section(describe_input(&example), true, &read);
  }
} // namespace zincfield
