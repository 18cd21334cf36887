#pragma once

#include "solver/linear/line_smoother.h"

namespace zincfield
{
  /** Scalar product, summed in double precision: the share of this rank. */
  double
  dot(const ScalarVector<float> &a, const ScalarVector<float> &b);

  /**
   * Largest eigenvalue of B^-1 A for a diagonal block A of the Jacobian and what its smoother takes for it, B, from below: the Ritz
   * value after `steps` steps of Lanczos' method in the scalar product of B. (C. Lanczos, J. Res. Natl. Bur. Stand. 45 (1950) 255.)
   * What makes A not symmetric, small where cells are, is left out.
   *
   * `vector`: with zeros, the start is arbitrary; else it starts there. Receives the Ritz vector. Returns 0 where A is zero. Work
   * of `steps` applications of A, and one more from a known start.
   */
  template <int dim>
  double
  largest_eigenvalue(const JacobianTable<dim> &table,
                     unsigned int              field,
                     LineSmoother<dim>        &inverse,
                     unsigned int              steps,
                     ScalarVector<float>      &vector);
} // namespace zincfield
