#pragma once

#include "solver/input/input_error.h"

#include <list>
#include <set>
#include <string>
#include <vector>

namespace zincfield
{
  /** One `set key = value`. */
  struct InputEntry
  {
    std::string  key, value, file;
    unsigned int line       = 0;
    bool         used       = false;
    bool         changed    = false; // by a variant or on the command line
    bool         is_default = false; // says what holds without it
    bool         is_formula = false; // read as a constant or a formula in space
  };

  /** One subsection of an input, or the whole input; knows what was asked of it, so that what nobody asked for is an error. */
  struct InputSection
  {
    std::string             name, path; // the path of the whole input is empty
    std::string             file;
    unsigned int            line = 0;
    bool                    used = false;
    std::string             perhaps; // of a section that the input does not have: the question whether another one was meant
    std::list<InputEntry>   entries;
    std::list<InputSection> sections; // a list: parameters keep pointers while sections are added

    /** Names that the program asked for, used or not: the candidates of an error message. */
    std::set<std::string> known_keys, known_sections;

    InputEntry *
    find_entry(const std::string &key);
    const InputEntry *
    find_entry(const std::string &key) const;
    InputSection *
    find_section(const std::string &name);
    const InputSection *
    find_section(const std::string &name) const;

    /** The subsection of this name, made if there is none yet. */
    InputSection &
    subsection(const std::string &name, const std::string &file, unsigned int line);

    /** "Geometry/Height" for the key "Height" of this section. */
    std::string
    full_name(const std::string &key) const;

    /** The place of a key of this section or, by a path with slashes, of a section inside; that of the section where it is absent.
     */
    InputPlace
    place(const std::string &key_or_path) const;
  };

  /** The keys and sections that nobody asked for, an error each. */
  std::vector<InputError>
  unused_of(const InputSection &section);

  /** Throws InputError at the first key or section that nobody asked for. */
  void
  reject_unused(const InputSection &section);

  /** Split "a/b/c" at its slashes, without the blanks around the parts. */
  std::vector<std::string>
  split_path(const std::string &path);

  /** Without blanks at both ends, and with one blank for several inside. */
  std::string
  normalise_blanks(const std::string &text);
} // namespace zincfield
