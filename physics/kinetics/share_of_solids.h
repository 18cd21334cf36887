#pragma once

namespace zincfield
{
  /** Share of their rates at which reactions that leave a solid run, the same everywhere: 1 but on the way to a steady state of
   * fast ones, which Newton's method finds from those of slow ones. */
  inline double share_of_solids = 1.;
} // namespace zincfield
