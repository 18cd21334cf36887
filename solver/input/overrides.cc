#include "solver/input/overrides.h"

#include "solver/input/plain_text.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    std::vector<std::string>
    section_names(const InputSection &section)
    {
      std::vector<std::string> names;
      for (const InputSection &child : section.sections)
        names.push_back(child.name);
      return names;
    }
  } // namespace

  void
  apply_override(InputSection &input, const std::string &path, const std::string &value, const InputPlace &origin)
  {
    const std::vector<std::string> parts   = split_path(path);
    InputSection                  *section = &input;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
      {
        if (i > 0 && section->find_section(parts[i]) == nullptr)
          {
            const std::vector<std::string> names = section_names(*section);
            throw InputError(origin, "there is no section \"" + section->full_name(parts[i]) + "\" in the input",
                             names.empty() ? "" : join_alternatives(names), did_you_mean(parts[i], names));
          }
        section = &section->subsection(parts[i], origin.file, origin.line);
      }
    InputEntry *entry = section->find_entry(parts.back());
    if (entry == nullptr)
      {
        section->entries.emplace_back();
        entry      = &section->entries.back();
        entry->key = parts.back();
      }
    entry->value   = value;
    entry->file    = origin.file;
    entry->line    = origin.line;
    entry->changed = true;
  }

  void
  apply_override(InputSection &input, const std::string &text)
  {
    const InputPlace origin{"--set", 0, "", ""};
    if (const TextFault fault = find_fault(text); !fault.why.empty())
      throw InputError(origin, fault.why + " in \"" + text + "\"", "UTF-8 text, from a terminal with that encoding");
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
      throw InputError(origin, "\"" + text + "\" has no \"=\"", "\"Section/Key = value\"");
    const std::string path  = normalise_blanks(text.substr(0, equals));
    const std::string value = normalise_blanks(text.substr(equals + 1, text.find('#') - equals - 1));
    if (path.empty())
      throw InputError(origin, "\"" + text + "\" names no key", "\"Section/Key = value\"");
    apply_override(input, path, value, {origin.file, 0, path, value});
  }

  std::vector<std::string>
  variant_names(const InputSection &input)
  {
    const InputSection *const variants = input.find_section("Variants");
    return variants == nullptr ? std::vector<std::string>() : section_names(*variants);
  }

  void
  apply_variant(InputSection &input, const std::string &name)
  {
    const std::vector<std::string> names = variant_names(input);
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      throw InputError({input.file, 0, "Variants", ""}, "there is no variant \"" + name + "\"",
                       names.empty() ? "none: the input has no variants" : join_alternatives(names), did_you_mean(name, names));
    InputSection *const variants = input.find_section("Variants");
    if (variants == nullptr)
      return;
    for (const InputEntry &entry : variants->entries)
      throw InputError(variants->place(entry.key), "a setting of no variant",
                       "subsections, one for each variant, with \"set Section/Key = value\"");
    for (const InputSection &variant : variants->sections)
      for (const InputSection &inside : variant.sections)
        throw InputError(variant.place(inside.name), "a variant has no subsections", "\"set Section/Key = value\"");
    // Taken out first: a variant that set keys of variants would change the list that it is in.
    InputSection chosen;
    if (!name.empty())
      chosen = *variants->find_section(name);
    input.sections.remove_if([](const InputSection &section) { return section.name == "Variants"; });
    for (const InputEntry &entry : chosen.entries)
      apply_override(input, entry.key, entry.value, {entry.file, entry.line, chosen.full_name(entry.key), entry.value});
  }
} // namespace zincfield
