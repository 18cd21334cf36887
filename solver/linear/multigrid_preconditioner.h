#pragma once

#include "solver/linear/field_multigrid.h"
#include "solver/linear/preconditioner.h"

namespace zincfield
{
  /**
   * Block Gauss-Seidel over the fields, each diagonal block one geometric multigrid V-cycle; couplings from the tables, all in
   * single precision.
   *
   * A scaffold with fast reactions ties its two potentials together, and one after the other would hardly move: a change that both
   * share comes before them, whose row is the conservation of the total current. What is left of the coupling then costs a factor
   * of at most 0.7, whatever the reactions and the conductivities (subspace corrections of a nearly singular system: Lee, Wu, Xu
   * and Zikatanov, Math. Models Methods Appl. Sci. 17 (2007) 1937).
   */
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
      if (both_)
        both_->forget();
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

    /** The change that both fields of a pair share. */
    void
    solve_pair(const StateVector &source);

    /** `residual_` = `source` without what the fields `solved` (bits) do in row f. */
    void
    find_residual(const StateVector &source, unsigned int f, unsigned int solved, bool transposed);

    void
    count_evaluations();

    Operator<dim>                                    &op_;
    Levels<dim>                                       levels_;
    std::vector<CycleVectors>                         vectors_;
    std::vector<std::unique_ptr<FieldMultigrid<dim>>> fields_;
    std::unique_ptr<FieldMultigrid<dim>>              both_; // of a pair, null without one
    std::vector<ScalarVector<float>>                  solution_;
    ScalarVector<float>                               product_, residual_, correction_;
    double                                            counted_ = 0.;
  };
} // namespace zincfield
