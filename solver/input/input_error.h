#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace zincfield
{
  /** Where in the input something was said. */
  struct InputPlace
  {
    std::string  file;
    unsigned int line = 0; // 0: not from a line of a file (command line, value missing altogether)
    std::string  key;      // with its sections: "Geometry/Height"; empty: the file as a whole
    std::string  value;    // as the user wrote it; empty: none
  };

  /** "case.prm:12", or the file alone where there is no line. */
  std::string
  file_and_line(const InputPlace &place);

  /**
   * A mistake of the user: where, what was got, what is allowed. One paragraph, printed once, exit status 1.
   * The hint ("Did you mean ...?") comes last.
   */
  class InputError : public std::runtime_error
  {
  public:
    /** A message that is whole already. */
    explicit InputError(const std::string &message)
      : std::runtime_error(message)
    {}
    InputError(const InputPlace &place, const std::string &problem, const std::string &allowed = "", const std::string &hint = "");
  };

  /** The candidate that `name` is most likely a misspelling of; empty: none is near. */
  std::string
  nearest_name(const std::string &name, const std::vector<std::string> &candidates);

  /** `Did you mean "Height"?`, or nothing. */
  std::string
  did_you_mean(const std::string &name, const std::vector<std::string> &candidates);

  /** "a, b or c" */
  std::string
  join_alternatives(const std::vector<std::string> &names);
} // namespace zincfield
