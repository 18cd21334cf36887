#pragma once

#include "solver/input/input_error.h"

#include <set>

namespace zincfield
{
  /** What is wrong with an input as a whole: several mistakes, each a message as InputError has it. */
  class InputErrors : public InputError
  {
  public:
    explicit InputErrors(const std::vector<std::string> &messages);

    const std::vector<std::string> messages;
  };

  /**
   * Mistakes that are gathered while an input is walked to its end. A section in which a value could not be read goes on with
   * another value; what is said of it as a whole then is no news, and is left out.
   */
  class GatheredErrors
  {
  public:
    void
    add(const std::string &section, const InputError &error);

    /** Whether a value of this section, by its path, was wrong, or one of a section that it rests on. */
    bool
    is_spoilt(const std::string &section) const;

    std::vector<std::string> messages;

  private:
    std::set<std::string> sections_; // uppermost ones
  };
} // namespace zincfield
