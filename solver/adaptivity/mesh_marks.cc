#include "solver/adaptivity/mesh_marks.h"

#include "physics/constants.h"
#include "solver/adaptivity/estimator.h"
#include "solver/adaptivity/refinement.h"
#include "solver/assembly/sampling.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of the cells that coarsening alone is to take away: each mesh costs new tables and levels. */
    constexpr double worthwhile_share = 0.05;

    /** 1/E_f^2 [1/(A V times mesh units)] by field, without the factor 2 pi r, as in the estimate; 0 where nothing flows. */
    template <int dim>
    std::vector<double>
    inverse_energies(const Discretization<dim> &discretization,
                     const CellModel           &model,
                     const StateVector         &ghosted,
                     const double               electrode_potential,
                     const double               least_current)
    {
      const auto         &fields = model.transport->fields();
      const Sampler<dim>  sampler(discretization, model, ghosted, electrode_potential);
      std::vector<double> sums(fields.size(), 0.);
      sampler.volume(discretization.quadrature, [&](const auto &, const std::vector<VolumeSample<dim>> &samples) {
        for (const VolumeSample<dim> &s : samples)
          for (unsigned int f = 0; f < fields.size(); ++f)
            if (const double a = s.coefficients[f][f]; a > 0.) // not the ions of a dielectric
              sums[f] += mesh_unit * s.weight / (discretization.axisymmetric ? 2. * numbers::PI * s.position[0] : 1.) *
                         (s.flux[f].norm_square() + least_current * least_current) / (a * fields[f].scale);
      });
      Utilities::MPI::sum(sums, discretization.dof_handler.get_communicator(), sums);
      for (double &sum : sums)
        sum = sum > 0. ? 1. / sum : 0.;
      return sums;
    }

    /** Cells marked for refinement and for coarsening, on all ranks. */
    template <int dim>
    std::pair<double, double>
    count_marks(const Triangulation<dim> &triangulation)
    {
      double refined = 0., coarsened = 0.;
      for (const auto &cell : triangulation.active_cell_iterators())
        if (cell->is_locally_owned())
          {
            refined += cell->refine_flag_set() ? 1. : 0.;
            coarsened += cell->coarsen_flag_set() ? 1. : 0.;
          }
      return {Utilities::MPI::sum(refined, triangulation.get_communicator()),
              Utilities::MPI::sum(coarsened, triangulation.get_communicator())};
    }
  } // namespace

  template <int dim>
  MeshMarks
  mark_by_tolerance(Discretization<dim> &discretization,
                    const CellModel     &model,
                    const StateVector   &state,
                    const double         electrode_potential,
                    const double         least_current)
  {
    const Case       &data          = model.data;
    auto             &triangulation = discretization.mesh.triangulation();
    const StateVector ghosted       = with_ghosts(discretization, state);
    const auto        weights       = inverse_energies(discretization, model, ghosted, electrode_potential, least_current);
    Vector<float>     error         = estimate_error(discretization, model, ghosted, electrode_potential, weights);
    const double      n_cells       = triangulation.n_global_active_cells();
    MeshMarks         marks;
    marks.error = std::sqrt(Utilities::MPI::sum(std::pow(error.l2_norm(), 2), triangulation.get_communicator()));

    const float        refine  = round_off(data.time.mesh_tolerance / std::sqrt(n_cells));
    const float        coarsen = refine / (2.f * std::pow(2.f, discretization.degree() + 0.5f * dim));
    const unsigned int finest  = data.discretization.initial_refinements + data.time.mesh_levels;
    const auto         mark    = [&](const bool may_refine) {
      for (const auto &cell : triangulation.active_cell_iterators())
        {
          cell->clear_refine_flag();
          cell->clear_coarsen_flag();
          if (!cell->is_locally_owned())
            continue;
          const float value = round_off(error(cell->active_cell_index()));
          if (may_refine && value > refine && static_cast<unsigned int>(cell->level()) < finest)
            cell->set_refine_flag();
          else if (value < coarsen && cell->level() > 0)
            cell->set_coarsen_flag();
        }
      triangulation.prepare_coarsening_and_refinement();
      return count_marks(triangulation);
    };
    constexpr double more     = (1 << dim) - 1; // cells in place of one
    auto [refined, coarsened] = mark(true);
    marks.full = refined > 0. && discretization.mesh.n_dofs_once_refined(discretization.degree()) * model.transport->n_fields() >
                                   data.discretization.maximum_unknowns;
    if (marks.full)
      std::tie(refined, coarsened) = mark(false);
    marks.refines    = refined > 0.;
    marks.worthwhile = marks.refines || coarsened * more / (more + 1.) > worthwhile_share * n_cells;
    if (!marks.worthwhile)
      for (const auto &cell : triangulation.active_cell_iterators())
        cell->clear_coarsen_flag();
    return marks;
  }

  template MeshMarks
  mark_by_tolerance(Discretization<2> &, const CellModel &, const StateVector &, double, double);
  template MeshMarks
  mark_by_tolerance(Discretization<3> &, const CellModel &, const StateVector &, double, double);
} // namespace zincfield
