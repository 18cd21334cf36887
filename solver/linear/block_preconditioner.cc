#include "solver/linear/block_preconditioner.h"

#include "solver/linear/boomeramg.h"
#include "solver/linear/set_up.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  BlockPreconditioner<dim>::BlockPreconditioner(Operator<dim> &op)
    : op_(op)
    , matrices_(op)
    , blocks_(n_blocks())
    , preconditioners_(n_blocks(), nullptr)
  {
    const MPI_Comm communicator = op.discretization().dof_handler.get_communicator();
    op.discretization().initialize(residual_, op.n_fields());
    op.discretization().initialize(product_, op.n_fields());
    if (!op.pair().empty())
      op.discretization().initialize(change_, op.n_fields());
    for (unsigned int f = 0; f < n_blocks(); ++f)
      {
        check(PCCreate(communicator, &preconditioners_[f]));
        set_boomeramg_defaults<dim>(preconditioners_[f],
                                    f == op.model().transport->potential() || f == op.n_fields() ? "potential_" : "species_");
      }
    const auto &owned = op.discretization().dof_handler.locally_owned_dofs();
    check(VecCreateMPIWithArray(communicator, 1, owned.n_elements(), owned.size(), nullptr, &in_));
    check(VecCreateMPIWithArray(communicator, 1, owned.n_elements(), owned.size(), nullptr, &out_));
  }

  template <int dim>
  BlockPreconditioner<dim>::~BlockPreconditioner()
  {
    for (PC &pc : preconditioners_)
      PCDestroy(&pc);
    VecDestroy(&in_);
    VecDestroy(&out_);
  }

  template <int dim>
  void
  BlockPreconditioner<dim>::setup(const StateVector &, double)
  {
    for (unsigned int f = 0; f < n_blocks(); ++f)
      {
        matrices_.assemble(f, f, true, blocks_[f]);
        check(PCSetOperators(preconditioners_[f], blocks_[f], blocks_[f]));
        check(PCSetFromOptions(preconditioners_[f]));
        set_up(preconditioners_[f],
               "the matrix of the " + (f < op_.n_fields() ? op_.model().transport->fields()[f].name : "potentials together"));
      }
  }

  template <int dim>
  void
  BlockPreconditioner<dim>::apply_block(const unsigned int f, FieldVector &destination, const FieldVector &source)
  {
    check(VecPlaceArray(in_, source.begin()));
    check(VecPlaceArray(out_, destination.begin()));
    check(PCApply(preconditioners_[f], in_, out_));
    check(VecResetArray(in_));
    check(VecResetArray(out_));
  }

  template <int dim>
  void
  BlockPreconditioner<dim>::apply(StateVector &destination, const StateVector &source)
  {
    sweep(destination, source, false);
  }

  template <int dim>
  void
  BlockPreconditioner<dim>::apply_transposed(StateVector &destination, const StateVector &source)
  {
    sweep(destination, source, true);
  }

  template <int dim>
  void
  BlockPreconditioner<dim>::solve_pair(StateVector &destination, const StateVector &source)
  {
    const auto   pair = op_.pair();
    FieldVector &sum = residual_.block(pair[0]), &second = residual_.block(pair[1]);
    sum    = source.block(pair[0]);
    second = source.block(pair[1]);
    for (const unsigned int i : op_.prescribed_of(pair[1])) // no equations
      second.local_element(i) = 0.;
    sum += second;
    for (const unsigned int i : op_.prescribed_of(op_.n_fields()))
      sum.local_element(i) = 0.;
    apply_block(op_.n_fields(), destination.block(pair[0]), sum);
    destination.block(pair[1]) = destination.block(pair[0]);
    for (const unsigned int i : op_.prescribed_of(pair[1]))
      destination.block(pair[1]).local_element(i) = 0.;
  }

  template <int dim>
  void
  BlockPreconditioner<dim>::sweep(StateVector &destination, const StateVector &source, const bool transposed)
  {
    const unsigned int n = op_.n_fields();
    destination          = 0.;
    if (!op_.pair().empty())
      solve_pair(destination, source);
    // forward over the fields, then back over all but the last
    for (unsigned int sweep = 0; sweep < 2 * n - 1; ++sweep)
      {
        const unsigned int f = sweep < n ? sweep : 2 * n - 2 - sweep;
        if (sweep == 0 && op_.pair().empty())
          {
            apply_block(f, destination.block(f), source.block(f));
            continue;
          }
        if (transposed)
          op_.transposed_jacobian(product_, destination);
        else
          op_.jacobian(product_, destination, 0.);
        residual_.block(f) = source.block(f);
        residual_.block(f) -= product_.block(f);
        apply_block(f, product_.block(f), residual_.block(f));
        destination.block(f) += product_.block(f);
      }
    if (!op_.pair().empty()) // once more: algebraic cycles leave more than geometric ones
      {
        if (transposed)
          op_.transposed_jacobian(product_, destination);
        else
          op_.jacobian(product_, destination, 0.);
        product_.sadd(-1., 1., source);
        solve_pair(change_, product_);
        for (const unsigned int f : op_.pair())
          destination.block(f) += change_.block(f);
      }
  }

  template <int dim>
  double
  BlockPreconditioner<dim>::memory_consumption() const
  {
    double bytes = 0.;
    for (const auto &block : blocks_)
      {
        MatInfo info;
        check(MatGetInfo(const_cast<PETScWrappers::MPI::SparseMatrix &>(block), MAT_LOCAL, &info));
        bytes += info.memory;
      }
    return bytes;
  }

  template class BlockPreconditioner<2>;
  template class BlockPreconditioner<3>;
} // namespace zincfield
