#include "solver/linear/coarse_solver.h"

#include "solver/linear/boomeramg.h"
#include "solver/linear/set_up.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Unknowns up to which factors are cheaper than they are worth. */
    constexpr unsigned int direct_limit = 3000;
  } // namespace

  template <int dim>
  CoarseSolver<dim>::CoarseSolver(const Operator<dim> &op, const unsigned int field)
    : op_(op)
    , field_(field)
    , matrices_(op)
  {
    const MPI_Comm communicator = op.discretization().dof_handler.get_communicator();
    check(PCCreate(communicator, &preconditioner_));
    if (op.discretization().dof_handler.n_dofs() <= direct_limit)
      {
        check(PCSetOptionsPrefix(preconditioner_, "coarse_"));
        check(PCSetType(preconditioner_, PCLU));
        check(PCFactorSetMatSolverType(preconditioner_, MATSOLVERMUMPS));
      }
    else
      set_boomeramg_defaults<dim>(preconditioner_, "coarse_");
  }

  template <int dim>
  CoarseSolver<dim>::~CoarseSolver()
  {
    PCDestroy(&preconditioner_);
    VecDestroy(&in_);
    VecDestroy(&out_);
  }

  template <int dim>
  void
  CoarseSolver<dim>::setup()
  {
    matrices_.assemble(field_, field_, true, matrix_);
    check(PCSetOperators(preconditioner_, matrix_, matrix_));
    check(PCSetFromOptions(preconditioner_));
    set_up(preconditioner_, "the matrix of the " +
                              (field_ < op_.n_fields() ? op_.model().transport->fields()[field_].name : "potentials together") +
                              " on the coarsest mesh");
    if (!in_)
      check(MatCreateVecs(matrix_, &out_, &in_));
  }

  template <int dim>
  void
  CoarseSolver<dim>::apply(ScalarVector<float> &destination, const ScalarVector<float> &source)
  {
    const unsigned int n     = source.locally_owned_size();
    PetscScalar       *entry = nullptr;
    check(VecGetArray(in_, &entry));
    std::copy(source.begin(), source.begin() + n, entry);
    for (const unsigned int i : op_.prescribed_of(field_))
      entry[i] = 0.;
    check(VecRestoreArray(in_, &entry));
    check(PCApply(preconditioner_, in_, out_));
    check(VecGetArray(out_, &entry));
    std::copy(entry, entry + n, destination.begin());
    check(VecRestoreArray(out_, &entry));
  }

  template class CoarseSolver<2>;
  template class CoarseSolver<3>;
} // namespace zincfield
