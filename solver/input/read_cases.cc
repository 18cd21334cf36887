#include "solver/input/read_cases.h"

#include "solver/input/scaffolds.h"

#include "meshes/grading.h"
#include "solver/input/case_names.h"
#include "solver/input/checks.h"
#include "solver/input/input_errors.h"
#include "solver/input/overrides.h"
#include "solver/input/plain_text.h"
#include "solver/input/prm_reader.h"
#include "solver/input/reading_parameters.h"
#include "solver/input/parameter_study.h"
#include "solver/input/units.h"
#include "solver/input/without_effect.h"

#include <algorithm>
#include <cctype>
#include <ostream>
#include <tuple>

namespace zincfield
{
  namespace
  {
    /** Of the sequences of all cases together: they are kept in memory. */
    constexpr std::size_t most_steps = 50000000;

    /** Whether a formula uses this variable. */
    bool
    uses(const std::string &formula, const std::string &variable)
    {
      const auto is_letter = [&](const std::size_t i) {
        return i < formula.size() && (std::isalnum(static_cast<unsigned char>(formula[i])) || formula[i] == '_');
      };
      for (std::size_t at = formula.find(variable); at != std::string::npos; at = formula.find(variable, at + 1))
        if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + variable.size()))
          return true;
      return false;
    }

    const char *const        no_tips             = "an imported mesh has no tips that the program knows of",
                      *const values_without_tips = "values that depend on x, y, z and height";

    /** The distance from tips that nobody knows of would silently be 0 everywhere. */
    void
    reject_profiles_about_tips(const InputSection &input, const Case &data)
    {
      if (data.geometry->knows_tip())
        return;
      for (const Coating &coating : data.coatings)
        for (const CoatingLayer &layer : coating.layers)
          if (layer.thickness->depends_on_tip())
            throw InputError(input.place("Coatings/" + coating.name + "/" + layer.name), no_tips, values_without_tips);
    }

    /** Variables that mean nothing where they stand would silently be 0. */
    void
    reject_variables_without_meaning(const InputSection &section, const Case &data)
    {
      const Geometry   &geometry = *data.geometry;
      const std::string top      = split_path(section.path).front();
      const bool        layered  = top == "Materials" || (top == "Reactions" && has_scaffold(data)); // on a metal depth is 0
      for (const InputEntry &entry : section.entries)
        if (entry.is_formula)
          {
            const std::string formula = entry.value.substr(0, entry.value.rfind('['));
            const InputPlace  place{entry.file, entry.line, section.full_name(entry.key), entry.value};
            if (uses(formula, "z") && geometry.dimension() == 2)
              throw InputError(place, "this cell has two dimensions, and there is no z in it: y points up",
                               "the variables x, y, height and distance_from_tip");
            if (uses(formula, "distance_from_tip") && !geometry.knows_tip())
              throw InputError(place, no_tips, values_without_tips);
            if (uses(formula, "depth") && !layered)
              throw InputError(place, "depth is the place across a layer, and this value has none",
                               "the variables x, y, z, height and distance_from_tip; depth in the section Materials, and of "
                               "reactions in a scaffold");
          }
      for (const InputSection &inside : section.sections)
        reject_variables_without_meaning(inside, data);
    }

    /** The entry of the key "Section/Key", or none. */
    const InputEntry *
    entry_of(const InputSection &input, const std::string &path)
    {
      const std::vector<std::string> parts   = split_path(path);
      const InputSection            *section = &input;
      for (std::size_t i = 0; i + 1 < parts.size() && section; ++i)
        section = section->find_section(parts[i]);
      return section ? section->find_entry(parts.back()) : nullptr;
    }

    /** The key that a variant sets, written as `path` or with other blanks; or none. */
    const InputEntry *
    set_by_variant(const InputSection &whole, const std::string &variant, const std::string &path)
    {
      for (const InputEntry &entry : whole.find_section("Variants")->find_section(variant)->entries)
        if (split_path(entry.key) == split_path(path))
          return &entry;
      return nullptr;
    }

    /** Rejects a fit that would change what an earlier one rests on or has found. */
    void
    reject_conflict(const InputSection &section, const Fit &earlier, const Fit &later)
    {
      const auto has = [](const std::vector<std::string> &names, const std::string &name) {
        return std::find(names.begin(), names.end(), name) != names.end();
      };
      for (const std::string &name : later.applies_to)
        {
          if (has(earlier.variants, name))
            throw InputError(section.place("Variants"),
                             "the variant \"" + name + "\" has been fitted by \"" + earlier.name +
                               "\", whose values would not fit any more",
                             "variants that no earlier fit rests on, or one fit of all parameters");
          for (const FittedParameter &parameter : later.parameters)
            for (const FittedParameter &other : earlier.parameters)
              if (has(earlier.applies_to, name) && split_path(parameter.key) == split_path(other.key))
                throw InputError(section.place("Parameters"),
                                 "the fit \"" + earlier.name + "\" finds \"" + parameter.key + "\" for the variant \"" + name +
                                   "\" already",
                                 "keys that no other fit finds for the same variant");
        }
    }

    /** The values from which fits start, of the `input` without variants; rejects what cannot be fitted. `whole`: with its
     * variants. */
    void
    complete_fits(const InputSection &input, const InputSection &whole, std::vector<Fit> &fits)
    {
      const std::vector<std::string> variants = variant_names(whole);
      for (Fit &fit : fits)
        {
          const InputSection &section = *input.find_section("Fits")->find_section(fit.name);
          for (const auto &[key, names] :
               {std::make_pair("Variants", &fit.variants), std::make_pair("Applies to", &fit.applies_to)})
            for (const std::string &name : *names)
              if (std::find(variants.begin(), variants.end(), name) == variants.end())
                throw InputError(section.place(key), "there is no variant \"" + name + "\"",
                                 variants.empty() ? "none: the input has no variants" : join_alternatives(variants),
                                 did_you_mean(name, variants));
          for (FittedParameter &parameter : fit.parameters)
            {
              const InputEntry *const entry = entry_of(input, parameter.key);
              if (!entry || !is_quantity(entry->value))
                throw InputError(section.place("Parameters"),
                                 "the input gives no number for \"" + parameter.key + "\" from which the fit could start",
                                 "keys that the input sets, outside of its variants, to a number with a unit");
              std::tie(parameter.value, parameter.unit) = split_quantity(entry->value);
              if (!(parameter.value > 0.))
                throw InputError({entry->file, entry->line, parameter.key, entry->value}, "a fit changes this value by factors",
                                 "a value > 0");
              for (const std::string &name : fit.applies_to)
                if (const InputEntry *const own = set_by_variant(whole, name, parameter.key))
                  throw InputError({own->file, own->line, "Variants/" + name + "/" + own->key, own->value},
                                   "the fit \"" + fit.name + "\" finds this value",
                                   "the value from which the fit starts, outside of the variants");
            }
        }
      for (std::size_t later = 0; later < fits.size(); ++later)
        for (std::size_t earlier = 0; earlier < later; ++earlier)
          reject_conflict(*input.find_section("Fits")->find_section(fits[later].name), fits[earlier], fits[later]);
    }

    /** "base" of an input that is one case; of a case of a parameter study its values, after the variant's name if there is one. */
    std::string
    case_name(const std::string &variant, const StudyCase &of_study)
    {
      if (of_study.name.empty())
        return variant.empty() ? "base" : variant;
      return variant.empty() ? of_study.name : variant + ", " + of_study.name;
    }

    /** Whether any entry of the section, or of those inside, sets a key that ends so; with `value`: and names it. */
    bool
    sets(const InputSection &section, const std::string &last_part, const std::string &value = "")
    {
      for (const InputEntry &entry : section.entries)
        if (split_path(entry.key).back() == last_part && entry.value.find(value) != std::string::npos)
          return true;
      return std::any_of(section.sections.begin(), section.sections.end(),
                         [&](const InputSection &inside) { return sets(inside, last_part, value); });
    }

    /** Rejects a material of which nothing is made: its name is misspelt, or that of the region or the layer. `whole`: the input
     * with its variants, which may use it. */
    void
    reject_unused_materials(const InputSection &whole, const std::vector<std::string> &overrides, const Case &data)
    {
      const std::vector<std::string> regions = data.geometry->material_names();
      for (const char *const varying : {"Variants", "Sweep"})
        if (const InputSection *const section = whole.find_section(varying);
            section && (sets(*section, "File") || sets(*section, "Type")))
          return; // another geometry may have a region of this name
      for (const auto &entry : data.materials)
        {
          const std::string &name = entry.first;
          bool used = std::find(regions.begin(), regions.end(), name) != regions.end() || sets(whole, "Material", name);
          for (const std::string &override : overrides)
            used = used || override.find(name) != std::string::npos;
          if (used)
            continue;
          const std::string        reason = data.geometry->why_no_material(name);
          std::vector<std::string> missing; // regions without a material
          for (const std::string &region : regions)
            if (data.materials.count(region) == 0)
              missing.push_back(region);
          throw InputError(whole.place("Materials/" + name),
                           "no layer and no region is made of this material" +
                             (reason.empty() ? "" : ": the physical group of this name " + reason),
                           "the regions of the cell (" + join_alternatives(regions) +
                             "), and what layers of coatings name as their Material",
                           did_you_mean(name, missing));
        }
    }

    /** What makes one case of an input: reads it, and again with other values. */
    struct CaseReader
    {
      std::shared_ptr<const InputSection> whole;
      std::vector<std::string>            overrides;
      std::string                         variant;
      StudyCase                           of_study;
      bool                                gathers = false; // mistakes, and throws InputErrors

      /** The input with what the variant, the parameter study and the command line say. */
      InputSection
      input() const;

      /** The case with more texts "Section/Key = value". */
      Case
      operator()(const std::vector<std::string> &more) const;

      Case
      read() const;
    };

    InputSection
    CaseReader::input() const
    {
      InputSection input = *whole;
      apply_variant(input, variant);
      input.sections.remove_if([](const InputSection &section) { return section.name == "Sweep"; });
      for (const InputEntry &setting : of_study.settings)
        apply_override(input, setting.key, setting.value, {setting.file, setting.line, "Sweep/" + setting.key, setting.value});
      for (const std::string &override : overrides)
        apply_override(input, override);
      return input;
    }

    Case
    CaseReader::operator()(const std::vector<std::string> &more) const
    {
      CaseReader changed = *this;
      changed.overrides.insert(changed.overrides.end(), more.begin(), more.end());
      return changed.read();
    }

    /** Every further mistake of an input that was walked: what nobody asked for, and where nothing else is wrong, what does not go
     * together. Throws InputErrors where there is any mistake. */
    void
    gather_more(const InputSection &input, const Parameters &parameters, const Case &data, GatheredErrors &errors)
    {
      for (const InputSection &section : input.sections)
        if (!errors.is_spoilt(section.name)) // else not all of it was read
          for (const InputError &error : section.used ? unused_of(section) : std::vector<InputError>())
            errors.add("unused", error);
      InputSection uppermost = input;
      uppermost.sections.remove_if([](const InputSection &section) { return section.used; });
      for (const InputError &error : unused_of(uppermost))
        errors.add("unused", error);
      if (errors.messages.empty())
        for (const auto &check : checks_of_a_case())
          try
            {
              check(parameters, data);
            }
          catch (const InputError &error)
            {
              errors.add("consistency", error);
              if (errors.messages.back().empty())
                errors.messages.pop_back();
            }
      if (!errors.messages.empty())
        throw InputErrors(errors.messages);
    }

    Case
    CaseReader::read() const
    {
      InputSection input = this->input(), base = *whole;
      for (const std::string &override : overrides)
        apply_override(base, override);

      Case              data;
      UsedInput         used;
      GatheredErrors    errors;
      ReadingParameters parameters(input, used, &data.changed_parameters, gathers ? &errors : nullptr);
      data.variant    = case_name(variant, of_study);
      data.of_study   = !of_study.name.empty();
      data.input_file = input.file;
      try
        {
          declare(parameters, data);
          input.known_sections.insert({"Variants", "Sweep"});
          if (gathers)
            gather_more(input, parameters, data, errors);
          reject_unused(input);
          check_consistency(parameters, data);
          reject_unused_materials(*whole, overrides, data);
          check_cells(parameters, data);
        }
      catch (const TooManyCells &problem)
        {
          throw InputError(input.place("Geometry"), problem.what(), "fewer cells, or lengths that differ less");
        }
      catch (const InputErrors &)
        {
          throw;
        }
      catch (const InputError &error) // without a text: what follows from a mistake that is gathered already
        {
          if (!gathers)
            throw;
          if (*error.what() != '\0')
            errors.add("input", error);
          throw InputErrors(errors.messages);
        }
      check_thickness(parameters, data);
      data.given          = given_keys(input);
      data.without_effect = keys_without_effect(data);
      reject_profiles_about_tips(input, data);
      for (const char *const section : {"Reactions", "Materials", "Coatings", "Boundaries"})
        if (const InputSection *const found = input.find_section(section))
          reject_variables_without_meaning(*found, data);
      auto &changed = data.changed_parameters; // what was measured is no parameter of the case
      changed.erase(std::remove_if(changed.begin(), changed.end(),
                                   [](const ChangedParameter &p) { return split_path(p.key).front() == "Measurement"; }),
                    changed.end());
      complete_fits(base, *whole, data.fits);
      data.used_input =
        used.text({"Fits", data.measurement.quantity.empty() ? "Measurement" : "Fits"}); // of one variant, with what was found
      data.with = *this;
      return data;
    }
  } // namespace

  std::vector<Case>
  read_cases(const InputSection &input, const std::vector<std::string> &overrides, const std::string &variant)
  {
    std::vector<std::string> variants = variant_names(input);
    if (!variant.empty() || variants.empty())
      variants = {variant};
    reject_set_twice(input, overrides);
    const std::vector<StudyCase> values = study_cases(input);
    if (variants.size() * values.size() > most_cases)
      throw InputError(input.place(values.size() > 1 ? "Sweep" : "Variants"),
                       "there are more than " + std::to_string(most_cases) + " cases", "fewer values or variants");
    CaseNames         names;
    std::vector<Case> cases;
    std::size_t       n_steps = 0;
    const auto        whole   = std::make_shared<const InputSection>(input);
    for (const std::string &name : variants)
      for (const StudyCase &of_study : values)
        {
          names.add(case_name(name, of_study), input.place(of_study.name.empty() ? "Variants/" + name : "Sweep"));
          cases.push_back(CaseReader{whole, overrides, name, of_study}.read());
          n_steps += cases.back().protocol.sequence.size();
          if (n_steps > most_steps)
            throw InputError(place_of(cases.back(), "Programme/Sequence"),
                             "all cases together have more than " + std::to_string(most_steps) + " steps",
                             "shorter sequences or fewer cases");
        }
    forget_what_acts_elsewhere(cases);
    for (const Fit &fit : cases.front().fits)
      {
        std::string quantity;
        for (const Case &data : cases)
          if (std::find(fit.variants.begin(), fit.variants.end(), data.variant) != fit.variants.end())
            {
              const std::string &measured = data.measurement.quantity;
              if (measured.empty())
                throw InputError(input.place("Fits/" + fit.name + "/Variants"),
                                 "nothing was measured on the variant \"" + data.variant + "\"",
                                 "variants that set Measurement/Electrode potential, Cell voltage or Mean current density");
              if (!quantity.empty() && measured != quantity)
                throw InputError(input.place("Fits/" + fit.name + "/Variants"),
                                 "squares of unlike quantities have no sum: measured are " + quantity + " and " + measured,
                                 "variants with measurements of one kind");
              quantity = measured;
            }
      }
    return cases;
  }

  void
  require_no_errors(const std::string &file, const std::vector<std::string> &overrides, const std::string &variant)
  {
    constexpr std::size_t    most_messages = 30;
    const auto               whole         = std::make_shared<const InputSection>(read_prm_file(file));
    std::vector<std::string> variants      = variant_names(*whole), messages;
    if (!variant.empty() || variants.empty())
      variants = {variant};
    const std::vector<StudyCase> values = study_cases(*whole);
    for (const std::string &name : variants)
      for (const StudyCase &of_study : values)
        try
          {
            if (messages.size() < most_messages)
              CaseReader{whole, overrides, name, of_study, true}.read();
          }
        catch (const InputErrors &errors)
          {
            for (const std::string &message : errors.messages)
              if (std::find(messages.begin(), messages.end(), message) == messages.end())
                messages.push_back(message);
          }
        catch (const InputError &error)
          {
            if (std::find(messages.begin(), messages.end(), error.what()) == messages.end())
              messages.push_back(error.what());
          }
    if (!messages.empty())
      throw InputErrors(messages);
  }

  InputPlace
  place_of(const Case &data, const std::string &path)
  {
    if (const CaseReader *const reader = data.with.target<CaseReader>())
      return reader->input().place(path);
    return {data.input_file, 0, path, ""};
  }

  std::vector<Case>
  read_cases(const std::string &file, const std::vector<std::string> &overrides, const std::string &variant)
  {
    return read_cases(read_prm_file(file), overrides, variant);
  }

  void
  write_used_input(std::ostream &stream, const Case &data)
  {
    stream << "# The input in effect: " << printable(data.input_file) << ", variant \"" + data.variant + "\"" << '\n'
           << data.used_input;
  }
} // namespace zincfield
