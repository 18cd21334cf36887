#pragma once

#include <deal.II/base/point.h>

#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>

// Tables of points on curves, and their files.

namespace zincfield::traced
{
  inline std::string
  file_with(const std::string &text)
  {
    const std::string name = testing::TempDir() + "zincfield_traced_" + std::to_string(getpid()) + ".csv";
    std::ofstream(name) << text;
    return name;
  }

  inline std::string
  table(const unsigned int n, const std::function<dealii::Point<2>(double)> &at)
  {
    std::ostringstream text;
    text.precision(15);
    text << "x;y\n";
    for (unsigned int i = 0; i <= n; ++i)
      text << at(double(i) / n)[0] << ';' << at(double(i) / n)[1] << '\n';
    return text.str();
  }

  /** cos(pi x/10) um from 0 to 10 um. */
  inline std::string
  half_a_wave(const unsigned int n)
  {
    return table(n, [](const double f) { return dealii::Point<2>(10. * f, 5. + std::cos(M_PI * f)); });
  }

  /** A circle of 5 um about (3, 2) um, in units of 10 nm, clockwise. */
  inline std::string
  circle(const unsigned int n)
  {
    return table(n, [](const double f) {
      return dealii::Point<2>(300. + 500. * std::cos(2. * M_PI * f), 200. - 500. * std::sin(2. * M_PI * f));
    });
  }
} // namespace zincfield::traced
