#include "solver/assembly/cell_kernels_impl.h"

namespace zincfield
{
  extern const CellKernels cell_kernels_generic;
  const CellKernels        cell_kernels_generic = {apply_any<float, false>, apply_any<float, true>, apply_any<double, false>,
                                                   apply_any<double, true>, diagonal_any,           "generic"};
} // namespace zincfield
