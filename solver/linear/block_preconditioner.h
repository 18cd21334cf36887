#pragma once

#include "solver/linear/field_matrices.h"
#include "solver/linear/preconditioner.h"

namespace zincfield
{
  /** Symmetric block Gauss-Seidel over the fields: each diagonal block is one cycle of BoomerAMG, couplings come from the operator.
   */
  template <int dim>
  class BlockPreconditioner : public Preconditioner<dim>
  {
  public:
    BlockPreconditioner(Operator<dim> &op);
    ~BlockPreconditioner() override;

    void
    setup(const StateVector &state, double electrode_potential) override;

    void
    apply(StateVector &destination, const StateVector &source) override;

    void
    apply_transposed(StateVector &destination, const StateVector &source) override;

    std::string
    name() const override
    {
      return "block Gauss-Seidel over fields, BoomerAMG on each";
    }

    double
    memory_consumption() const override;

  private:
    void
    sweep(StateVector &destination, const StateVector &source, bool transposed);

    /** f = number of fields: of the pair, see Operator::pair(). */
    void
    apply_block(unsigned int f, FieldVector &destination, const FieldVector &source);

    /** The change that both fields of a pair share, as in MultigridPreconditioner. */
    void
    solve_pair(StateVector &destination, const StateVector &source);

    unsigned int
    n_blocks() const
    {
      return op_.n_fields() + (op_.pair().empty() ? 0 : 1);
    }

    Operator<dim>                                        &op_;
    FieldMatrices<dim>                                    matrices_;
    std::vector<dealii::PETScWrappers::MPI::SparseMatrix> blocks_;
    std::vector<PC>                                       preconditioners_;
    StateVector                                           residual_, product_, change_;
    Vec                                                   in_ = nullptr, out_ = nullptr;
  };
} // namespace zincfield
