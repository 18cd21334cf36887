#include "solver/input/input_tree.h"

#include <sstream>

namespace zincfield
{
  namespace
  {
    template <typename List>
    auto
    find_by(List &list, const std::string &name, const std::string std::remove_const_t<typename List::value_type>::*member)
    {
      for (auto &item : list)
        if (item.*member == name)
          return &item;
      return decltype(&list.front())(nullptr);
    }

    std::vector<std::string>
    to_vector(const std::set<std::string> &names)
    {
      return {names.begin(), names.end()};
    }
  } // namespace

  InputEntry *
  InputSection::find_entry(const std::string &key)
  {
    return find_by(entries, key, &InputEntry::key);
  }

  const InputEntry *
  InputSection::find_entry(const std::string &key) const
  {
    return find_by(entries, key, &InputEntry::key);
  }

  InputSection *
  InputSection::find_section(const std::string &wanted)
  {
    return find_by(sections, wanted, &InputSection::name);
  }

  const InputSection *
  InputSection::find_section(const std::string &wanted) const
  {
    return find_by(sections, wanted, &InputSection::name);
  }

  InputSection &
  InputSection::subsection(const std::string &wanted, const std::string &from_file, const unsigned int from_line)
  {
    if (InputSection *known = find_section(wanted))
      return *known;
    InputSection made;
    made.name = wanted;
    made.path = full_name(wanted);
    made.file = from_file;
    made.line = from_line;
    sections.push_back(std::move(made));
    return sections.back();
  }

  std::string
  InputSection::full_name(const std::string &key) const
  {
    return path.empty() ? key : key.empty() ? path : path + "/" + key;
  }

  InputPlace
  InputSection::place(const std::string &key_or_path) const
  {
    if (key_or_path.empty())
      return {file, line, path, ""};
    if (const InputEntry *entry = find_entry(key_or_path))
      return {entry->file, entry->line, full_name(key_or_path), entry->value};
    const std::size_t   slash = key_or_path.find('/');
    const InputSection *child = find_section(key_or_path.substr(0, slash));
    if (child != nullptr)
      return child->place(slash == std::string::npos ? "" : key_or_path.substr(slash + 1));
    return {file, line, full_name(key_or_path), ""};
  }

  std::vector<InputError>
  unused_of(const InputSection &section)
  {
    std::vector<InputError> errors;
    const std::string       where = section.path.empty() ? "the input" : "the section " + section.path;
    for (const InputEntry &entry : section.entries)
      if (!entry.used)
        {
          const InputPlace               place{entry.file, entry.line, section.full_name(entry.key), entry.value};
          const std::vector<std::string> known = to_vector(section.known_keys);
          errors.emplace_back(place, "there is no key \"" + entry.key + "\" in " + where,
                              known.empty() ? "subsections only" : join_alternatives(known), did_you_mean(entry.key, known));
        }
    for (const InputSection &child : section.sections)
      {
        if (child.used)
          {
            const std::vector<InputError> inside = unused_of(child);
            errors.insert(errors.end(), inside.begin(), inside.end());
            continue;
          }
        const std::vector<std::string> known = to_vector(section.known_sections);
        errors.emplace_back(InputPlace{child.file, child.line, child.path, ""},
                            "there is no section \"" + child.name + "\" in " + where,
                            known.empty() ? "keys only" : join_alternatives(known), did_you_mean(child.name, known));
      }
    return errors;
  }

  void
  reject_unused(const InputSection &section)
  {
    const std::vector<InputError> errors = unused_of(section);
    if (!errors.empty())
      throw errors.front();
  }

  std::vector<std::string>
  split_path(const std::string &path)
  {
    std::vector<std::string> parts;
    std::size_t              begin = 0;
    while (true)
      {
        const std::size_t slash = path.find('/', begin);
        parts.push_back(normalise_blanks(path.substr(begin, slash == std::string::npos ? slash : slash - begin)));
        if (slash == std::string::npos)
          return parts;
        begin = slash + 1;
      }
  }

  std::string
  normalise_blanks(const std::string &text)
  {
    std::istringstream words(text);
    std::string        result, word;
    while (words >> word)
      result += (result.empty() ? "" : " ") + word;
    return result;
  }
} // namespace zincfield
