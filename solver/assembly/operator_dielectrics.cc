#include "physics/constants.h"
#include "solver/assembly/operator.h"
#include "solver/assembly/polarisation.h"

#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  Operator<dim>::tabulate_polarisation()
  {
    bool any = false;
    for (unsigned int m = 0; m < discretization_.mesh.material_names().size(); ++m)
      any = any || is_polarised(transport_, m);
    if (!any)
      return;
    if (load_.n_blocks() == 0)
      discretization_.initialize(load_, n_);

    // The flux of Poisson's row holds P: its part of the residual is -int P.grad w dV over tau.
    const auto                          &fe = discretization_.fe;
    FEValues<dim>                        values(discretization_.mesh.mapping(), fe, QGauss<dim>(fe.degree + 2),
                         update_gradients | update_quadrature_points | update_JxW_values | update_inverse_jacobians);
    Vector<double>                       local(fe.dofs_per_cell);
    std::vector<types::global_dof_index> dofs(fe.dofs_per_cell);
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && is_polarised(transport_, cell->material_id()))
        {
          values.reinit(cell);
          local = 0.;
          for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
            {
              Tensor<1, dim> normal = values.inverse_jacobian(q)[dim - 1];
              normal /= normal.norm();
              const Tensor<1, dim> p = polarisation(*transport_.material(cell->material_id()), discretization_.mesh.location(cell, values.get_quadrature().point(q)), normal);
              const double         w = transport_.displacement_rate() * values.JxW(q) * (discretization_.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
              for (unsigned int i = 0; i < fe.dofs_per_cell; ++i)
                local[i] -= w * (p * values.shape_grad(i, q));
            }
          cell->get_dof_indices(dofs);
          discretization_.constraints.distribute_local_to_global(local, dofs, load_.block(potential_));
        }
    load_.compress(VectorOperation::add);
  }

  template <int dim>
  void
  Operator<dim>::hold_absent_ions()
  {
    bool any = false;
    for (unsigned int m = 0; m < discretization_.mesh.material_names().size(); ++m)
      any = any || model_.is_dielectric(m);
    if (!any)
      return;

    // Unknowns of cells with ions; one that hangs stands for those that it depends on.
    FieldVector with_ions;
    discretization_.matrix_free.initialize_dof_vector(with_ions);
    std::vector<types::global_dof_index> dofs(discretization_.fe.dofs_per_cell);
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && !model_.is_dielectric(cell->material_id()))
        {
          cell->get_dof_indices(dofs);
          for (const auto i : dofs)
            if (const auto *others = discretization_.constraints.get_constraint_entries(i))
              for (const auto &entry : *others)
                with_ions(entry.first) += 1.;
            else
              with_ions(i) += 1.;
        }
    with_ions.compress(VectorOperation::add);

    std::vector<bool> held(with_ions.locally_owned_size(), false);
    for (const PrescribedUnknown &p : prescribed_)
      if (p.field != potential_)
        held[p.local_index] = true;
    // Unknowns that hang are among them: an assembled matrix would have an empty row there.
    for (unsigned int i = 0; i < with_ions.locally_owned_size(); ++i)
      if (with_ions.local_element(i) == 0. && !held[i])
        for (unsigned int f = 0; f < potential_; ++f)
          prescribed_.push_back({f, i, PrescribedUnknown::Source::value, numbers::invalid_unsigned_int});
  }

  template void Operator<2>::tabulate_polarisation();
  template void Operator<3>::tabulate_polarisation();
  template void Operator<2>::hold_absent_ions();
  template void Operator<3>::hold_absent_ions();
} // namespace zincfield
