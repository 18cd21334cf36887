#include "solver/growth/moving_nodes.h"

#include "solver/assembly/materials_of_cell.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Sine of the angle between directions below which they are one. */
    constexpr double same_direction = 1e-4;

    /** Difference of the normals of surfaces that are one plane. */
    constexpr double same_plane = 1e-9;

    /** Cosine of the angle between the metal and an insulator beside it above which the insulator holds the metal's edge. */
    constexpr double parallel = 0.7;

    /** The numbers of the components of these nodes. */
    template <int dim>
    IndexSet
    components_of(const IndexSet &nodes)
    {
      IndexSet result(dim * nodes.size());
      for (auto range = nodes.begin_intervals(); range != nodes.end_intervals(); ++range)
        result.add_range(dim * *range->begin(), dim * (range->last() + 1));
      result.compress();
      return result;
    }

    /** Whether a boundary condition keeps its surface where it is while the metal grows. */
    bool
    stays(const Condition condition)
    {
      return condition == Condition::counter_electrode || condition == Condition::bulk;
    }

    /** Whether films on what stays are as thick everywhere: nodes must not slide under others. */
    bool
    films_are_even(const CellModel &model)
    {
      return std::all_of(model.boundaries.begin(), model.boundaries.end(), [](const BoundaryLaw &boundary) {
        return !stays(boundary.condition) || !boundary.coating || boundary.coating->is_even();
      });
    }

    template <int dim>
    void
    add_direction(std::vector<Tensor<1, dim>> &directions, Tensor<1, dim> normal)
    {
      for (const auto &known : directions)
        normal -= (normal * known) * known;
      if (const double left = normal.norm(); left > same_direction)
        directions.push_back(normal / left);
    }
  } // namespace

  template <int dim>
  MovingNodes<dim>::MovingNodes(const Discretization<dim> &discretization, const CellModel &model, const unsigned int electrode)
    : discretization_(discretization)
    , electrode_(electrode)
  {
    const auto &dofs = discretization.dof_handler;
    IndexSet    relevant;
    DoFTools::extract_locally_relevant_dofs(dofs, relevant);
    owned_    = components_of<dim>(dofs.locally_owned_dofs());
    relevant_ = components_of<dim>(relevant);
    on_metal_.set_size(dofs.n_dofs());
    in_film_.set_size(dofs.n_dofs());
    fixed_.set_size(dofs.n_dofs());
    film_materials_ = riding_film(model);
    find_nodes(model);
    find_film();
    constrain();
  }

  template <int dim>
  std::optional<Tensor<1, dim>>
  MovingNodes<dim>::normal_of_what_stays(const CellModel &model) const
  {
    const std::unique_ptr<Mapping<dim>> mapping = discretization_.mesh.reference_mapping();
    FEFaceValues<dim>   values(*mapping, discretization_.fe, discretization_.face_quadrature, update_normal_vectors);
    std::vector<double> range(2 * dim, -1.); // of each component: the largest, and of its negative
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && !cell->has_periodic_neighbor(f) &&
              stays(model.boundaries[cell->face(f)->boundary_id()].condition))
            {
              values.reinit(cell, f);
              for (const Tensor<1, dim> &normal : values.get_normal_vectors())
                for (unsigned int d = 0; d < dim; ++d)
                  {
                    range[2 * d]     = std::max(range[2 * d], normal[d]);
                    range[2 * d + 1] = std::max(range[2 * d + 1], -normal[d]);
                  }
            }
    Utilities::MPI::max(range, discretization_.dof_handler.get_communicator(), range);
    Tensor<1, dim> normal;
    for (unsigned int d = 0; d < dim; ++d)
      {
        if (range[2 * d] + range[2 * d + 1] > same_plane)
          return {};
        normal[d] = range[2 * d];
      }
    return normal;
  }

  template <int dim>
  void
  MovingNodes<dim>::find_nodes(const CellModel &model)
  {
    const auto                          plane   = films_are_even(model) ? normal_of_what_stays(model) : std::nullopt;
    const auto                         &fe      = discretization_.fe;
    const std::unique_ptr<Mapping<dim>> mapping = discretization_.mesh.reference_mapping();
    FEFaceValues<dim> values(*mapping, fe, Quadrature<dim - 1>(fe.get_unit_face_support_points()), update_normal_vectors);
    std::vector<types::global_dof_index>                  face_dofs(fe.n_dofs_per_face());
    std::map<types::global_dof_index, Tensor<1, dim>>     normals_of_metal;
    std::map<types::global_dof_index, types::boundary_id> parts; // of the plane that stays, insulators in it among them
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      if (!cell->is_artificial())
        for (const unsigned int f : cell->face_indices())
          {
            if (!cell->at_boundary(f) || cell->has_periodic_neighbor(f))
              continue;
            const Condition condition = model.boundaries[cell->face(f)->boundary_id()].condition;
            cell->face(f)->get_dof_indices(face_dofs);
            if (stays(condition) && !plane)
              fixed_.add_indices(face_dofs.begin(), face_dofs.end());
            else
              {
                values.reinit(cell, f);
                const types::boundary_id part = stays(condition) ? cell->face(f)->boundary_id() : numbers::invalid_boundary_id;
                if (plane && (stays(condition) || std::abs(values.normal_vector(0) * *plane) > parallel))
                  for (const auto i : face_dofs)
                    if (parts.emplace(i, part).first->second != part)
                      fixed_.add_index(i); // the edge of a part
                for (unsigned int i = 0; i < face_dofs.size(); ++i)
                  if (condition == Condition::insulating || stays(condition))
                    add_direction(blocked_[face_dofs[i]], Tensor<1, dim>(values.normal_vector(i)));
                  else
                    {
                      on_metal_.add_index(face_dofs[i]);
                      normals_of_metal[face_dofs[i]] = values.normal_vector(i);
                    }
              }
          }
    on_metal_.compress();
    fixed_.compress();
    int pinned = 0;
    for (const auto &[node, normal] : normals_of_metal)
      if (const auto found = blocked_.find(node); found != blocked_.end())
        for (const auto &direction : found->second)
          pinned = pinned || std::abs(direction * normal) > parallel;
    has_pinned_edge_ = Utilities::MPI::max(pinned, discretization_.dof_handler.get_communicator()) == 1;
  }

  template <int dim>
  void
  MovingNodes<dim>::find_film()
  {
    if (film_materials_.empty())
      return;
    // Owned nodes lie on cells that this rank knows; others that are relevant need not: their owners say so.
    const auto &dofs = discretization_.dof_handler;
    IndexSet    relevant;
    DoFTools::extract_locally_relevant_dofs(dofs, relevant);
    FieldVector                          found(dofs.locally_owned_dofs(), relevant, dofs.get_communicator());
    std::vector<types::global_dof_index> of_cell(discretization_.fe.dofs_per_cell);
    for (const auto &cell : dofs.active_cell_iterators())
      if (!cell->is_artificial() && is_film(cell->material_id()))
        {
          cell->get_dof_indices(of_cell);
          for (const auto i : of_cell)
            if (dofs.locally_owned_dofs().is_element(i))
              found(i) = 1.;
        }
    found.update_ghost_values();
    for (const auto i : relevant)
      if (found(i) > 0. && !on_metal_.is_element(i))
        in_film_.add_index(i);
    in_film_.compress();
  }

  template <int dim>
  void
  MovingNodes<dim>::add_constraints_of_node(const types::global_dof_index i, AffineConstraints<double> &constraints) const
  {
    const auto &directions = blocked_.at(i);
    // With one direction left out, that component follows the others; with all but one, the others follow one.
    if (directions.size() == 1)
      {
        const Tensor<1, dim> &n       = directions[0];
        unsigned int          largest = 0;
        for (unsigned int d = 1; d < dim; ++d)
          if (std::abs(n[d]) > std::abs(n[largest]) + 1e-10)
            largest = d;
        constraints.add_line(dim * i + largest);
        for (unsigned int d = 0; d < dim; ++d)
          if (d != largest && std::abs(n[d]) > 1e-12)
            constraints.add_entry(dim * i + largest, dim * i + d, -n[d] / n[largest]);
        return;
      }
    Tensor<1, dim> free; // the one direction that three-dimensional nodes on two boundaries have left
    if (dim == 3 && directions.size() == 2)
      for (unsigned int d = 0; d < dim; ++d)
        free[d] = directions[0][(d + 1) % 3] * directions[1][(d + 2) % 3] - directions[0][(d + 2) % 3] * directions[1][(d + 1) % 3];
    unsigned int largest = 0;
    for (unsigned int d = 1; d < dim; ++d)
      if (std::abs(free[d]) > std::abs(free[largest]) + 1e-10)
        largest = d;
    for (unsigned int d = 0; d < dim; ++d)
      if (free.norm() < 0.5 || d != largest)
        {
          constraints.add_line(dim * i + d);
          if (free.norm() >= 0.5 && std::abs(free[d]) > 1e-12)
            constraints.add_entry(dim * i + d, dim * i + largest, free[d] / free[largest]);
        }
  }

  template <int dim>
  void
  MovingNodes<dim>::constrain()
  {
    const auto &of_fields = discretization_.constraints;
    for (const bool inside : {false, true})
      {
        AffineConstraints<double> &constraints = inside ? constraints_of_inside_ : constraints_;
        constraints.reinit(relevant_);
        for (const auto &line : of_fields.get_lines())
          for (unsigned int d = 0; d < dim; ++d)
            {
              constraints.add_line(dim * line.index + d);
              for (const auto &[other, weight] : line.entries)
                constraints.add_entry(dim * line.index + d, dim * other + d, weight);
            }
        const auto fix = [&](const IndexSet &nodes) {
          for (const auto i : nodes)
            for (unsigned int d = 0; d < dim; ++d)
              if (!constraints.is_constrained(dim * i + d))
                constraints.add_line(dim * i + d);
        };
        fix(fixed_);
        if (inside)
          {
            fix(on_metal_);
            fix(in_film_);
          }
        for (const auto &entry : blocked_)
          if (!of_fields.is_constrained(entry.first) && !fixed_.is_element(entry.first) && !(inside && is_driven(entry.first)))
            add_constraints_of_node(entry.first, constraints);
        constraints.close();
      }
  }

  template <int dim>
  FieldVector
  MovingNodes<dim>::vector() const
  {
    return FieldVector(owned_, relevant_, discretization_.dof_handler.get_communicator());
  }

  template <int dim>
  FieldVector
  MovingNodes<dim>::joined(const StateVector &components) const
  {
    FieldVector result = vector();
    for (unsigned int d = 0; d < dim; ++d)
      for (unsigned int i = 0; i < components.block(d).locally_owned_size(); ++i)
        result.local_element(dim * i + d) = components.block(d).local_element(i);
    return result;
  }

  template <int dim>
  StateVector
  MovingNodes<dim>::separated(const FieldVector &vector) const
  {
    StateVector components;
    discretization_.initialize(components, dim);
    for (unsigned int d = 0; d < dim; ++d)
      for (unsigned int i = 0; i < components.block(d).locally_owned_size(); ++i)
        components.block(d).local_element(i) = vector.local_element(dim * i + d);
    return components;
  }

  template class MovingNodes<2>;
  template class MovingNodes<3>;
} // namespace zincfield
