#include "solver/linear/multigrid_preconditioner.h"

namespace zincfield
{
  template <int dim>
  MultigridPreconditioner<dim>::MultigridPreconditioner(Operator<dim> &op)
    : op_(op)
    , levels_(op)
    , solution_(op.n_fields())
    , product_(op.n_fields())
  {
    const auto &numbering = op.table().numbering();
    for (unsigned int f = 0; f < op.n_fields(); ++f)
      {
        fields_.push_back(std::make_unique<FieldMultigrid<dim>>(levels_, f));
        numbering.initialize(solution_[f]);
        numbering.initialize(product_[f]);
      }
    numbering.initialize(residual_);
    numbering.initialize(correction_);
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::setup(const StateVector &state, const double electrode_potential)
  {
    levels_.linearize(state, electrode_potential);
    for (auto &field : fields_)
      field->setup();
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::apply(StateVector &destination, const StateVector &source)
  {
    sweep(destination, source, false);
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::apply_transposed(StateVector &destination, const StateVector &source)
  {
    sweep(destination, source, true);
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::sweep(StateVector &destination, const StateVector &source, const bool transposed)
  {
    const unsigned int n = op_.n_fields();
    // forward over the fields, then back over all but the last; what has been solved so far is taken off
    unsigned int solved = 0;
    for (unsigned int step = 0; step < 2 * n - 1; ++step)
      {
        const unsigned int f = step < n ? step : 2 * n - 2 - step;
        residual_.copy_locally_owned_data_from(source.block(f));
        if (solved != 0)
          {
            if (transposed)
              op_.table().apply_transposed(product_, solution_, 1u << f, solved);
            else
              op_.table().apply(product_, solution_, 1u << f, solved);
            residual_ -= product_[f];
          }
        if (solved >> f & 1u)
          {
            fields_[f]->apply(correction_, residual_);
            for (auto &solution : solution_)
              solution.zero_out_ghost_values();
            solution_[f] += correction_;
          }
        else
          {
            for (auto &solution : solution_)
              solution.zero_out_ghost_values();
            fields_[f]->apply(solution_[f], residual_);
          }
        solved |= 1u << f;
      }
    for (unsigned int f = 0; f < n; ++f)
      destination.block(f).copy_locally_owned_data_from(solution_[f]);
    op_.keep_rows(destination, source);
  }

  template class MultigridPreconditioner<2>;
  template class MultigridPreconditioner<3>;
} // namespace zincfield
