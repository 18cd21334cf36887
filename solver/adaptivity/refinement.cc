#include "solver/adaptivity/refinement.h"

#include "solver/adaptivity/estimator.h"

#include <deal.II/distributed/grid_refinement.h>
#include <deal.II/distributed/solution_transfer.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of the cells that a cycle refines at least: the number of unknowns about doubles. */
    template <int dim>
    constexpr double least_refined_share = dim == 2 ? 0.3 : 0.15;

    template <int dim>
    double
    marked_share(const parallel::distributed::Triangulation<dim> &triangulation)
    {
      double marked = 0.;
      for (const auto &cell : triangulation.active_cell_iterators())
        if (cell->is_locally_owned() && cell->refine_flag_set())
          ++marked;
      return Utilities::MPI::sum(marked, triangulation.get_communicator()) / triangulation.n_global_active_cells();
    }

    /** Of all fields. */
    double
    unknowns(const CellModel &model, const double n_dofs)
    {
      return model.transport->n_fields() * n_dofs;
    }
  } // namespace

  float
  round_off(const float value)
  {
    int         exponent;
    const float mantissa = std::frexp(value, &exponent);
    return std::ldexp(std::round(mantissa * 4096.f) / 4096.f, exponent);
  }

  template <int dim>
  ErrorEstimate
  estimate(Operator<dim>       &op,
           Preconditioner<dim> &preconditioner,
           const StateVector   &state,
           const double         electrode_potential,
           Report              &report)
  {
    const auto              &discretization = op.discretization();
    ErrorEstimate            result;
    std::vector<StateVector> ghosted;
    result.goals = goals(op, state, electrode_potential);
    if (result.goals.empty())
      return result;
    for (const StateVector &z : sensitivities(op, preconditioner, result.goals, state, electrode_potential))
      ghosted.push_back(with_ghosts(discretization, z));
    result.of_goal = estimate_goals(discretization, op.model(), with_ghosts(discretization, state), electrode_potential, ghosted);
    for (unsigned int k = 0; k < result.goals.size(); ++k)
      report.quantities.at(result.goals[k].quantity).bound =
        Utilities::MPI::sum(result.of_goal[k].l1_norm(), discretization.dof_handler.get_communicator());
    return result;
  }

  template <int dim>
  bool
  mark(Discretization<dim> &discretization,
       const CellModel     &model,
       const StateVector   &state,
       const double         electrode_potential,
       const ErrorEstimate &estimate)
  {
    auto             &mesh    = discretization.mesh;
    const StateVector ghosted = with_ghosts(discretization, state);
    Vector<float>     error(mesh.triangulation().n_active_cells());
    if (estimate.goals.empty())
      error = estimate_error(discretization, model, ghosted, electrode_potential);
    for (unsigned int k = 0; k < estimate.goals.size(); ++k)
      error.add(1. / estimate.goals[k].scale, estimate.of_goal[k]);
    for (float &value : error)
      value = round_off(value);
    parallel::distributed::GridRefinement::refine_and_coarsen_fixed_fraction(
      mesh.triangulation(), error, model.data.discretization.refinement_fraction, 0.,
      estimate.goals.empty() ? VectorTools::NormType::L2_norm : VectorTools::NormType::L1_norm);
    // The error bars come from what changes between cycles: a cycle that hardly refines would make them look small.
    double share = marked_share(mesh.triangulation());
    if (share < least_refined_share<dim>)
      {
        share = least_refined_share<dim>;
        parallel::distributed::GridRefinement::refine_and_coarsen_fixed_number(mesh.triangulation(), error, share, 0.);
      }
    const double most = model.data.discretization.maximum_unknowns, now = unknowns(model, discretization.dof_handler.n_dofs());
    for (double next = unknowns(model, mesh.n_dofs_once_refined(discretization.degree())); next > most;
         next        = unknowns(model, mesh.n_dofs_once_refined(discretization.degree())))
      {
               share *= std::min(0.9, (most - now) / (next - now));
               for (const auto &cell : mesh.triangulation().active_cell_iterators())
          cell->clear_refine_flag();
        if (share < 0.5 * least_refined_share<dim>)
          return false;
        parallel::distributed::GridRefinement::refine_and_coarsen_fixed_number(mesh.triangulation(), error, share, 0.);
      }
    return true;
  }

  template <int dim>
  void
  refine(Discretization<dim> &discretization, StateVector &state)
  {
    auto             &mesh    = discretization.mesh;
    const StateVector ghosted = with_ghosts(discretization, state);
    mesh.triangulation().prepare_coarsening_and_refinement();
    parallel::distributed::SolutionTransfer<dim, FieldVector> transfer(discretization.dof_handler);
    std::vector<const FieldVector *>                          in;
    for (unsigned int f = 0; f < ghosted.n_blocks(); ++f)
      in.push_back(&ghosted.block(f));
    transfer.prepare_for_coarsening_and_refinement(in);
    mesh.refine();
    discretization.reinit();
    StateVector refined(ghosted.n_blocks());
    discretization.initialize(refined, ghosted.n_blocks());
    std::vector<FieldVector *> out;
    for (unsigned int f = 0; f < refined.n_blocks(); ++f)
      out.push_back(&refined.block(f));
    transfer.interpolate(out);
    state = refined;
  }

  template ErrorEstimate
  estimate(Operator<2> &, Preconditioner<2> &, const StateVector &, double, Report &);
  template ErrorEstimate
  estimate(Operator<3> &, Preconditioner<3> &, const StateVector &, double, Report &);
  template bool
  mark(Discretization<2> &, const CellModel &, const StateVector &, double, const ErrorEstimate &);
  template bool
  mark(Discretization<3> &, const CellModel &, const StateVector &, double, const ErrorEstimate &);
  template void
  refine(Discretization<2> &, StateVector &);
  template void
  refine(Discretization<3> &, StateVector &);
} // namespace zincfield
