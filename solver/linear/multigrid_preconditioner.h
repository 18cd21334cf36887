#pragma once

#include "solver/linear/field_multigrid.h"
#include "solver/linear/preconditioner.h"

namespace zincfield
{
  /** Block Gauss-Seidel over the fields, each diagonal block one geometric multigrid V-cycle; couplings from the tables, all in
   * single precision. */
  template <int dim>
  class MultigridPreconditioner : public Preconditioner<dim>
  {
  public:
    MultigridPreconditioner(Operator<dim> &op);

    void
    setup(const StateVector &state, double electrode_potential) override;

    void
    apply(StateVector &destination, const StateVector &source) override;

    void
    apply_transposed(StateVector &destination, const StateVector &source) override;

    void
    forget() override
    {
      for (auto &field : fields_)
        field->forget();
    }

    std::string
    name() const override
    {
      return "block Gauss-Seidel over fields, geometric multigrid on each (" + std::to_string(levels_.n()) + " levels)";
    }

    double
    memory_consumption() const override
    {
      return levels_.memory_consumption();
    }

  private:
    void
    sweep(StateVector &destination, const StateVector &source, bool transposed);

    void
    count_evaluations();

    Operator<dim>                                    &op_;
    Levels<dim>                                       levels_;
    std::vector<CycleVectors>                         vectors_;
    std::vector<std::unique_ptr<FieldMultigrid<dim>>> fields_;
    std::vector<ScalarVector<float>>                  solution_;
    ScalarVector<float>                               product_, residual_;
    double                                            counted_ = 0.;
  };
} // namespace zincfield
