#pragma once

#include <petscvec.h>

namespace zincfield
{
  /**
   * Let the duplicates of a vector, and theirs, take memory only once they are written to.
   *
   * PETSc's FGMRES makes its vectors ten pairs at a time and fills them with zeros: most of them are never used where a few
   * iterations suffice. Duplicates made so are zero as well, but of pages that the system provides when they are touched.
   */
  void
  make_duplicates_lazy(Vec vector);
} // namespace zincfield
