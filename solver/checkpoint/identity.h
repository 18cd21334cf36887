#pragma once

#include "solver/input/case.h"

#include <nlohmann/json.hpp>

namespace zincfield
{
  /**
   * What the results of a case rest on: the value in effect of every key, by "Section/Key". In place of a file's path stands the
   * checksum of its contents; what only says which files are written is left out.
   */
  nlohmann::json
  identity(const Case &data);

  /** "Control/Cell voltage was 1 V and is 2 V; Geometry/Gap ..." of at most three keys, and how many more; empty: none. */
  std::string
  differences(const nlohmann::json &then, const nlohmann::json &now);
} // namespace zincfield
