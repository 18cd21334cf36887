#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

#include <algorithm>
#include <optional>

namespace zincfield
{
  /**
   * What the nodes of a mesh may do while its working electrode grows: those of insulating boundaries (the axis, too) slide along
   * them, those of the other electrode and of the bulk as well where these are planes under even films, and stay elsewhere; hanging
   * and periodic ones follow others. Those of a film with a mesh on the metal are driven with it.
   *
   * Component d of node i, an unknown of the discretization, has the number dim*i + d.
   */
  template <int dim>
  class MovingNodes
  {
  public:
    MovingNodes(const Discretization<dim> &discretization, const CellModel &model, unsigned int electrode);

    const Discretization<dim> &
    discretization() const
    {
      return discretization_;
    }

    unsigned int
    electrode() const
    {
      return electrode_;
    }

    const dealii::IndexSet &
    owned() const
    {
      return owned_;
    }
    const dealii::IndexSet &
    relevant() const
    {
      return relevant_;
    }

    /** Of the displacement and of its changes. */
    const dealii::AffineConstraints<double> &
    constraints() const
    {
      return constraints_;
    }

    /** The same with the driven nodes at rest. */
    const dealii::AffineConstraints<double> &
    constraints_of_inside() const
    {
      return constraints_of_inside_;
    }

    /** Whether node `i` (an unknown that is locally relevant) lies on the metal that grows. */
    bool
    is_on_metal(const dealii::types::global_dof_index i) const
    {
      return on_metal_.is_element(i);
    }

    /** Whether node `i` (an unknown that is locally relevant) lies on the metal or in a film with a mesh on it. */
    bool
    is_driven(const dealii::types::global_dof_index i) const
    {
      return on_metal_.is_element(i) || in_film_.is_element(i);
    }

    /** Material ids of the film with a mesh on the metal, from the metal outward; none: there is no such film. */
    const std::vector<unsigned int> &
    film_materials() const
    {
      return film_materials_;
    }

    /** Whether a cell of this material belongs to that film. */
    bool
    is_film(const dealii::types::material_id material) const
    {
      return std::find(film_materials_.begin(), film_materials_.end(), material) != film_materials_.end();
    }

    /** A vector of all components with ghosts. */
    FieldVector
    vector() const;

    /** From one block a component to all in one vector, and back. Owned entries. */
    FieldVector
    joined(const StateVector &components) const;
    StateVector
    separated(const FieldVector &vector) const;

    /** Whether an insulating boundary beside the metal's edge is nearly parallel to it: the edge then stays where it is. */
    bool
    has_pinned_edge() const
    {
      return has_pinned_edge_;
    }

  private:
    void
    find_nodes(const CellModel &model);

    void
    find_film();

    /** The normal of the other electrode and of the bulk where all parts of them lie in planes with one normal. */
    std::optional<dealii::Tensor<1, dim>>
    normal_of_what_stays(const CellModel &model) const;

    void
    constrain();

    void
    add_constraints_of_node(dealii::types::global_dof_index i, dealii::AffineConstraints<double> &constraints) const;

    const Discretization<dim>        &discretization_;
    const unsigned int                electrode_;
    dealii::IndexSet                  owned_, relevant_, on_metal_, in_film_, fixed_;
    std::vector<unsigned int>         film_materials_;
    dealii::AffineConstraints<double> constraints_, constraints_of_inside_;
    bool                              has_pinned_edge_ = false;

    /** Orthonormal directions in which a node must not go. */
    std::map<dealii::types::global_dof_index, std::vector<dealii::Tensor<1, dim>>> blocked_;
  };
} // namespace zincfield
