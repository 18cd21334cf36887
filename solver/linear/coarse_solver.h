#pragma once

#include "solver/linear/field_matrices.h"

namespace zincfield
{
  /** The coarsest level of one field: MUMPS where it is small, one cycle of BoomerAMG where the coarse mesh is large. */
  template <int dim>
  class CoarseSolver
  {
  public:
    CoarseSolver(const Operator<dim> &op, unsigned int field);
    ~CoarseSolver();
    CoarseSolver(const CoarseSolver &) = delete;

    void
    setup();

    void
    apply(ScalarVector<float> &destination, const ScalarVector<float> &source);

  private:
    const Operator<dim>                     &op_;
    const unsigned int                       field_;
    FieldMatrices<dim>                       matrices_;
    dealii::PETScWrappers::MPI::SparseMatrix matrix_;
    PC                                       preconditioner_ = nullptr;
    Vec                                      in_ = nullptr, out_ = nullptr;
  };
} // namespace zincfield
