#pragma once

#include <cstdio>
#include <string>

namespace zincfield
{
  /** What printf would print of these numbers, as a line of the log needs it; at most 299 characters. */
  inline std::string
  text(const char  *format,
       const double a,
       const double b = 0.,
       const double c = 0.,
       const double d = 0.,
       const double e = 0.,
       const double f = 0.)
  {
    char buffer[300];
    std::snprintf(buffer, sizeof(buffer), format, a, b, c, d, e, f);
    return buffer;
  }
} // namespace zincfield
