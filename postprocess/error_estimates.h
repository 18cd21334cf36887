#pragma once

#include "postprocess/report.h"

namespace zincfield
{
  /**
   * Fill in the error of every quantity from its values on a sequence of meshes, coarsest first: the last change d_l times q/(1-q),
   * with q the factor by which the error has fallen, kept between 1/4 and 3/4. It is the ratio of the dual-weighted bounds where
   * there are any, else that of the last changes, d_l/d_{l-1} (2/3 where only two values are known). It falls by no more than q/2
   * from one mesh to the next: a value that happens to change little is not exact. Nor is one at a point that later meshes leave as
   * it is: its error is at least half of its `jump`.
   */
  void
  estimate_errors(std::vector<Report> &history);
} // namespace zincfield
