#include "solver/input/read_cases.h"

#include "solver/input/overrides.h"
#include "solver/input/prm_reader.h"
#include "solver/input/reading_parameters.h"

#include <ostream>

namespace zincfield
{
  namespace
  {
    /** An imported mesh has no tips that the program knows of: the distance from them would silently be 0 everywhere. */
    void
    reject_distance_from_tip(const InputSection &section)
    {
      for (const InputEntry &entry : section.entries)
        for (const char *const words : {"distance_from_tip", "distance from tip"})
          if (entry.key != "Source" && entry.value.find(words) != std::string::npos)
            throw InputError({entry.file, entry.line, section.full_name(entry.key), entry.value},
                             "an imported mesh has no tips that the program knows of", "values that depend on x, y, z and height");
      for (const InputSection &inside : section.sections)
        reject_distance_from_tip(inside);
    }

    Case
    read_case(InputSection input, const std::vector<std::string> &overrides, const std::string &variant)
    {
      apply_variant(input, variant);
      for (const std::string &override : overrides)
        apply_override(input, override);

      Case              data;
      UsedInput         used;
      ReadingParameters parameters(input, used, &data.changed_parameters);
      data.variant    = variant.empty() ? "base" : variant;
      data.input_file = input.file;
      declare(parameters, data);
      input.known_sections.insert("Variants");
      reject_unused(input);
      check_consistency(parameters, data);
      check_thickness(parameters, data);
      if (!data.geometry->knows_tip())
        for (const char *const section : {"Reactions", "Materials", "Coatings"})
          reject_distance_from_tip(*input.find_section(section));
      data.used_input = used.text();
      return data;
    }
  } // namespace

  std::vector<Case>
  read_cases(const InputSection &input, const std::vector<std::string> &overrides, const std::string &variant)
  {
    std::vector<std::string> variants = variant_names(input);
    if (!variant.empty() || variants.empty())
      variants = {variant};
    std::vector<Case> cases;
    for (const std::string &name : variants)
      cases.push_back(read_case(input, overrides, name));
    return cases;
  }

  std::vector<Case>
  read_cases(const std::string &file, const std::vector<std::string> &overrides, const std::string &variant)
  {
    return read_cases(read_prm_file(file), overrides, variant);
  }

  void
  write_used_input(std::ostream &stream, const Case &data)
  {
    stream << "# The input in effect: " << data.input_file << ", variant \"" + data.variant + "\""
           << '\n'
           << data.used_input;
  }
} // namespace zincfield
