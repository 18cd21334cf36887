#include "solver/input/describe_input.h"

#include "solver/input/case.h"

namespace zincfield
{
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
    return description;
  }
} // namespace zincfield
