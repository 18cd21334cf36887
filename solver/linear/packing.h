#pragma once

#include "solver/discretization/discretization.h"

#include <petscvec.h>

#include <vector>

namespace zincfield
{
  /**
   * A state as one PETSc vector: on every rank the owned unknowns of the first field, then of the second, and so on; further
   * single unknowns follow on the last rank.
   */
  void
  pack(const StateVector &state, Vec vector);

  void
  unpack(Vec vector, StateVector &state);

  /** The single unknown after the fields: known to every rank. */
  void
  pack_extra(double value, const StateVector &state, Vec vector);

  double
  unpack_extra(Vec vector, const StateVector &state);
} // namespace zincfield
