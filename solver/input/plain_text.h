#pragma once

#include <string>

namespace zincfield
{
  /** Where a text ceases to be one that any file of results can hold, and why; `why` is empty where it does not. */
  struct TextFault
  {
    std::size_t at = 0;
    std::string why, allowed; // for messages
  };

  /** Looks for what is no UTF-8 (also overlong forms and halves of UTF-16 pairs) and for control characters other than tabs and
   * line ends. */
  TextFault
  find_fault(const std::string &text);

  /** For messages: bytes that are no text as \xE4, and what is longer than `most` bytes cut in its middle. */
  std::string
  printable(const std::string &text, std::size_t most = std::string::npos);
} // namespace zincfield
