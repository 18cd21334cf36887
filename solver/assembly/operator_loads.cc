#include "physics/constants.h"
#include "solver/assembly/operator.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  Operator<dim>::tabulate_loads()
  {
    const auto &mapping     = discretization_.mesh.mapping();
    const auto &dof_handler = discretization_.dof_handler;
    const auto &fe          = discretization_.fe;

    load_.reinit(0);
    if (loads_.volume || loads_.surface)
      {
        discretization_.initialize(load_, n_);
        const UpdateFlags   flags = update_values | update_quadrature_points | update_JxW_values;
        FEValues<dim>       cell_values(mapping, fe, QGauss<dim>(fe.degree + 2), flags);
        FEFaceValues<dim>   face_values(mapping, fe, QGauss<dim - 1>(fe.degree + 2), flags | update_normal_vectors);
        std::vector<Vector<double>>          local(n_, Vector<double>(fe.dofs_per_cell));
        std::vector<types::global_dof_index> dofs(fe.dofs_per_cell);

        const auto integrate = [&](const FEValuesBase<dim> &values, const double factor, const auto &load) {
          for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
            {
              const auto   rows = load(q);
              const double w    = factor * values.JxW(q) * (discretization_.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
              for (unsigned int f = 0; f < n_; ++f)
                for (unsigned int i = 0; i < fe.dofs_per_cell; ++i)
                  local[f][i] += w * rows[f] * values.shape_value(i, q);
            }
        };
        for (const auto &cell : dof_handler.active_cell_iterators())
          {
            if (!cell->is_locally_owned())
              continue;
            for (auto &vector : local)
              vector = 0.;
            if (loads_.volume)
              {
                cell_values.reinit(cell);
                integrate(cell_values, -mesh_unit, [&](const unsigned int q) { return loads_.volume(cell_values.quadrature_point(q), cell->material_id()); });
              }
            for (const unsigned int face : cell->face_indices())
              if (loads_.surface && cell->at_boundary(face) && cell->face(face)->boundary_id() < model_.boundaries.size() &&
                  !model_.prescribes_potential(cell->face(face)->boundary_id()))
                {
                  face_values.reinit(cell, face);
                  integrate(face_values, 1., [&](const unsigned int q) {
                    return loads_.surface(face_values.quadrature_point(q), face_values.normal_vector(q), cell->face(face)->boundary_id());
                  });
                }
            cell->get_dof_indices(dofs);
            for (unsigned int f = 0; f < n_; ++f)
              discretization_.constraints.distribute_local_to_global(local[f], dofs, load_.block(f));
          }
        load_.compress(VectorOperation::add);
      }

    if (loads_.bulk)
      {
        std::map<types::global_dof_index, Point<dim>> positions;
        DoFTools::map_dofs_to_support_points(mapping, dof_handler, positions);
        for (PrescribedUnknown &p : prescribed_)
          if (p.source == PrescribedUnknown::Source::value && p.boundary != numbers::invalid_unsigned_int && model_.is_bulk(p.boundary))
            {
              const Field &field = transport_.fields()[p.field];
              p.value = (loads_.bulk(positions.at(dof_handler.locally_owned_dofs().nth_index_in_set(p.local_index)))[p.field] - field.bulk_value) / field.scale;
            }
      }
  }

  template void Operator<2>::tabulate_loads();
  template void Operator<3>::tabulate_loads();
} // namespace zincfield
