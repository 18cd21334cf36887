#include "solver/assembly/cell_numbering.h"

#include "solver/assembly/cell_kernels.h"

#include <deal.II/dofs/dof_tools.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  CellNumbering<dim>::reinit(const Discretization<dim> &discretization)
  {
    const auto &dof_handler = discretization.dof_handler;
    const auto &constraints = discretization.constraints;
    const auto &matrix_free = discretization.matrix_free;
    const auto &owned       = dof_handler.locally_owned_dofs();

    IndexSet active, needed;
    DoFTools::extract_locally_active_dofs(dof_handler, active);
    needed = active;
    for (const auto i : active)
      if (constraints.is_constrained(i))
        for (const auto &entry : *constraints.get_constraint_entries(i))
          needed.add_index(entry.first);
    partitioner_ = std::make_shared<Utilities::MPI::Partitioner>(owned, needed, dof_handler.get_communicator());

    constrained_.clear();
    dependences_.clear();
    first_dependence_.assign(owned.n_elements() + partitioner_->n_ghost_indices(), static_cast<unsigned int>(unconstrained));
    for (const auto i : active)
      if (constraints.is_constrained(i))
        {
          constrained_.push_back(partitioner_->global_to_local(i));
          first_dependence_[constrained_.back()] = dependences_.size();
          for (const auto &entry : *constraints.get_constraint_entries(i))
            dependences_.push_back({constrained_.back(), partitioner_->global_to_local(entry.first), entry.second});
        }

    // MatrixFree's batches are smaller than those of the kernels, or as large: either fills whole batches of the other.
    constexpr unsigned int lanes = VectorizedArray<double>::size();
    static_assert(cells_at_once % lanes == 0, "cells_at_once is a multiple of the lanes");
    n_nodes_   = discretization.fe.dofs_per_cell;
    n_batches_ = (matrix_free.n_cell_batches() * lanes + cells_at_once - 1) / cells_at_once;
    unknowns_.resize(std::size_t(n_batches_) * n_nodes_ * cells_at_once);
    const auto                          &numbering = matrix_free.get_shape_info().lexicographic_numbering;
    std::vector<types::global_dof_index> dofs(n_nodes_);
    for (unsigned int place = 0; place < n_batches_ * cells_at_once; ++place)
      {
        const unsigned int batch = place / lanes, lane = place % lanes;
        // a place without a cell repeats one that has; its metric is zero
        if (batch < matrix_free.n_cell_batches())
          matrix_free.get_cell_iterator(batch, lane < matrix_free.n_active_entries_per_cell_batch(batch) ? lane : 0)
            ->get_dof_indices(dofs);
        for (unsigned int i = 0; i < n_nodes_; ++i)
          unknowns_[(std::size_t(place / cells_at_once) * n_nodes_ + i) * cells_at_once + place % cells_at_once] =
            partitioner_->global_to_local(dofs[numbering[i]]);
      }
  }

  template <int dim>
  unsigned int
  CellNumbering<dim>::unknown(const unsigned int cell, const unsigned int node) const
  {
    return unknowns_[(std::size_t(cell / cells_at_once) * n_nodes_ + node) * cells_at_once + cell % cells_at_once];
  }

  template <int dim>
  std::vector<std::pair<unsigned int, double>>
  CellNumbering<dim>::depends_on(const unsigned int i) const
  {
    if (!is_constrained(i))
      return {{i, 1.}};
    std::vector<std::pair<unsigned int, double>> result;
    for (unsigned int k = first_dependence_[i]; k < dependences_.size() && dependences_[k].constrained == i; ++k)
      result.emplace_back(dependences_[k].on, dependences_[k].weight);
    return result;
  }

  template <int dim>
  template <typename Number>
  void
  CellNumbering<dim>::resolve(ScalarVector<Number> &vector) const
  {
    for (const unsigned int i : constrained_)
      vector.local_element(i) = 0.;
    for (const Dependence &d : dependences_)
      vector.local_element(d.constrained) += d.weight * vector.local_element(d.on);
  }

  template <int dim>
  template <typename Number>
  void
  CellNumbering<dim>::condense(ScalarVector<Number> &vector) const
  {
    for (const Dependence &d : dependences_)
      vector.local_element(d.on) += d.weight * vector.local_element(d.constrained);
    for (const unsigned int i : constrained_)
      vector.local_element(i) = 0.;
  }

  template <int dim>
  double
  CellNumbering<dim>::memory_consumption() const
  {
    return unknowns_.memory_consumption() + constrained_.size() * sizeof(unsigned int) + dependences_.size() * sizeof(Dependence);
  }

  template class CellNumbering<2>;
  template class CellNumbering<3>;
  template void
  CellNumbering<2>::resolve(ScalarVector<double> &) const;
  template void
  CellNumbering<3>::resolve(ScalarVector<double> &) const;
  template void
  CellNumbering<2>::resolve(ScalarVector<float> &) const;
  template void
  CellNumbering<3>::resolve(ScalarVector<float> &) const;
  template void
  CellNumbering<2>::condense(ScalarVector<double> &) const;
  template void
  CellNumbering<3>::condense(ScalarVector<double> &) const;
  template void
  CellNumbering<2>::condense(ScalarVector<float> &) const;
  template void
  CellNumbering<3>::condense(ScalarVector<float> &) const;
} // namespace zincfield
