#include "solver/assembly/operator.h"

#include "physics/constants.h"
#include "solver/assembly/evaluators.h"

#include <deal.II/dofs/dof_tools.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The coarse cell of solution nearest to half the height of the cell: an ion pinned where it is exhausted, beside an electrode, would hardly be held. */
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
        if (const double distance = std::abs(cell->center()[dim - 1] - 0.5 * (low + high)); cell->material_id() < n_solution && distance < nearest)
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
                  std::any_of(path.begin(), path.end(), [&](const auto child) { return static_cast<unsigned int>(child) != corner; }))
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
  Operator<dim>::over_solution(const std::function<void(unsigned int)> &what) const
  {
    const auto n_solution = model_.data.geometry->material_names().size();
    for (unsigned int batch = 0; batch < discretization_.matrix_free.n_cell_batches(); ++batch)
      if (batch_material_[batch] < n_solution)
        what(batch);
  }

  template <int dim>
  void
  Operator<dim>::tabulate_amounts()
  {
    amounts_ = model_.data.is_transient() ? std::vector<ConservedAmount>() : conserved_amounts(model_); // in time an amount is what it was before
    amount_weight_.clear();
    surplus_gradient_.clear();
    if (amounts_.empty())
      return;

    const unsigned int node = corner_of(middle_coarse_cell(discretization_, model_.data.geometry->material_names().size()), discretization_);
    if (node != numbers::invalid_unsigned_int)
      for (unsigned int k = 0; k < amounts_.size(); ++k)
        prescribed_.push_back({amounts_[k].pinned, node, PrescribedUnknown::Source::amount, numbers::invalid_unsigned_int, 0., k});

    const auto &matrix_free = discretization_.matrix_free;
    Cells       cells(matrix_free);
    solution_volume_ = 0.;
    over_solution([&](const unsigned int batch) {
      cells.reinit(batch);
      for (unsigned int q = 0; q < n_cell_points_; ++q)
        {
          const Number w = weight(cells, q) * cells.JxW(q);
          for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
            solution_volume_ += w[v];
        }
    });
    solution_volume_ = Utilities::MPI::sum(solution_volume_, discretization_.dof_handler.get_communicator());

    // A surplus weighs as much as the current that it would drive across the cell: a/(dc/du) over the depth of the cell.
    const auto           bulk = transport_.bulk_fields(0.);
    Coefficients<double> a;
    Dual<double>         seeded[max_fields];
    transport_.coefficients(0, transport_.properties(0, Location()), bulk.data(), a);
    const double depth = solution_volume_ / discretization_.mesh.footprint() * mesh_unit;
    for (const ConservedAmount &amount : amounts_)
      {
        for (unsigned int f = 0; f < n_; ++f)
          seeded[f] = {bulk[f], f == amount.pinned ? 1. : 0.};
        amount_weight_.push_back(std::abs(a[amount.pinned][amount.pinned] / transport_.concentration(seeded, amount.pinned).derivative) / depth * surface_norm_);
        discretization_.initialize(surplus_gradient_.emplace_back(), n_);
      }
  }

  template <int dim>
  void
  Operator<dim>::over_solution(const StateVector &state, const std::function<void(std::deque<Cells> &, unsigned int)> &what) const
  {
    const auto &matrix_free = discretization_.matrix_free;
    auto        cells       = evaluators<Cells>(n_, matrix_free);
    over_solution([&](const unsigned int batch) {
      for (unsigned int f = 0; f < n_; ++f)
        {
          cells[f].reinit(batch);
          cells[f].read_dof_values(state.block(f));
          cells[f].evaluate(EvaluationFlags::values);
        }
      what(cells, matrix_free.n_active_entries_per_cell_batch(batch));
    });
  }

  template <int dim>
  std::vector<double>
  Operator<dim>::surplus(const StateVector &state) const
  {
    std::vector<double> totals(amounts_.size(), 0.);
    if (totals.empty())
      return totals;
    const auto bulk = transport_.bulk_fields(0.);
    state.update_ghost_values();
    over_solution(state, [&](std::deque<Cells> &cells, const unsigned int n_active) {
      double u[max_fields];
      for (unsigned int q = 0; q < n_cell_points_; ++q)
        for (unsigned int v = 0; v < n_active; ++v)
          {
            const double w = weight(cells[0], q)[v] * cells[0].JxW(q)[v];
            for (unsigned int f = 0; f < n_; ++f)
              u[f] = transport_.fields()[f].bulk_value + transport_.fields()[f].scale * cells[f].get_value(q)[v];
            for (unsigned int k = 0; k < totals.size(); ++k)
              for (unsigned int f = 0; f < n_; ++f)
                if (const double y = amounts_[k].weights[f]; y != 0.)
                  totals[k] += y * w * (transport_.concentration(u, f) - transport_.concentration(bulk.data(), f));
          }
    });
    state.zero_out_ghost_values();
    Utilities::MPI::sum(totals, discretization_.dof_handler.get_communicator(), totals);
    for (unsigned int k = 0; k < totals.size(); ++k)
      totals[k] *= amount_weight_[k] / solution_volume_;
    return totals;
  }

  template <int dim>
  void
  Operator<dim>::tabulate_surplus(const StateVector &state)
  {
    for (unsigned int k = 0; k < amounts_.size(); ++k)
      {
        surplus_gradient_[k] = 0.;
        over_solution(state, [&](std::deque<Cells> &cells, const unsigned int n_active) {
          Dual<double> u[max_fields];
          for (unsigned int q = 0; q < n_cell_points_; ++q)
            {
              Number     change[max_fields];
              const auto w = weight(cells[0], q);
              std::fill(change, change + n_, Number(0.));
              for (unsigned int v = 0; v < n_active; ++v)
                for (unsigned int seed = 0; seed < n_; ++seed)
                  {
                    for (unsigned int f = 0; f < n_; ++f)
                      u[f] = {transport_.fields()[f].bulk_value + transport_.fields()[f].scale * cells[f].get_value(q)[v], f == seed ? transport_.fields()[f].scale : 0.};
                    for (unsigned int f = 0; f < n_; ++f)
                      if (const double y = amounts_[k].weights[f]; y != 0.)
                        change[seed][v] += y * transport_.concentration(u, f).derivative;
                  }
              for (unsigned int f = 0; f < n_; ++f)
                cells[f].submit_value(change[f] * w, q);
            }
          for (unsigned int f = 0; f < n_; ++f)
            cells[f].integrate_scatter(EvaluationFlags::values, surplus_gradient_[k].block(f));
        });
        surplus_gradient_[k].compress(VectorOperation::add);
        surplus_gradient_[k] *= amount_weight_[k] / solution_volume_;
      }
  }

  template <int dim>
  std::vector<double>
  Operator<dim>::surplus_change(const StateVector &change) const
  {
    std::vector<double> changes;
    for (const StateVector &gradient : surplus_gradient_)
      changes.push_back(gradient * change);
    return changes;
  }

  template <int dim>
  std::vector<double>
  Operator<dim>::pinned(const StateVector &vector) const
  {
    std::vector<double> values(amounts_.size(), 0.);
    if (values.empty())
      return values;
    for (const PrescribedUnknown &p : prescribed_)
      if (p.source == PrescribedUnknown::Source::amount)
        values[p.amount] = vector.block(p.field).local_element(p.local_index);
    Utilities::MPI::sum(values, discretization_.dof_handler.get_communicator(), values);
    return values;
  }

  template <int dim>
  void
  Operator<dim>::pin(StateVector &vector, const std::vector<double> &values) const
  {
    for (const PrescribedUnknown &p : prescribed_)
      if (p.source == PrescribedUnknown::Source::amount)
        vector.block(p.field).local_element(p.local_index) = values[p.amount];
  }

  template void
  Operator<2>::over_solution(const std::function<void(unsigned int)> &) const;
  template void
  Operator<3>::over_solution(const std::function<void(unsigned int)> &) const;
  template void
  Operator<2>::tabulate_amounts();
  template void
  Operator<3>::tabulate_amounts();
  template void
  Operator<2>::tabulate_surplus(const StateVector &);
  template void
  Operator<3>::tabulate_surplus(const StateVector &);
  template std::vector<double>
  Operator<2>::surplus(const StateVector &) const;
  template std::vector<double>
  Operator<3>::surplus(const StateVector &) const;
  template std::vector<double>
  Operator<2>::surplus_change(const StateVector &) const;
  template std::vector<double>
  Operator<3>::surplus_change(const StateVector &) const;
  template std::vector<double>
  Operator<2>::pinned(const StateVector &) const;
  template std::vector<double>
  Operator<3>::pinned(const StateVector &) const;
  template void
  Operator<2>::pin(StateVector &, const std::vector<double> &) const;
  template void
  Operator<3>::pin(StateVector &, const std::vector<double> &) const;
} // namespace zincfield
