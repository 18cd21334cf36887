#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace zincfield
{
  /** A sequence that cannot be read: `what()` says why, for the user. */
  class SequenceError : public std::runtime_error
  {
  public:
    using std::runtime_error::runtime_error;
  };

  /** Most steps that a sequence may stand for. */
  constexpr unsigned int longest_sequence = 10000000;

  /** Most brackets within each other. */
  constexpr unsigned int deepest_sequence = 50;

  /**
   * The steps that a text such as "rest, 50 * (charge, 2 * pulse, discharge)" stands for, as indices into `names`. Loops may be
   * nested. Throws SequenceError for an unknown name, unbalanced brackets, a count that is no positive whole number, more steps
   * than longest_sequence or brackets deeper than deepest_sequence.
   */
  std::vector<unsigned int>
  read_sequence(const std::string &text, const std::vector<std::string> &names);
} // namespace zincfield
