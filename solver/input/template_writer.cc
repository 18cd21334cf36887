#include "solver/input/describe_input.h"

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
      explicit TemplateWriter(std::ostream &stream)
        : stream_(stream)
      {}

      void
      section(const SectionDescription &description, const bool active)
      {
        for (const ItemDescription &item : description.items)
          {
            if (item.section != nullptr)
              subsection(item, active && !(item.named && !item.example));
            else
              key(item, active);
            for (const KindDescription &kind : item.kinds)
              if (kind.name == item.value && (!item.required || item.example))
                section(*kind.keys, active);
            for (const KindDescription &kind : item.kinds)
              if (!(kind.name == item.value && (!item.required || item.example)))
                {
                  comment(item.name + " = " + kind.name + ": " + kind.doc, "# --- ");
                  section(*kind.keys, false);
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
        comment((text.empty() ? "" : text + ". ") + "Allowed: " + item.allowed + "." + (item.required ? " Must be given." : ""), "# ");
        // Without a default, or with a meaning in being there at all, a key stands here only as the example has it.
        const bool written = active && (item.example || !(item.required || item.optional));
        put((written ? "set " : "# set ") + item.name + " = " + item.value);
      }

      void
      subsection(const ItemDescription &item, const bool active)
      {
        if (depth_ == 0)
          stream_ << '\n';
        comment(item.doc, "# ");
        put((active ? "subsection " : "# subsection ") + item.name);
        ++depth_;
        section(*item.section, active);
        --depth_;
        put(active ? "end" : "# end");
      }

      std::ostream &stream_;
      std::size_t   depth_ = 0;
    };
  } // namespace

  void
  write_template(std::ostream &stream)
  {
    const InputSection example = read_prm_text(example_input(), "example");
    stream << "# A complete input of zincfield: every key with its meaning, its allowed values and its default.\n"
              "# Physical values have no defaults; those here are an example. Keys that start with # are not in effect.\n\n";
    TemplateWriter(stream).section(describe_input(&example), true);
  }
} // namespace zincfield
