#pragma once

#include "solver/assembly/operator.h"

#include <memory>
#include <string>

namespace zincfield
{
  /** Approximate inverse of the Jacobian for the fields (the electrode potential excluded). */
  template <int dim>
  class Preconditioner
  {
  public:
    virtual ~Preconditioner() = default;

    /** Take the Jacobian of the operator's last linearisation. */
    virtual void
    setup() = 0;

    virtual void
    apply(StateVector &destination, const StateVector &source) = 0;

    /** For the log. */
    virtual std::string
    name() const = 0;

    virtual double
    memory_consumption() const = 0;
  };

  /** `kind`: block (symmetric block Gauss-Seidel over fields, hypre BoomerAMG a block) or direct (MUMPS on the whole Jacobian). */
  template <int dim>
  std::unique_ptr<Preconditioner<dim>>
  make_preconditioner(const std::string &kind, Operator<dim> &op);
} // namespace zincfield
