#include "solver/checkpoint/identity.h"

#include "solver/checkpoint/sha256.h"
#include "solver/input/field_output.h"

#include <filesystem>

namespace zincfield
{
  namespace
  {
    /** Whether a key changes no result: what is written and drawn, but for the size of the regions about tips. */
    bool
    is_without_effect(const std::string &key)
    {
      return key == "Title" || key.rfind("Figures/", 0) == 0 || (key.rfind("Output/", 0) == 0 && key != "Output/Patch");
    }

    std::string
    effect(const std::string &value)
    {
      std::error_code failed;
      if (value.empty() || value.front() != '/' || !std::filesystem::is_regular_file(value, failed))
        return value;
      return "a file with the checksum " + sha256_of_file(value);
    }

    std::string
    shown(const nlohmann::json &values, const std::string &key)
    {
      return values.contains(key) ? values[key].get<std::string>() : "not there";
    }
  } // namespace

  nlohmann::json
  identity(const Case &data)
  {
    nlohmann::json values = nlohmann::json::object();
    for (const auto &[key, value] : used_values(data))
      if (!is_without_effect(key))
        values[key] = effect(value);
    return values;
  }

  std::string
  differences(const nlohmann::json &then, const nlohmann::json &now)
  {
    std::set<std::string> keys;
    for (const nlohmann::json *const values : {&then, &now})
      for (const auto &entry : values->items())
        keys.insert(entry.key());
    std::string  text;
    unsigned int n = 0;
    for (const std::string &key : keys)
      if (const std::string before = shown(then, key), after = shown(now, key); before != after && ++n <= 3)
        text += (n > 1 ? "; " : "") + key + " was " + before + " and is " + after;
    return n <= 3 ? text : text + "; and " + std::to_string(n - 3) + " more";
  }
} // namespace zincfield
