#pragma once

#include <string>

namespace zincfield
{
  /** What one instruction of a processor works on. */
  struct VectorUnits
  {
    unsigned int lanes = 1; // numbers in double precision at a time
    std::string  name;      // "AVX-512"; empty: not known here
  };

  /** The widest of the processor that the program runs on. */
  VectorUnits
  vector_units();

  /** Those that deal.II was built for; its loops over cells and faces take so many at a time, whatever the processor has. */
  unsigned int
  lanes_of_dealii();

  /** "1 lane of doubles", "8 lanes of doubles". */
  std::string
  describe_lanes(unsigned int lanes);

  /**
   * What a run says where deal.II uses less than half of the processor's lanes; else empty. `kernels`: the instruction set of the
   * cell kernels, which do not depend on deal.II's.
   */
  std::string
  note_on_narrow_lanes(unsigned int lanes_of_dealii, const VectorUnits &processor, const std::string &kernels);
} // namespace zincfield
