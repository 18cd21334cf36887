#pragma once

#include "solver/discretization/discretization.h"

#include <deal.II/multigrid/mg_transfer_global_coarsening.h>

namespace zincfield
{
  /** The displacement of the nodes of a discretization [mesh units] with the curvatures of its metal; coarser meshes take it at
   * their own nodes. */
  template <int dim>
  class NodeDisplacement : public Displacement<dim>
  {
  public:
    /** Blocks of set(): the components of the displacement, the principal curvatures [1/mesh unit], the share of a film. */
    static constexpr unsigned int n_blocks = dim + 3;

    explicit NodeDisplacement(const Discretization<dim> &discretization);

    /** `fields`: n_blocks blocks on the unknowns of the discretization. */
    void
    set(const StateVector &fields);

    void
    carry_to(const std::vector<std::shared_ptr<const dealii::Triangulation<dim>>> &coarser) const override;

    void
    add_to(const dealii::Triangulation<dim> &triangulation, MappedPoints<dim> &points) const override;

    std::array<double, 2>
    curvature(const typename Displacement<dim>::Cell &cell, const dealii::Point<dim> &unit_point) const override;

    double
    film_share(const typename Displacement<dim>::Cell &cell, const dealii::Point<dim> &unit_point) const override;

  private:
    using Transfer = dealii::MGTwoLevelTransfer<dim, FieldVector>;

    /** The fields on one mesh. */
    struct OnMesh
    {
      std::shared_ptr<const dealii::Triangulation<dim>> triangulation;
      std::unique_ptr<dealii::DoFHandler<dim>>          own_dofs; // null on the finest mesh
      const dealii::DoFHandler<dim>                    *dofs = nullptr;
      dealii::AffineConstraints<double>                 constraints;
      std::unique_ptr<Transfer>                         from_finer;
      std::vector<FieldVector>                          fields; // with ghosts
    };

    void
    add_mesh(const std::shared_ptr<const dealii::Triangulation<dim>> &triangulation, const OnMesh &finer) const;

    const OnMesh &
    on(const dealii::Triangulation<dim> &triangulation) const;

    /** One field at a point. */
    double
    value(const typename Displacement<dim>::Cell &cell, const dealii::Point<dim> &unit_point, unsigned int field) const;

    /** Values of one field at the support points of a cell. */
    static std::vector<double>
    values_on(const OnMesh &mesh, const typename Displacement<dim>::Cell &cell, unsigned int field);

    const Discretization<dim>  &discretization_;
    OnMesh                      finest_;
    mutable std::vector<OnMesh> coarser_; // the finest of them first
  };
} // namespace zincfield
