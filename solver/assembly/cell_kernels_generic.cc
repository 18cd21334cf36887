#include "solver/assembly/cell_kernels_impl.h"

namespace zincfield
{
  extern const CellKernels cell_kernels_generic;
  const CellKernels        cell_kernels_generic = {apply_any<float>, apply_any<double>, diagonal_any, "generic"};
} // namespace zincfield
