#include "solver/input/input_errors.h"

#include "solver/input/input_tree.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    std::string
    in_one(const std::vector<std::string> &messages)
    {
      if (messages.size() == 1)
        return messages.front();
      std::string text = std::to_string(messages.size()) + " errors";
      for (const std::string &message : messages)
        text += "\n" + message;
      return text;
    }
  } // namespace

  InputErrors::InputErrors(const std::vector<std::string> &messages)
    : InputError(in_one(messages))
    , messages(messages)
  {}

  void
  GatheredErrors::add(const std::string &section, const InputError &error)
  {
    sections_.insert(split_path(section).front());
    if (std::find(messages.begin(), messages.end(), error.what()) == messages.end())
      messages.push_back(error.what());
  }

  bool
  GatheredErrors::is_spoilt(const std::string &section) const
  {
    const std::string top = split_path(section).front();
    return sections_.count(top) > 0 || (top == "Boundaries" && sections_.count("Geometry") > 0) ||
           ((top == "Reactions" || top == "Boundaries") && sections_.count("Electrolyte") > 0);
  }
} // namespace zincfield
