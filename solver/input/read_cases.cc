#include "solver/input/read_cases.h"

#include "solver/input/overrides.h"
#include "solver/input/prm_reader.h"
#include "solver/input/reading_parameters.h"
#include "solver/input/units.h"

#include <algorithm>
#include <ostream>
#include <tuple>

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

    /** The values in the input from which fits start, and the names of variants that they rest on. */
    void
    complete_fits(const InputSection &input, const std::vector<std::string> &variants, std::vector<Fit> &fits)
    {
      for (Fit &fit : fits)
      {
        const InputSection &section = *input.find_section("Fits")->find_section(fit.name);
        for (const auto &[key, names] : {std::make_pair("Variants", &fit.variants), std::make_pair("Applies to", &fit.applies_to)})
          for (const std::string &name : *names)
            if (std::find(variants.begin(), variants.end(), name) == variants.end())
              throw InputError(section.place(key), "there is no variant \"" + name + "\"", variants.empty() ? "none: the input has no variants" : join_alternatives(variants),
                               did_you_mean(name, variants));
        for (FittedParameter &parameter : fit.parameters)
        {
          std::vector<std::string> parts   = split_path(parameter.key);
          const InputSection      *place   = &input;
          for (std::size_t i = 0; i + 1 < parts.size() && place; ++i)
            place = place->find_section(parts[i]);
          const InputEntry *entry = place ? place->find_entry(parts.back()) : nullptr;
          if (!entry || !is_quantity(entry->value))
            throw InputError(section.place("Parameters"), "the input gives no number for \"" + parameter.key + "\" from which the fit could start",
                             "keys that the input sets, outside of its variants, to a number with a unit");
          std::tie(parameter.value, parameter.unit) = split_quantity(entry->value);
          if (!(parameter.value > 0.))
            throw InputError({entry->file, entry->line, parameter.key, entry->value}, "a fit changes this value by factors", "a value > 0");
        }
      }
    }

    Case
    read_case(InputSection input, const std::vector<std::string> &overrides, const std::string &variant)
    {
      const InputSection             whole    = input;
      const std::vector<std::string> variants = variant_names(input);
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
      auto &changed = data.changed_parameters; // what was measured is no parameter of the case
      changed.erase(std::remove_if(changed.begin(), changed.end(), [](const ChangedParameter &p) { return split_path(p.key).front() == "Measurement"; }), changed.end());
      complete_fits(input, variants, data.fits);
      data.used_input = used.text({"Fits", data.measurement.quantity.empty() ? "Measurement" : "Fits"}); // of one variant, with what was found
      data.with       = [whole, overrides, variant](const std::vector<std::string> &more) {
        std::vector<std::string> all = overrides;
        all.insert(all.end(), more.begin(), more.end());
        return read_case(whole, all, variant);
      };
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
    for (const Fit &fit : cases.front().fits)
      for (const Case &data : cases)
        if (std::find(fit.variants.begin(), fit.variants.end(), data.variant) != fit.variants.end() && data.measurement.quantity.empty())
          throw InputError(input.place("Fits/" + fit.name + "/Variants"), "nothing was measured on the variant \"" + data.variant + "\"",
                           "variants that set Measurement/Electrode potential, Cell voltage or Mean current density");
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
