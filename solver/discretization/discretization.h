#pragma once

#include "meshes/mesh.h"

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/lac/affine_constraints.h>
#include <deal.II/lac/la_parallel_block_vector.h>
#include <deal.II/matrix_free/matrix_free.h>

namespace zincfield
{
  using FieldVector = dealii::LinearAlgebra::distributed::Vector<double>;
  using StateVector = dealii::LinearAlgebra::distributed::BlockVector<double>;

  /** The one scalar continuous space FE_Q(degree) that every field lives in: unknowns, constraints, quadrature. */
  template <int dim>
  class Discretization
  {
  public:
    Discretization(Mesh<dim> &mesh, unsigned int degree, bool axisymmetric);

    /** The same on a coarser triangulation with the mesh's coarse cells, or of another degree: a level of a multigrid method. */
    Discretization(Mesh<dim>                                        &mesh,
                   std::shared_ptr<const dealii::Triangulation<dim>> triangulation,
                   unsigned int                                      degree,
                   bool                                              axisymmetric);

    /** Distribute the unknowns anew after the mesh has changed. */
    void
    reinit();

    /** Take the present mapping of a mesh that has moved; the unknowns stay. */
    void
    move();

    /** Make `state` a vector of n fields, with ghosts. */
    void
    initialize(StateVector &state, unsigned int n_fields) const;

    unsigned int
    degree() const
    {
      return fe.degree;
    }

    const dealii::Mapping<dim> &
    mapping() const
    {
      return level_mapping_ ? *level_mapping_ : mesh.mapping();
    }

    Mesh<dim>                        &mesh;
    const bool                        axisymmetric;
    const dealii::FE_Q<dim>           fe;
    const dealii::QGauss<dim>         quadrature;
    const dealii::QGauss<dim - 1>     face_quadrature;
    dealii::DoFHandler<dim>           dof_handler;
    dealii::AffineConstraints<double> constraints;
    dealii::MatrixFree<dim, double>   matrix_free;

  private:
    std::shared_ptr<const dealii::Triangulation<dim>> level_triangulation_; // null on the mesh itself
    std::unique_ptr<dealii::Mapping<dim>>             level_mapping_;
  };
} // namespace zincfield
