#include "solver/assembly/cell_kernels.h"

namespace zincfield
{
  extern const CellKernels cell_kernels_generic;
#ifdef __x86_64__
  extern const CellKernels cell_kernels_avx2, cell_kernels_avx512;
#endif

  unsigned long
  scratch_size(const unsigned int dim, const unsigned int nodes, const unsigned int n_fields)
  {
    const unsigned long points = dim == 2 ? nodes * nodes : nodes * nodes * nodes;
    return points * cells_at_once * (n_fields * (2 + 2 * dim) + 1);
  }

  const CellKernels &
  cell_kernels()
  {
#ifdef __x86_64__
    static const CellKernels &best = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") ? cell_kernels_avx512
                                     : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")       ? cell_kernels_avx2
                                                                                                             : cell_kernels_generic;
    return best;
#else
    return cell_kernels_generic;
#endif
  }
} // namespace zincfield
