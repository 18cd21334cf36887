#include "solver/linear/multigrid_preconditioner.h"

namespace zincfield
{
  template <int dim>
  MultigridPreconditioner<dim>::MultigridPreconditioner(Operator<dim> &op)
    : op_(op)
    , levels_(op)
    , vectors_(make_cycle_vectors(levels_))
    , solution_(op.n_fields())
  {
    const auto &numbering = op.table().numbering();
    for (unsigned int f = 0; f < op.n_fields(); ++f)
      {
        fields_.push_back(std::make_unique<FieldMultigrid<dim>>(levels_, vectors_, f));
        numbering.initialize(solution_[f]);
      }
    if (!op.pair().empty())
      {
        both_ = std::make_unique<FieldMultigrid<dim>>(levels_, vectors_, op.n_fields());
        numbering.initialize(correction_);
      }
    numbering.initialize(product_);
    numbering.initialize(residual_);
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::setup(const StateVector &state, const double electrode_potential)
  {
    levels_.linearize(state, electrode_potential);
    for (auto &field : fields_)
      field->setup();
    if (both_)
      both_->setup();
    count_evaluations();
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
  MultigridPreconditioner<dim>::find_residual(const StateVector &source,
                                              const unsigned int f,
                                              const unsigned int solved,
                                              const bool         transposed)
  {
    std::vector<ScalarVector<float>> products(op_.n_fields()); // of the field in turn only
    residual_.copy_locally_owned_data_from(source.block(f));
    if (solved == 0)
      return;
    products[f].swap(product_);
    if (transposed)
      op_.table().apply_transposed(products, solution_, 1u << f, solved);
    else
      op_.table().apply(products, solution_, 1u << f, solved);
    residual_ -= products[f];
    products[f].swap(product_);
    for (auto &solution : solution_)
      solution.zero_out_ghost_values();
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::solve_pair(const StateVector &source)
  {
    const auto pair = op_.pair();
    residual_.copy_locally_owned_data_from(source.block(pair[0]));
    ScalarVector<float> &second = product_;
    second.copy_locally_owned_data_from(source.block(pair[1]));
    for (const unsigned int i : op_.prescribed_of(pair[1])) // no equations
      second.local_element(i) = 0.f;
    residual_ += second;
    for (const unsigned int i : op_.prescribed_of(op_.n_fields()))
      residual_.local_element(i) = 0.f;
    both_->apply(solution_[pair[0]], residual_);
    solution_[pair[1]].copy_locally_owned_data_from(solution_[pair[0]]);
    for (const unsigned int i : op_.prescribed_of(pair[1]))
      solution_[pair[1]].local_element(i) = 0.f;
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::sweep(StateVector &destination, const StateVector &source, const bool transposed)
  {
    const unsigned int n = op_.n_fields();
    // what has been solved so far is taken off; the transposed sweep goes the other way
    unsigned int solved = 0;
    if (both_)
      {
        solve_pair(source);
        for (const unsigned int f : op_.pair())
          solved |= 1u << f;
      }
    for (unsigned int step = 0; step < n; ++step)
      {
        const unsigned int f = transposed ? n - 1 - step : step;
        find_residual(source, f, solved, transposed);
        if (solved >> f & 1u) // by the pair
          {
            fields_[f]->apply(correction_, residual_);
            solution_[f] += correction_;
          }
        else
          fields_[f]->apply(solution_[f], residual_);
        solved |= 1u << f;
      }
    for (unsigned int f = 0; f < n; ++f)
      destination.block(f).copy_locally_owned_data_from(solution_[f]);
    op_.keep_rows(destination, source);
    count_evaluations();
  }

  template <int dim>
  void
  MultigridPreconditioner<dim>::count_evaluations()
  {
    const double now = levels_.n_applications_below();
    op_.count_evaluations_below(now - counted_);
    counted_ = now;
  }

  template class MultigridPreconditioner<2>;
  template class MultigridPreconditioner<3>;
} // namespace zincfield
