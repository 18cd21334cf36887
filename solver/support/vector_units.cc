#include "solver/support/vector_units.h"

#include <deal.II/base/vectorization.h>

namespace zincfield
{
  VectorUnits
  vector_units()
  {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
      return {8, "AVX-512"};
    if (__builtin_cpu_supports("avx2"))
      return {4, "AVX2"};
    if (__builtin_cpu_supports("avx"))
      return {4, "AVX"};
    return {2, "SSE2"};
#elif defined(__aarch64__)
    return {2, "NEON"};
#else
    return {};
#endif
  }

  unsigned int
  lanes_of_dealii()
  {
    return dealii::VectorizedArray<double>::size();
  }

  std::string
  describe_lanes(const unsigned int lanes)
  {
    return std::to_string(lanes) + (lanes == 1 ? " lane" : " lanes") + " of doubles";
  }

  std::string
  note_on_narrow_lanes(const unsigned int lanes_of_dealii, const VectorUnits &processor, const std::string &kernels)
  {
    if (2 * lanes_of_dealii >= processor.lanes)
      return "";
    return "note: deal.II was built for " + describe_lanes(lanes_of_dealii) + ", and this processor has " +
           std::to_string(processor.lanes) + " (" + processor.name +
           "). Residuals, the entries of the Jacobian and multigrid transfers do not use them" +
           (kernels == "generic" ? "." : "; the cell kernels that apply the Jacobian do (" + kernels + ").") +
           " A deal.II built with -march=native does: see \"On a cluster\" in README.md.";
  }
} // namespace zincfield
