#pragma once

#include "solver/assembly/operator.h"
#include "solver/linear/petsc_options.h"

#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/petsc_sparse_matrix.h>

#include <petscksp.h>

namespace zincfield
{
  /** Assembled blocks of the Jacobian at the last linearisation, for the preconditioners that need entries. */
  template <int dim>
  class FieldMatrices
  {
  public:
    FieldMatrices(const Operator<dim> &op);

    /**
     * Block (row, column) of the Jacobian. Rows of prescribed unknowns become those of the identity (`symmetric`: columns too, on
     * the diagonal block).
     */
    void
    assemble(unsigned int row, unsigned int column, bool symmetric, dealii::PETScWrappers::MPI::SparseMatrix &matrix) const;

  private:
    const Operator<dim>           &op_;
    dealii::DynamicSparsityPattern pattern_;
    MPI_Comm                       communicator_;
  };
} // namespace zincfield
