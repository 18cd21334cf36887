#include "solver/linear/direct_preconditioner.h"

#include "solver/linear/packing.h"
#include "solver/linear/set_up.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  DirectPreconditioner<dim>::DirectPreconditioner(Operator<dim> &op)
    : op_(op)
    , matrices_(op)
    , blocks_(op.n_fields() * op.n_fields())
  {
    const MPI_Comm communicator = op.discretization().dof_handler.get_communicator();
    check(PCCreate(communicator, &factors_));
    check(PCSetOptionsPrefix(factors_, "direct_"));
  }

  template <int dim>
  DirectPreconditioner<dim>::~DirectPreconditioner()
  {
    PCDestroy(&factors_);
    MatDestroy(&matrix_);
    VecDestroy(&in_);
    VecDestroy(&out_);
  }

  template <int dim>
  void
  DirectPreconditioner<dim>::setup(const StateVector &, double)
  {
    const unsigned int n            = op_.n_fields();
    const MPI_Comm     communicator = op_.discretization().dof_handler.get_communicator();
    std::vector<Mat>   handles;
    for (unsigned int f = 0; f < n; ++f)
      for (unsigned int g = 0; g < n; ++g)
        {
          matrices_.assemble(f, g, false, blocks_[f * n + g]);
          handles.push_back(blocks_[f * n + g]);
        }
    Mat nest;
    check(MatCreateNest(communicator, n, nullptr, n, nullptr, handles.data(), &nest));
    check(MatConvert(nest, MATAIJ, matrix_ ? MAT_REUSE_MATRIX : MAT_INITIAL_MATRIX, &matrix_));
    check(MatDestroy(&nest));
    if (!in_)
      check(MatCreateVecs(matrix_, &out_, &in_));
    check(PCSetType(factors_, PCLU));
    check(PCFactorSetMatSolverType(factors_, MATSOLVERMUMPS));
    check(PCSetOperators(factors_, matrix_, matrix_));
    check(PCSetFromOptions(factors_));
    set_up(factors_, "the Jacobian");
  }

  template <int dim>
  void
  DirectPreconditioner<dim>::apply(StateVector &destination, const StateVector &source)
  {
    pack(source, in_);
    check(PCApply(factors_, in_, out_));
    unpack(out_, destination);
  }

  template <int dim>
  void
  DirectPreconditioner<dim>::apply_transposed(StateVector &destination, const StateVector &source)
  {
    pack(source, in_);
    check(PCApplyTranspose(factors_, in_, out_));
    unpack(out_, destination);
    op_.keep_rows(destination, source);
  }

  template <int dim>
  double
  DirectPreconditioner<dim>::memory_consumption() const
  {
    if (!matrix_)
      return 0.;
    MatInfo info;
    check(MatGetInfo(matrix_, MAT_LOCAL, &info));
    return 2. * info.memory;
  }

  template class DirectPreconditioner<2>;
  template class DirectPreconditioner<3>;
} // namespace zincfield
