#pragma once

#include "solver/support/errors.h"

#include <petscpc.h>

namespace zincfield
{
  /** The linearised equations cannot be solved for a change of the fields. Thrown by all ranks alike; the text is a clause. */
  class NoInverse : public SolverError
  {
  public:
    using SolverError::SolverError;
  };

  /**
   * PCSetUp with the matrix that `preconditioner` has, and a look at what came of it; `matrix`: what it is to be called, "the
   * Jacobian".
   *
   * Throws NoInverse where an entry is no finite number or the matrix is singular, MachineError where factors find no memory.
   * Afterwards it can be set up with another matrix.
   */
  void
  set_up(PC preconditioner, const std::string &matrix);
} // namespace zincfield
