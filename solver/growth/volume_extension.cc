#include "solver/growth/volume_extension.h"

#include "solver/linear/boomeramg.h"
#include "solver/linear/petsc_options.h"
#include "solver/support/errors.h"

#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/petsc_sparse_matrix.h>
#include <deal.II/lac/sparsity_tools.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the iteration in space: the inside of the mesh need not be where it is to the last digit. */
    constexpr double tolerance = 1e-9;

    /** Unknowns up to which factors, made once, are cheaper than an iteration in every stage: by six to ten times, for 0.4 GB at
     * 160 000. */
    constexpr unsigned int direct_limit = 300000;

    /** How much lines resist beside each other, over how much along themselves. */
    constexpr double between_lines = 1e-3;

    /** The numbers of component d of these nodes. */
    template <int dim>
    std::vector<types::global_dof_index>
    component(const std::vector<types::global_dof_index> &nodes, const unsigned int d)
    {
      std::vector<types::global_dof_index> result;
      for (const auto node : nodes)
        result.push_back(dim * node + d);
      return result;
    }
  } // namespace

  template <int dim>
  VolumeExtension<dim>::VolumeExtension(const MovingNodes<dim> &nodes, const Stiffness stiffness)
    : nodes_(nodes)
  {
    assemble(stiffness);
    make_solver();
  }

  template <int dim>
  VolumeExtension<dim>::~VolumeExtension()
  {
    KSPDestroy(&solver_);
    MatDestroy(&matrix_);
  }

  template <int dim>
  void
  VolumeExtension<dim>::assemble(const Stiffness stiffness)
  {
    const auto                          &discretization = nodes_.discretization();
    const auto                          &fe             = discretization.fe;
    const auto                          &constraints    = nodes_.constraints_of_inside();
    const MPI_Comm                       communicator   = discretization.dof_handler.get_communicator();
    const unsigned int                   n              = fe.dofs_per_cell;
    std::vector<types::global_dof_index> dofs(n);

    DynamicSparsityPattern pattern(nodes_.owned().size(), nodes_.owned().size(), nodes_.relevant());
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          cell->get_dof_indices(dofs);
          for (unsigned int d = 0; d < dim; ++d)
            constraints.add_entries_local_to_global(component<dim>(dofs, d), pattern, false);
        }
    SparsityTools::distribute_sparsity_pattern(pattern, nodes_.owned(), communicator, nodes_.relevant());
    PETScWrappers::MPI::SparseMatrix matrix;
    matrix.reinit(nodes_.owned(), nodes_.owned(), pattern, communicator);

    const std::unique_ptr<Mapping<dim>> mapping = discretization.mesh.reference_mapping();
    FEValues<dim>      values(*mapping, fe, QGauss<dim>(fe.degree + 1), update_gradients | update_JxW_values | update_jacobians);
    FullMatrix<double> matrix_of_cell(n, n);
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          matrix_of_cell = 0.;
          for (const unsigned int q : values.quadrature_point_indices())
            {
              // dV over det J: the weight of the point; along lines, their length alone: where they spread they resist no more
              const bool     lines  = stiffness == Stiffness::along_lines;
              double         weight = stiffness == Stiffness::even ? values.JxW(q) : values.get_quadrature().weight(q);
              Tensor<1, dim> along; // the line through the point
              for (unsigned int d = 0; lines && d < dim; ++d)
                along[d] = values.jacobian(q)[d][dim - 1];
              if (lines)
                {
                  weight *= along.norm() * std::pow(0.5, (dim - 1.) * cell->level());
                  along /= along.norm();
                }
              for (unsigned int a = 0; a < n; ++a)
                for (unsigned int b = 0; b < n; ++b)
                  matrix_of_cell(a, b) +=
                    weight * ((lines ? between_lines : 1.) * (values.shape_grad(a, q) * values.shape_grad(b, q)) +
                              (along * values.shape_grad(a, q)) * (along * values.shape_grad(b, q)));
            }
          cell->get_dof_indices(dofs);
          for (unsigned int d = 0; d < dim; ++d)
            constraints.distribute_local_to_global(matrix_of_cell, component<dim>(dofs, d), matrix);
          if (std::any_of(dofs.begin(), dofs.end(), [&](const auto i) { return nodes_.is_driven(i); }))
            driven_.push_back({dofs, matrix_of_cell});
        }
    matrix.compress(VectorOperation::add);
    check(MatDuplicate(matrix, MAT_COPY_VALUES, &matrix_));
  }

  template <int dim>
  void
  VolumeExtension<dim>::make_solver()
  {
    check(KSPCreate(nodes_.discretization().dof_handler.get_communicator(), &solver_));
    check(KSPSetOperators(solver_, matrix_, matrix_));
    PC preconditioner;
    check(KSPGetPC(solver_, &preconditioner));
    check(KSPSetType(solver_, KSPCG));
    check(KSPSetTolerances(solver_, tolerance, 1e-300, PETSC_DEFAULT, 1000));
    if (dim == 2 || nodes_.owned().size() <= direct_limit)
      {
        check(PCSetType(preconditioner, PCCHOLESKY));
        check(PCFactorSetMatSolverType(preconditioner, MATSOLVERMUMPS));
        check(PCSetOptionsPrefix(preconditioner, "growth_factors_")); // the defaults of iterations stay in PETSc's options
      }
    else
      {
        check(MatSetBlockSize(matrix_, 1));
        set_boomeramg_defaults<dim>(preconditioner, "growth_");
      }
    check(PCSetFromOptions(preconditioner));
    check(KSPSetUp(solver_));
  }

  template <int dim>
  void
  VolumeExtension<dim>::extend(FieldVector &displacement) const
  {
    // What the metal and its film do, and nothing elsewhere, tested with the other nodes.
    FieldVector given = nodes_.vector(), right = nodes_.vector();
    for (unsigned int i = 0; i < given.locally_owned_size(); ++i)
      {
        const auto index = nodes_.owned().nth_index_in_set(i);
        if (nodes_.is_driven(index / dim))
          given.local_element(i) = displacement.local_element(i);
      }
    nodes_.constraints().distribute(given);
    given.update_ghost_values();
    for (const Cell &cell : driven_)
      for (unsigned int d = 0; d < dim; ++d)
        {
          const auto     indices = component<dim>(cell.nodes, d);
          Vector<double> in(indices.size()), out(indices.size());
          for (unsigned int a = 0; a < in.size(); ++a)
            in(a) = -given(indices[a]);
          cell.matrix.vmult(out, in);
          nodes_.constraints_of_inside().distribute_local_to_global(out, indices, right);
        }
    right.compress(VectorOperation::add);

    Vec in, out;
    check(MatCreateVecs(matrix_, &out, &in));
    PetscScalar *entries;
    check(VecGetArray(in, &entries));
    std::copy(right.begin(), right.end(), entries);
    check(VecRestoreArray(in, &entries));
    check(KSPSolve(solver_, in, out));
    KSPConvergedReason reason;
    check(KSPGetConvergedReason(solver_, &reason));
    const PetscScalar *solution;
    check(VecGetArrayRead(out, &solution));
    FieldVector inside = nodes_.vector();
    std::copy(solution, solution + inside.locally_owned_size(), inside.begin());
    check(VecRestoreArrayRead(out, &solution));
    check(VecDestroy(&in));
    check(VecDestroy(&out));
    if (reason < 0)
      throw SolverError("The mesh does not follow the metal: its equations were not solved.");
    nodes_.constraints_of_inside().distribute(inside);
    for (unsigned int i = 0; i < given.locally_owned_size(); ++i)
      inside.local_element(i) += given.local_element(i);
    displacement.zero_out_ghost_values();
    displacement.copy_locally_owned_data_from(inside);
    displacement.update_ghost_values();
  }

  template class VolumeExtension<2>;
  template class VolumeExtension<3>;
} // namespace zincfield
