#include "solver/assembly/cell_kernels_impl.h"

#ifdef __x86_64__
namespace zincfield
{
  extern const CellKernels cell_kernels_avx2;
  const CellKernels        cell_kernels_avx2 = {apply_any<float, false>, apply_any<float, true>, apply_any<double, false>,
                                                apply_any<double, true>, diagonal_any,           "avx2"};
} // namespace zincfield
#endif
