#pragma once

#include "physics/parameters.h"
#include "physics/registry.h"

#include <memory>
#include <string>

namespace zincfield
{
  /**
   * Names the key that chooses among the registered kinds of `Base`, and the keys of the kind chosen. `kind` holds the default
   * ("?": must be given) and returns the choice. Null where only descriptions are wanted and no kind is chosen yet.
   */
  template <typename Base>
  std::shared_ptr<Base>
  declare_kind(Parameters &parameters, const std::string &key, std::string &kind, const std::string &doc)
  {
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto &entry : Registry<Base>::entries())
      names.emplace_back(entry.first, entry.second.doc);
    std::shared_ptr<Base> made;
    parameters.kinds(key, kind, names, doc, [&](const std::string &name, Parameters &keys) {
      std::shared_ptr<Base> object = Registry<Base>::make(name);
      object->declare(keys);
      if (name == kind)
        made = object;
    });
    return made;
  }
} // namespace zincfield
