#include "solver/growth/node_displacement.h"

#include "solver/assembly/sampling.h"

#include <deal.II/dofs/dof_tools.h>

#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  NodeDisplacement<dim>::NodeDisplacement(const Discretization<dim> &discretization)
    : discretization_(discretization)
  {
    finest_.dofs = &discretization.dof_handler;
    finest_.constraints.copy_from(discretization.constraints);
  }

  template <int dim>
  void
  NodeDisplacement<dim>::set(const StateVector &fields)
  {
    AssertDimension(fields.n_blocks(), n_blocks);
    const StateVector ghosted = with_ghosts(discretization_, fields);
    finest_.fields.clear();
    for (unsigned int b = 0; b < n_blocks; ++b)
      {
        finest_.fields.push_back(ghosted.block(b));
        finest_.fields.back().update_ghost_values(); // a copy has none
      }
  }

  template <int dim>
  void
  NodeDisplacement<dim>::add_mesh(const std::shared_ptr<const Triangulation<dim>> &triangulation, const OnMesh &finer) const
  {
    OnMesh mesh;
    mesh.triangulation = triangulation;
    mesh.own_dofs      = std::make_unique<DoFHandler<dim>>(*triangulation);
    mesh.own_dofs->distribute_dofs(discretization_.fe);
    mesh.dofs = mesh.own_dofs.get();
    IndexSet relevant;
    DoFTools::extract_locally_relevant_dofs(*mesh.dofs, relevant);
    mesh.constraints.reinit(relevant);
    DoFTools::make_hanging_node_constraints(*mesh.dofs, mesh.constraints);
    discretization_.mesh.make_periodicity_constraints(*mesh.dofs, mesh.constraints);
    mesh.constraints.close();
    mesh.from_finer = std::make_unique<Transfer>();
    mesh.from_finer->reinit(*finer.dofs, *mesh.dofs, finer.constraints, mesh.constraints);
    for (unsigned int b = 0; b < n_blocks; ++b)
      mesh.fields.emplace_back(mesh.dofs->locally_owned_dofs(), relevant, mesh.dofs->get_communicator());
    coarser_.push_back(std::move(mesh));
  }

  template <int dim>
  void
  NodeDisplacement<dim>::carry_to(const std::vector<std::shared_ptr<const Triangulation<dim>>> &coarser) const
  {
    if (coarser_.size() != coarser.size() || (!coarser.empty() && coarser_.front().triangulation != coarser.back()))
      {
        coarser_.clear();
        coarser_.reserve(coarser.size());
        for (unsigned int level = coarser.size(); level-- > 0;)
          add_mesh(coarser[level], coarser_.empty() ? finest_ : coarser_.back());
      }
    const OnMesh *finer = &finest_;
    for (OnMesh &mesh : coarser_)
      {
        for (unsigned int b = 0; b < n_blocks; ++b)
          {
            FieldVector &to = mesh.fields[b];
            to.zero_out_ghost_values();
            mesh.from_finer->interpolate(to, finer->fields[b]);
            to.zero_out_ghost_values();
            mesh.constraints.distribute(to);
            to.update_ghost_values();
          }
        finer = &mesh;
      }
  }

  template <int dim>
  const typename NodeDisplacement<dim>::OnMesh &
  NodeDisplacement<dim>::on(const Triangulation<dim> &triangulation) const
  {
    if (&triangulation == &discretization_.dof_handler.get_triangulation())
      return finest_;
    for (const OnMesh &mesh : coarser_)
      if (mesh.triangulation.get() == &triangulation)
        return mesh;
    throw std::logic_error("a displacement is asked for on a mesh that it was not carried to");
  }

  template <int dim>
  std::vector<double>
  NodeDisplacement<dim>::values_on(const OnMesh &mesh, const typename Displacement<dim>::Cell &cell, const unsigned int field)
  {
    const typename DoFHandler<dim>::active_cell_iterator with_dofs(&cell->get_triangulation(), cell->level(), cell->index(),
                                                                   mesh.dofs);
    std::vector<types::global_dof_index>                 indices(mesh.dofs->get_fe().dofs_per_cell);
    with_dofs->get_dof_indices(indices);
    std::vector<double> values;
    for (const auto index : indices)
      values.push_back(mesh.fields[field](index));
    return values;
  }

  template <int dim>
  void
  NodeDisplacement<dim>::add_to(const Triangulation<dim> &triangulation, MappedPoints<dim> &points) const
  {
    const OnMesh &mesh = on(triangulation);
    for (const auto &cell : triangulation.active_cell_iterators())
      if (!cell->is_artificial())
        for (unsigned int d = 0; d < dim; ++d)
          {
            const std::vector<double> values = values_on(mesh, cell, d);
            for (unsigned int i = 0; i < values.size(); ++i)
              points[cell->level()][cell->index()][i][d] += values[i];
          }
  }

  template <int dim>
  std::array<double, 2>
  NodeDisplacement<dim>::curvature(const typename Displacement<dim>::Cell &cell, const Point<dim> &unit_point) const
  {
    return {value(cell, unit_point, dim), value(cell, unit_point, dim + 1)};
  }

  template <int dim>
  double
  NodeDisplacement<dim>::film_share(const typename Displacement<dim>::Cell &cell, const Point<dim> &unit_point) const
  {
    return std::max(0., value(cell, unit_point, dim + 2));
  }

  template <int dim>
  double
  NodeDisplacement<dim>::value(const typename Displacement<dim>::Cell &cell,
                               const Point<dim>                       &unit_point,
                               const unsigned int                      field) const
  {
    const std::vector<double> values = values_on(on(cell->get_triangulation()), cell, field);
    double                    sum    = 0.;
    for (unsigned int i = 0; i < values.size(); ++i)
      sum += values[i] * discretization_.fe.shape_value(i, unit_point);
    return sum;
  }

  template class NodeDisplacement<2>;
  template class NodeDisplacement<3>;
} // namespace zincfield
