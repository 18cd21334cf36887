#include "solver/checkpoint/identity.h"

#include "solver/checkpoint/sha256.h"

#include <filesystem>
#include <set>
#include <sstream>

namespace zincfield
{
  namespace
  {
    /** Keys that change no result. */
    const std::set<std::string> without_effect = {"Title",          "Output/Volume",      "Output/Surface",
                                                  "Output/Figures", "Output/Every cycle", "Output/Checkpoint interval"};

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
    nlohmann::json     values = nlohmann::json::object();
    std::string        path;
    std::istringstream text(data.used_input);
    for (std::string line; std::getline(text, line);)
      {
        line.erase(0, line.find_first_not_of(' '));
        if (const std::string opening = "subsection "; line.rfind(opening, 0) == 0)
          path += line.substr(opening.size()) + "/";
        else if (line == "end")
          path.erase(path.size() < 2 ? 0 : path.rfind('/', path.size() - 2) + 1);
        else if (const std::size_t equals = line.find(" = "); line.rfind("set ", 0) == 0 && equals != std::string::npos)
          if (const std::string key = path + line.substr(4, equals - 4); without_effect.count(key) == 0)
            values[key] = effect(line.substr(equals + 3));
      }
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
