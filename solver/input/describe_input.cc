#include "solver/input/describe_input.h"

#include "solver/input/case.h"

namespace zincfield
{
  namespace
  {
    ItemDescription
    describe_study()
    {
      ItemDescription study, combination, values;
      study.name = "Sweep";
      study.doc =
        "A parameter study: the input once with each of several values of a key, or of several keys. Every variant is varied.";
      study.optional      = true; // not part of a template: one without values is an error
      study.section       = std::make_shared<SectionDescription>();
      combination.name    = "Combination";
      combination.value   = "product";
      combination.allowed = "product or zipped";
      combination.doc     = "product: every value with every one of the other keys; zipped: the first values of all keys together, "
                            "then the second ones, and so on";
      combination.optional = true;
      values.name          = "Section/Key";
      values.value         = "10 nm to 3 um, 6 values, logarithmic";
      values.doc      = "Any key of the input, with its sections, and its values: a list, or a range. Inner values of a range are "
                        "rounded to six digits.";
      values.allowed  = "a list as 10 nm, 30 nm (with semicolons where the values have commas) or a range as 10 nm to 3 um, 6 "
                        "values, logarithmic (or linear)";
      values.optional = true;
      study.section->items = {combination, values};
      return study;
    }
  } // namespace

  SectionDescription
  describe_input(const InputSection *example)
  {
    SectionDescription   description;
    DescribingParameters parameters(description, example);
    Case                 data;
    declare(parameters, data);

    ItemDescription variants;
    variants.name    = "Variants";
    variants.doc     = "Cases that differ from this input in a few values. Each subsection is one case, with lines "
                       "\"set Section/Key = value\"; without any, the input is one case.";
    variants.named   = true;
    variants.section = std::make_shared<SectionDescription>();
    ItemDescription variant;
    variant.name    = "NAME";
    variant.section = std::make_shared<SectionDescription>();
    ItemDescription setting;
    setting.name     = "Section/Key";
    setting.value    = "value";
    setting.doc      = "Any key of the input, with its sections.";
    setting.allowed  = "as for the key";
    setting.optional = true;
    variant.section->items.push_back(setting);
    variants.section->items.push_back(variant);
    description.items.push_back(variants);
    description.items.push_back(describe_study());
    return description;
  }
} // namespace zincfield
