#include "solver/assembly/cell_kernels_impl.h"

#ifdef __x86_64__
namespace zincfield
{
  extern const CellKernels cell_kernels_avx512;
  const CellKernels        cell_kernels_avx512 = {apply_any<float>, apply_any<double>, diagonal_any, "avx512"};
} // namespace zincfield
#endif
