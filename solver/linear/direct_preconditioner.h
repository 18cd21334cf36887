#pragma once

#include "solver/linear/field_matrices.h"
#include "solver/linear/preconditioner.h"

namespace zincfield
{
  /** MUMPS factors of the whole Jacobian, fields coupled: exact up to rounding. For small problems in two dimensions. */
  template <int dim>
  class DirectPreconditioner : public Preconditioner<dim>
  {
  public:
    DirectPreconditioner(Operator<dim> &op);
    ~DirectPreconditioner() override;

    void
    setup(const StateVector &state, double electrode_potential) override;

    void
    apply(StateVector &destination, const StateVector &source) override;

    void
    apply_transposed(StateVector &destination, const StateVector &source) override;

    std::string
    name() const override
    {
      return "MUMPS";
    }

    double
    memory_consumption() const override;

  private:
    Operator<dim>                                        &op_;
    FieldMatrices<dim>                                    matrices_;
    std::vector<dealii::PETScWrappers::MPI::SparseMatrix> blocks_; // row by row
    Mat                                                   matrix_  = nullptr;
    PC                                                    factors_ = nullptr;
    Vec                                                   in_ = nullptr, out_ = nullptr;
  };
} // namespace zincfield
