#include "solver/linear/preconditioner.h"

#include "solver/linear/block_preconditioner.h"
#include "solver/linear/direct_preconditioner.h"
#include "solver/linear/multigrid_preconditioner.h"

namespace zincfield
{
  namespace
  {
    /** Unknowns of double layers up to which factors of the whole Jacobian take some seconds and one or two gigabytes, in the plane
     * and in space. */
    constexpr unsigned int plane_limit = 300000, space_limit = 30000;
  } // namespace

  template <int dim>
  std::unique_ptr<Preconditioner<dim>>
  make_preconditioner(const std::string &kind, Operator<dim> &op)
  {
    if (kind == "direct")
      return std::make_unique<DirectPreconditioner<dim>>(op);
    if (kind == "multigrid" && has_levels(op.discretization()))
      return std::make_unique<MultigridPreconditioner<dim>>(op);
    return std::make_unique<BlockPreconditioner<dim>>(op);
  }

  template <int dim>
  std::string
  preconditioner_kind(const SolverOptions &options, const Operator<dim> &op)
  {
    if (options.linear_solver != "automatic")
      return options.linear_solver;
    return dim == 2 && op.n_fields() * op.discretization().dof_handler.n_dofs() <= options.direct_solver_limit ? "direct"
                                                                                                               : "multigrid";
  }

  template <int dim>
  bool
  may_factorise_instead(const SolverOptions &options, const Operator<dim> &op)
  {
    return options.linear_solver == "automatic" && op.model().transport->traits().resolves_charge &&
           op.n_fields() * op.discretization().dof_handler.n_dofs() <= (dim == 2 ? plane_limit : space_limit);
  }

  template bool
  may_factorise_instead(const SolverOptions &, const Operator<2> &);
  template bool
  may_factorise_instead(const SolverOptions &, const Operator<3> &);
  template std::string
  preconditioner_kind(const SolverOptions &, const Operator<2> &);
  template std::string
  preconditioner_kind(const SolverOptions &, const Operator<3> &);
  template std::unique_ptr<Preconditioner<2>>
  make_preconditioner(const std::string &, Operator<2> &);
  template std::unique_ptr<Preconditioner<3>>
  make_preconditioner(const std::string &, Operator<3> &);
} // namespace zincfield
