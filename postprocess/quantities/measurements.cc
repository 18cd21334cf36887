#include "postprocess/quantities/measurements.h"

namespace zincfield
{
  Quantity
  Measurements::extreme_over_mean(const bool strongest) const
  {
    const double mean    = electrodes.mean();
    const bool   largest = strongest == (mean > 0.);
    Quantity     result;
    result.value = (largest ? electrodes.largest : electrodes.smallest) / mean;
    result.jump  = std::abs((largest ? electrodes.doubt_of_largest : electrodes.doubt_of_smallest) / mean);
    return result;
  }
} // namespace zincfield
