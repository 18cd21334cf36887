#include "solver/linear/field_matrices.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/lac/sparsity_tools.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  FieldMatrices<dim>::FieldMatrices(const Operator<dim> &op)
    : op_(op)
    , communicator_(op.discretization().dof_handler.get_communicator())
  {
    const auto &dof_handler = op.discretization().dof_handler;
    IndexSet    relevant;
    DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
    pattern_.reinit(dof_handler.n_dofs(), dof_handler.n_dofs(), relevant);
    DoFTools::make_sparsity_pattern(dof_handler, pattern_, op.discretization().constraints, true);
    SparsityTools::distribute_sparsity_pattern(pattern_, dof_handler.locally_owned_dofs(), communicator_, relevant);
  }

  template <int dim>
  void
  FieldMatrices<dim>::assemble(const unsigned int                row,
                               const unsigned int                column,
                               const bool                        symmetric,
                               PETScWrappers::MPI::SparseMatrix &matrix) const
  {
    const auto &owned = op_.discretization().dof_handler.locally_owned_dofs();
    if (matrix.m() != pattern_.n_rows())
      matrix.reinit(owned, owned, pattern_, communicator_);
    else
      matrix = 0.;
    op_.assemble(row, column, [&](const std::vector<types::global_dof_index> &dofs, const FullMatrix<double> &cell) {
      op_.discretization().constraints.distribute_local_to_global(cell, dofs, matrix);
    });
    matrix.compress(VectorOperation::add);

    std::vector<PetscInt> rows;
    for (const unsigned int i : op_.prescribed_of(row))
      rows.push_back(owned.nth_index_in_set(i));
    check(MatSetOption(matrix, MAT_KEEP_NONZERO_PATTERN, PETSC_TRUE));
    const double diagonal = row == column ? 1. : 0.;
    if (symmetric && row == column)
      check(MatZeroRowsColumns(matrix, rows.size(), rows.data(), diagonal, nullptr, nullptr));
    else
      check(MatZeroRows(matrix, rows.size(), rows.data(), diagonal, nullptr, nullptr));
  }

  template class FieldMatrices<2>;
  template class FieldMatrices<3>;
} // namespace zincfield
