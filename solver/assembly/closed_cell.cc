#include "solver/assembly/conserved_amounts.h"

#include "physics/constants.h"
#include "solver/assembly/evaluators.h"

#include <limits>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The coarse cell of solution nearest to half the height of the cell: an ion pinned where it is exhausted, beside an
     * electrode, would hardly be held. */
    template <int dim>
    types::coarse_cell_id
    middle_coarse_cell(const Discretization<dim> &discretization, const unsigned int n_solution)
    {
      const auto &triangulation = discretization.dof_handler.get_triangulation();
      double      low = std::numeric_limits<double>::max(), high = -low, nearest = low;
      for (const auto &cell : triangulation.cell_iterators_on_level(0))
        {
          low  = std::min(low, cell->center()[dim - 1]);
          high = std::max(high, cell->center()[dim - 1]);
        }
      types::coarse_cell_id middle = 0;
      for (const auto &cell : triangulation.cell_iterators_on_level(0))
        if (const double distance = std::abs(cell->center()[dim - 1] - 0.5 * (low + high));
            cell->material_id() < n_solution && distance < nearest)
          {
            nearest = distance;
            middle  = cell->id().get_coarse_cell_id();
          }
      return middle;
    }

    /** Local index of a node that every level has: a corner of this coarse cell, on the rank that owns it; invalid elsewhere. */
    template <int dim>
    unsigned int
    corner_of(const types::coarse_cell_id coarse, const Discretization<dim> &discretization)
    {
      const auto &dof_handler = discretization.dof_handler;
      const auto &owned       = dof_handler.locally_owned_dofs();
      for (unsigned int corner = 0; corner < GeometryInfo<dim>::vertices_per_cell; ++corner) // one may follow a periodic partner
        {
          unsigned int node = numbers::invalid_unsigned_int;
          for (const auto &cell : dof_handler.active_cell_iterators())
            {
              const auto id   = cell->id();
              const auto path = id.get_child_indices();
              if (cell->is_artificial() || id.get_coarse_cell_id() != coarse ||
                  std::any_of(path.begin(), path.end(),
                              [&](const auto child) { return static_cast<unsigned int>(child) != corner; }))
                continue;
              const auto dof = cell->vertex_dof_index(corner, 0);
              if (owned.is_element(dof) && !discretization.constraints.is_constrained(dof))
                node = owned.index_within_set(dof);
            }
          if (Utilities::MPI::max(node != numbers::invalid_unsigned_int ? 1 : 0, dof_handler.get_communicator()) == 1)
            return node;
        }
      return numbers::invalid_unsigned_int;
    }
  } // namespace

  template <int dim>
  void
  ConservedAmounts<dim>::over_solution(const StateVector                                            &state,
                                       const std::function<void(std::deque<Cells> &, unsigned int)> &what) const
  {
    const auto &matrix_free = context_.discretization.matrix_free;
    const auto  n_solution  = context_.model.data.geometry->material_names().size();
    auto        cells       = evaluators<Cells>(context_.n_fields, matrix_free);
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      if (context_.material(batch) < n_solution)
        {
          context_.read(cells, batch, state, EvaluationFlags::values);
          what(cells, matrix_free.n_active_entries_per_cell_batch(batch));
        }
  }

  template <int dim>
  double
  ConservedAmounts<dim>::solution_volume() const
  {
    const auto &matrix_free = context_.discretization.matrix_free;
    const auto  n_solution  = context_.model.data.geometry->material_names().size();
    Cells       cells(matrix_free);
    double      volume = 0.;
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      if (context_.material(batch) < n_solution)
        {
          cells.reinit(batch);
          for (unsigned int q = 0; q < context_.n_cell_points; ++q)
            {
              const Number w = context_.weight(cells, q) * cells.JxW(q);
              for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
                volume += w[v];
            }
        }
    return Utilities::MPI::sum(volume, context_.discretization.dof_handler.get_communicator());
  }

  template <int dim>
  void
  ConservedAmounts<dim>::reinit(PrescribedUnknowns<dim> &prescribed, const double surface_norm)
  {
    const CellModel      &model     = context_.model;
    const TransportModel &transport = context_.transport;
    // In time an amount is what it was before.
    list_ = model.data.is_transient() ? std::vector<ConservedAmount>() : conserved_amounts(model);
    weight_.clear();
    gradient_.clear();
    if (list_.empty())
      return;

    const unsigned int node =
      corner_of(middle_coarse_cell(context_.discretization, model.data.geometry->material_names().size()), context_.discretization);
    if (node != numbers::invalid_unsigned_int)
      for (unsigned int k = 0; k < list_.size(); ++k)
        prescribed.list().push_back(
          {list_[k].pinned, node, PrescribedUnknown::Source::amount, numbers::invalid_unsigned_int, 0., k});

    // A surplus weighs as much as the current that it would drive across the cell: a/(dc/du) over the depth of the cell.
    solution_volume_          = solution_volume();
    const auto           bulk = transport.bulk_fields(0.);
    Coefficients<double> a;
    Dual<double>         seeded[max_fields];
    transport.coefficients(0, transport.properties(0, Location()), bulk.data(), a);
    const double depth = solution_volume_ / context_.discretization.mesh.footprint() * mesh_unit;
    for (const ConservedAmount &amount : list_)
      {
        for (unsigned int f = 0; f < context_.n_fields; ++f)
          seeded[f] = {bulk[f], f == amount.pinned ? 1. : 0.};
        const double slope = transport.concentration(seeded, amount.pinned).derivative;
        weight_.push_back(std::abs(a[amount.pinned][amount.pinned] / slope) / depth * surface_norm);
        context_.discretization.initialize(gradient_.emplace_back(), context_.n_fields);
      }
  }

  template <int dim>
  std::vector<double>
  ConservedAmounts<dim>::surplus(const StateVector &state) const
  {
    std::vector<double> totals(list_.size(), 0.);
    if (totals.empty())
      return totals;
    const TransportModel &transport = context_.transport;
    const auto            bulk      = transport.bulk_fields(0.);
    state.update_ghost_values();
    over_solution(state, [&](std::deque<Cells> &cells, const unsigned int n_active) {
      double u[max_fields];
      for (unsigned int q = 0; q < context_.n_cell_points; ++q)
        for (unsigned int v = 0; v < n_active; ++v)
          {
            const double w = context_.weight(cells[0], q)[v] * cells[0].JxW(q)[v];
            context_.fields_at(cells, q, v, u);
            for (unsigned int k = 0; k < totals.size(); ++k)
              for (unsigned int f = 0; f < context_.n_fields; ++f)
                if (const double y = list_[k].weights[f]; y != 0.)
                  totals[k] += y * w * (transport.concentration(u, f) - transport.concentration(bulk.data(), f));
          }
    });
    state.zero_out_ghost_values();
    Utilities::MPI::sum(totals, context_.discretization.dof_handler.get_communicator(), totals);
    for (unsigned int k = 0; k < totals.size(); ++k)
      totals[k] *= weight_[k] / solution_volume_;
    return totals;
  }

  template <int dim>
  void
  ConservedAmounts<dim>::tabulate(const StateVector &state)
  {
    const unsigned int        n      = context_.n_fields;
    const std::vector<Field> &fields = context_.transport.fields();
    for (unsigned int k = 0; k < list_.size(); ++k)
      {
        gradient_[k] = 0.;
        over_solution(state, [&](std::deque<Cells> &cells, const unsigned int n_active) {
          Dual<double> u[max_fields];
          for (unsigned int q = 0; q < context_.n_cell_points; ++q)
            {
              Number     change[max_fields];
              const auto w = context_.weight(cells[0], q);
              std::fill(change, change + n, Number(0.));
              for (unsigned int v = 0; v < n_active; ++v)
                for (unsigned int seed = 0; seed < n; ++seed)
                  {
                    for (unsigned int f = 0; f < n; ++f)
                      u[f] = {fields[f].value(cells[f].get_value(q)[v]), f == seed ? fields[f].scale : 0.};
                    for (unsigned int f = 0; f < n; ++f)
                      if (const double y = list_[k].weights[f]; y != 0.)
                        change[seed][v] += y * context_.transport.concentration(u, f).derivative;
                  }
              for (unsigned int f = 0; f < n; ++f)
                cells[f].submit_value(change[f] * w, q);
            }
          for (unsigned int f = 0; f < n; ++f)
            cells[f].integrate_scatter(EvaluationFlags::values, gradient_[k].block(f));
        });
        gradient_[k].compress(VectorOperation::add);
        gradient_[k] *= weight_[k] / solution_volume_;
      }
  }

  template <int dim>
  std::vector<double>
  ConservedAmounts<dim>::surplus_change(const StateVector &change) const
  {
    std::vector<double> changes;
    for (const StateVector &gradient : gradient_)
      changes.push_back(gradient * change);
    return changes;
  }

  template class ConservedAmounts<2>;
  template class ConservedAmounts<3>;
} // namespace zincfield
