#include "solver/assembly/prescribed_unknowns.h"

#include "solver/assembly/scaffold_contacts.h"

#include <deal.II/dofs/dof_tools.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  PrescribedUnknowns<dim>::reinit()
  {
    const auto &owned = context_.discretization.dof_handler.locally_owned_dofs();
    constrained_.clear();
    for (const auto i : owned)
      if (context_.discretization.constraints.is_constrained(i))
        constrained_.push_back(owned.index_within_set(i));
    list_.clear();
    add_boundaries();
    add_collectors();
    add_absent_fields();
  }

  template <int dim>
  void
  PrescribedUnknowns<dim>::add_boundaries()
  {
    using Source                     = PrescribedUnknown::Source;
    const CellModel          &model  = context_.model;
    const auto               &dofs   = context_.discretization.dof_handler;
    const auto               &owned  = dofs.locally_owned_dofs();
    const std::vector<Field> &fields = context_.transport.fields();
    std::vector<bool>         taken(owned.n_elements(), false);
    std::vector<unsigned int> ids(model.boundaries.size());
    std::iota(ids.begin(), ids.end(), 0);
    std::stable_partition(ids.begin(), ids.end(), [&](const unsigned int id) { return model.is_bulk(id); });
    for (const unsigned int id : ids)
      {
        if (!model.prescribes_potential(id))
          continue;
        const BoundaryLaw &boundary = model.boundaries[id];
        const Source       source   = boundary.condition == Condition::electrode ? Source::electrode_potential : Source::value;
        for (const auto i : DoFTools::extract_boundary_dofs(dofs, ComponentMask(), {static_cast<types::boundary_id>(id)}))
          {
            if (!owned.is_element(i) || context_.discretization.constraints.is_constrained(i))
              continue;
            const unsigned int local = owned.index_within_set(i);
            if (taken[local])
              continue;
            taken[local] = true;
            for (unsigned int f = 0; f < fields.size(); ++f)
              if (fields[f].role == FieldRole::ionic_potential ||
                  (model.is_bulk(id) && fields[f].role != FieldRole::electronic_potential && fields[f].role != FieldRole::deposit))
                list_.push_back({f, local, source, id, boundary.wall_potential.value_or(0.) / fields[f].scale});
          }
      }
  }

  template <int dim>
  FieldVector
  PrescribedUnknowns<dim>::cells_in(const std::vector<bool> &materials) const
  {
    const auto                          &discretization = context_.discretization;
    FieldVector                          n_cells;
    std::vector<types::global_dof_index> dofs(discretization.fe.dofs_per_cell);
    discretization.matrix_free.initialize_dof_vector(n_cells);
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && materials[cell->material_id()])
        {
          cell->get_dof_indices(dofs);
          for (const auto i : dofs)
            if (const auto *others = discretization.constraints.get_constraint_entries(i))
              for (const auto &entry : *others)
                n_cells(entry.first) += 1.;
            else
              n_cells(i) += 1.;
        }
    n_cells.compress(VectorOperation::add);
    return n_cells;
  }

  template <int dim>
  std::vector<bool>
  PrescribedUnknowns<dim>::materials_of(const unsigned int f) const
  {
    std::vector<bool> materials;
    for (unsigned int m = 0; m < context_.discretization.mesh.material_names().size(); ++m)
      materials.push_back(context_.transport.lives_in(f, m));
    return materials;
  }

  template <int dim>
  void
  PrescribedUnknowns<dim>::add_collectors()
  {
    const auto &fields = context_.transport.fields();
    for (unsigned int f = 0; f < fields.size(); ++f)
      if (fields[f].role == FieldRole::electronic_potential)
        for (const Contact &contact : contacts(context_.discretization, context_.model, f))
          {
            const bool follows =
              context_.model.boundaries[contact.boundary].condition == Condition::electrode && !contact.is_reference;
            list_.push_back({f, contact.local_index,
                             follows ? PrescribedUnknown::Source::electrode_potential : PrescribedUnknown::Source::value,
                             contact.boundary});
          }
  }

  template <int dim>
  void
  PrescribedUnknowns<dim>::add_absent_fields()
  {
    std::map<std::vector<bool>, FieldVector> cells_of; // by materials: ions share theirs
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      {
        const std::vector<bool> materials = materials_of(f);
        if (std::find(materials.begin(), materials.end(), false) == materials.end())
          continue;
        const auto found =
          cells_of.count(materials) > 0 ? cells_of.find(materials) : cells_of.emplace(materials, cells_in(materials)).first;
        const auto       &cells = found->second;
        std::vector<bool> prescribed(cells.locally_owned_size(), false);
        for (const PrescribedUnknown &p : list_)
          if (p.field == f)
            prescribed[p.local_index] = true;
        // Unknowns that hang are among them: an assembled matrix would have an empty row there.
        for (unsigned int i = 0; i < cells.locally_owned_size(); ++i)
          if (cells.local_element(i) == 0. && !prescribed[i])
            list_.push_back({f, i, PrescribedUnknown::Source::value, numbers::invalid_unsigned_int});
      }
  }

  template <int dim>
  void
  PrescribedUnknowns<dim>::prescribe(StateVector &state, const double electrode_potential) const
  {
    using Source = PrescribedUnknown::Source;
    for (const PrescribedUnknown &p : list_)
      if (p.source != Source::amount)
        state.block(p.field).local_element(p.local_index) =
          p.source == Source::electrode_potential ? electrode_potential / context_.transport.fields()[p.field].scale : p.value;
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      for (const unsigned int i : constrained_)
        state.block(f).local_element(i) = 0.;
  }

  template <int dim>
  void
  PrescribedUnknowns<dim>::finish_rows(StateVector               &destination,
                                       const StateVector         &state,
                                       const std::vector<double> &surplus,
                                       const double               electrode_value,
                                       const bool                 homogeneous) const
  {
    for (const PrescribedUnknown &p : list_)
      {
        double &row = destination.block(p.field).local_element(p.local_index);
        if (p.source == PrescribedUnknown::Source::amount)
          {
            row = surplus[p.amount];
            continue;
          }
        const bool   follows = p.source == PrescribedUnknown::Source::electrode_potential;
        const double value   = follows ? electrode_value / context_.transport.fields()[p.field].scale : homogeneous ? 0. : p.value;
        row                  = state.block(p.field).local_element(p.local_index) - value;
      }
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      for (const unsigned int i : constrained_)
        destination.block(f).local_element(i) = state.block(f).local_element(i);
  }

  template <int dim>
  void
  PrescribedUnknowns<dim>::keep_rows(StateVector &destination, const StateVector &source) const
  {
    for (const PrescribedUnknown &p : list_)
      destination.block(p.field).local_element(p.local_index) = source.block(p.field).local_element(p.local_index);
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      for (const unsigned int i : constrained_)
        destination.block(f).local_element(i) = source.block(f).local_element(i);
  }

  template class PrescribedUnknowns<2>;
  template class PrescribedUnknowns<3>;
} // namespace zincfield
