#include "solver/input/expression_table.h"

#include <muParser.h>

namespace zincfield
{
  double
  expression_table(const double *arguments, const int n)
  {
    if (n < 3 || n % 2 == 0)
      throw mu::ParserError("table(s, s_1, v_1, s_2, v_2, ...) takes a position and pairs of a position and a value");
    const double        s        = arguments[0];
    const double *const points   = arguments + 1;
    const int           n_points = n / 2;
    for (int k = 1; k < n_points; ++k)
      if (!(points[2 * k] > points[2 * k - 2]))
        throw mu::ParserError("the positions of table(s, s_1, v_1, s_2, v_2, ...) do not increase");
    int right = 0;
    while (right < n_points && points[2 * right] < s)
      ++right;
    if (right == 0)
      return points[1];
    if (right == n_points)
      return points[2 * n_points - 1];
    const double *const below  = points + 2 * right - 2;
    const double        weight = (s - below[0]) / (below[2] - below[0]);
    return (1. - weight) * below[1] + weight * below[3];
  }
} // namespace zincfield
