#pragma once

namespace zincfield
{
  /**
   * The function `table(s, s_1, v_1, s_2, v_2, ...)` of expressions: v linear in s between the points, constant beyond the first
   * and the last. s_1 < s_2 < ...; errors are muParser's.
   */
  double
  expression_table(const double *arguments, int n);
} // namespace zincfield
