#include "solver/input/plain_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace zincfield
{
  namespace
  {
    /** Length of the UTF-8 character that begins at `i`; 0: none does. */
    std::size_t
    character_length(const std::string &text, const std::size_t i)
    {
      const auto        byte   = [&](const std::size_t j) { return static_cast<unsigned char>(text[j]); };
      const std::size_t length = byte(i) < 0x80   ? 1
                                 : byte(i) < 0xC2 ? 0
                                 : byte(i) < 0xE0 ? 2
                                 : byte(i) < 0xF0 ? 3
                                 : byte(i) < 0xF5 ? 4
                                                  : 0;
      if (length == 0 || i + length > text.size())
        return 0;
      std::uint32_t code = byte(i) & (length == 1 ? 0x7F : 0xFF >> (length + 1));
      for (std::size_t j = 1; j < length; ++j)
        {
          if ((byte(i + j) & 0xC0) != 0x80)
            return 0;
          code = code << 6 | (byte(i + j) & 0x3F);
        }
      const bool overlong       = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000),
                 half_of_a_pair = code >= 0xD800 && code < 0xE000;
      return overlong || half_of_a_pair || code > 0x10FFFF ? 0 : length;
    }

    bool
    is_control(const std::string &text, const std::size_t i)
    {
      const auto byte = static_cast<unsigned char>(text[i]);
      return (byte < 32 && byte != '\n' && byte != '\t' && byte != '\r') || byte == 127 ||
             (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    }

    std::string
    byte_text(const std::string &text, const std::size_t i)
    {
      return "byte " + std::to_string(static_cast<unsigned char>(text[i]));
    }
  } // namespace

  TextFault
  find_fault(const std::string &text)
  {
    for (std::size_t i = 0; i < text.size();)
      {
        const std::size_t length = character_length(text, i);
        if (length == 0)
          return {i, byte_text(text, i) + " is no UTF-8 text",
                  "UTF-8 text: save the file with that encoding (an umlaut or a micro sign may be in another one)"};
        if (is_control(text, i))
          return {i, byte_text(text, i) + " is not text", "UTF-8 text"};
        i += length;
      }
    return {};
  }

  std::string
  printable(const std::string &text, const std::size_t most)
  {
    if (text.size() > most)
      {
        std::size_t begin = most / 2, end = text.size() - most / 2; // of what is left out
        const auto  continues = [&](const std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80; };
        for (unsigned int k = 0; k < 3 && continues(begin); ++k)
          --begin;
        for (unsigned int k = 0; k < 3 && continues(end); ++k)
          ++end;
        return printable(text.substr(0, begin)) + " ... " + printable(text.substr(end));
      }
    std::string result;
    for (std::size_t i = 0; i < text.size();)
      {
        const std::size_t length = character_length(text, i);
        if (length > 0 && !is_control(text, i))
          result += text.substr(i, length);
        else
          for (std::size_t j = i; j < i + std::max<std::size_t>(1, length); ++j)
            {
              char code[8];
              std::snprintf(code, sizeof(code), "\\x%02X", static_cast<unsigned char>(text[j]));
              result += code;
            }
        i += std::max<std::size_t>(1, length);
      }
    return result;
  }
} // namespace zincfield
