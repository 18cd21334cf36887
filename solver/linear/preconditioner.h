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

    /** Take the Jacobian of the operator's last linearisation, which was at this state. Throws NoInverse where it has none. */
    virtual void
    setup(const StateVector &state, double electrode_potential) = 0;

    virtual void
    apply(StateVector &destination, const StateVector &source) = 0;

    /** The same for the transposed Jacobian, close to the transposed of apply(). */
    virtual void
    apply_transposed(StateVector &destination, const StateVector &source) = 0;

    /** Leave no guess behind from earlier Jacobians, see Newton::forget(). */
    virtual void
    forget()
    {}

    /** For the log. */
    virtual std::string
    name() const = 0;

    virtual double
    memory_consumption() const = 0;
  };

  /**
   * `kind`: multigrid (block Gauss-Seidel over fields, geometric multigrid a block; hypre where the mesh has no levels), block
   * (symmetric block Gauss-Seidel with hypre BoomerAMG) or direct (MUMPS on the whole Jacobian).
   */
  template <int dim>
  std::unique_ptr<Preconditioner<dim>>
  make_preconditioner(const std::string &kind, Operator<dim> &op);

  /** The kind that the options ask for, with `automatic` replaced by what is quicker on this mesh. */
  template <int dim>
  std::string
  preconditioner_kind(const SolverOptions &options, const Operator<dim> &op);

  /** Whether `automatic`, which has chosen multigrid, may turn to direct where that fails: for resolved double layers on meshes
   * that factors are not too large for. */
  template <int dim>
  bool
  may_factorise_instead(const SolverOptions &options, const Operator<dim> &op);
} // namespace zincfield
