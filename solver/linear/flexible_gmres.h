#pragma once

#include <petscksp.h>

namespace zincfield
{
  /**
   * Make `ksp` FGMRES (Y. Saad, SIAM J. Sci. Comput. 14 (1993) 461) with classical Gram-Schmidt, as PETSc's, but with memory for the iterations that it takes: PETSc's makes
   * ten pairs of vectors at a time. `single_precision`: the preconditioned directions are rounded to, and kept in, single precision, which loses nothing
   * where the preconditioner works in it; the method takes the rounded ones for what they are, so that its residuals stay those of double precision.
   *
   * The options database may ask for another method afterwards (-ksp_type).
   */
  void
  set_flexible_gmres(KSP ksp, unsigned int restart, bool single_precision);

  /** Give back the vectors of the last solve, if it was by this method: what follows Newton's method needs the room. */
  void
  release_vectors(KSP ksp);
} // namespace zincfield
