#include "solver/assembly/consistent_flux.h"

#include "solver/assembly/sampling.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/solver_cg.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The mass matrix of a boundary, by face. */
    template <int dim>
    class BoundaryMass
    {
    public:
      BoundaryMass(const Discretization<dim> &discretization, const unsigned int boundary, const FieldVector &layout)
        : constraints_(discretization.constraints)
        , work_(layout)
      {
        FEFaceValues<dim>  values(discretization.mapping(), discretization.fe, discretization.face_quadrature,
                                  update_values | update_JxW_values | update_quadrature_points);
        const unsigned int n = discretization.fe.dofs_per_cell;
        diagonal_.reinit(layout);
        Vector<double> diagonal(n);
        for (const auto &cell : discretization.dof_handler.active_cell_iterators())
          for (const unsigned int face : cell->face_indices())
            if (cell->is_locally_owned() && cell->at_boundary(face) && cell->face(face)->boundary_id() == boundary)
              {
                values.reinit(cell, face);
                Face here{std::vector<types::global_dof_index>(n), FullMatrix<double>(n)};
                cell->get_dof_indices(here.dofs);
                for (unsigned int i = 0; i < n; ++i)
                  {
                    for (unsigned int j = 0; j < n; ++j)
                      for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
                        here.matrix(i, j) += values.JxW(q) *
                                             (discretization.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.) *
                                             values.shape_value(i, q) * values.shape_value(j, q);
                    diagonal(i) = here.matrix(i, i);
                  }
                constraints_.distribute_local_to_global(diagonal, here.dofs, diagonal_);
                faces_.push_back(here);
              }
        diagonal_.compress(VectorOperation::add);
        for (double &entry : diagonal_)
          entry = entry > 0. ? 1. / entry : 0.;
      }

      void
      vmult(FieldVector &y, const FieldVector &x) const
      {
        work_.copy_locally_owned_data_from(x);
        constraints_.distribute(work_);
        work_.update_ghost_values();
        y = 0.;
        for (const Face &face : faces_)
          {
            Vector<double> in(face.dofs.size()), out(face.dofs.size());
            for (unsigned int i = 0; i < in.size(); ++i)
              in(i) = work_(face.dofs[i]);
            face.matrix.vmult(out, in);
            constraints_.distribute_local_to_global(out, face.dofs, y);
          }
        y.compress(VectorOperation::add);
        work_.zero_out_ghost_values();
      }

      /** The inverse of the diagonal, 0 off the boundary. */
      struct Inverse
      {
        const FieldVector &diagonal;
        void
        vmult(FieldVector &y, const FieldVector &x) const
        {
          y = x;
          y.scale(diagonal);
        }
      };
      Inverse
      inverse_diagonal() const
      {
        return {diagonal_};
      }

    private:
      struct Face
      {
        std::vector<types::global_dof_index> dofs;
        FullMatrix<double>                   matrix;
      };
      const AffineConstraints<double> &constraints_;
      std::vector<Face>                faces_;
      FieldVector                      diagonal_;
      mutable FieldVector              work_;
    };
  } // namespace

  template <int dim>
  FieldVector
  consistent_flux(const Discretization<dim> &discretization,
                  const CellModel           &model,
                  const StateVector         &ghosted,
                  const unsigned int         boundary)
  {
    const unsigned int phi = model.transport->potential(), n = discretization.fe.dofs_per_cell;
    const IndexSet     on_boundary = DoFTools::extract_boundary_dofs(discretization.dof_handler, ComponentMask(), {boundary});
    FieldVector        right(ghosted.block(phi)), flux(ghosted.block(phi));
    right.zero_out_ghost_values();
    flux.zero_out_ghost_values();
    right = 0.;
    flux  = 0.;
    FEValues<dim> values(discretization.mapping(), discretization.fe, discretization.quadrature, update_gradients);
    std::vector<types::global_dof_index> dofs(n);
    Vector<double>                       local(n);
    const Sampler<dim>                   sampler(discretization, model, ghosted, 0.);
    sampler.volume(discretization.quadrature, [&](const auto &cell, const auto &samples) {
      cell->get_dof_indices(dofs);
      values.reinit(cell);
      local = 0.;
      for (unsigned int i = 0; i < n; ++i)
        for (unsigned int q = 0; q < samples.size(); ++q)
          local(i) += samples[q].weight * (samples[q].flux[phi] * values.shape_grad(i, q));
      discretization.constraints.distribute_local_to_global(local, dofs, right);
    });
    right.compress(VectorOperation::add);
    for (unsigned int i = 0; i < right.locally_owned_size();
         ++i) // hanging nodes off the boundary have brought theirs to those on it
      if (!on_boundary.is_element(right.get_partitioner()->local_to_global(i)))
        right.local_element(i) = 0.;

    const BoundaryMass<dim> mass(discretization, boundary, flux);
    IterationNumberControl  control(200, 1e-12 * right.l2_norm(), false, false);
    SolverCG<FieldVector>   solver(control);
    if (right.l2_norm() > 0.)
      solver.solve(mass, flux, right, mass.inverse_diagonal());
    discretization.constraints.distribute(flux);
    flux.update_ghost_values();
    return flux;
  }

  template FieldVector
  consistent_flux(const Discretization<2> &, const CellModel &, const StateVector &, unsigned int);
  template FieldVector
  consistent_flux(const Discretization<3> &, const CellModel &, const StateVector &, unsigned int);
} // namespace zincfield
