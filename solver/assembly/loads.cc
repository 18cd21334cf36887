#include "solver/assembly/loads.h"

#include "physics/constants.h"
#include "solver/assembly/polarisation.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  LoadTerm<dim>::reinit()
  {
    load_.reinit(0);
    const bool polarised = is_polarised();
    if (!is_given() && !polarised)
      return;
    context_.discretization.initialize(load_, context_.n_fields);
    if (is_given())
      tabulate_loads();
    if (polarised)
      tabulate_polarisation();
    load_.compress(VectorOperation::add);
  }

  template <int dim>
  bool
  LoadTerm<dim>::add_residual(Residual<dim> &residual, const StateVector &, double)
  {
    for (unsigned int f = 0; f < load_.n_blocks(); ++f)
      for (unsigned int i = 0; i < load_.block(f).locally_owned_size(); ++i)
        residual.rows.block(f).local_element(i) += load_.block(f).local_element(i);
    return true;
  }

  template <int dim>
  bool
  LoadTerm<dim>::is_polarised() const
  {
    for (unsigned int m = 0; m < context_.discretization.mesh.material_names().size(); ++m)
      if (zincfield::is_polarised(context_.transport, m))
        return true;
    return false;
  }

  template <int dim>
  void
  LoadTerm<dim>::tabulate_loads()
  {
    const auto                          &discretization = context_.discretization;
    const auto                          &mapping        = discretization.mesh.mapping();
    const auto                          &dof_handler    = discretization.dof_handler;
    const auto                          &fe             = discretization.fe;
    const unsigned int                   n              = context_.n_fields;
    const UpdateFlags                    flags          = update_values | update_quadrature_points | update_JxW_values;
    FEValues<dim>                        cell_values(mapping, fe, QGauss<dim>(fe.degree + 2), flags);
    FEFaceValues<dim>                    face_values(mapping, fe, QGauss<dim - 1>(fe.degree + 2), flags | update_normal_vectors);
    std::vector<Vector<double>>          local(n, Vector<double>(fe.dofs_per_cell));
    std::vector<types::global_dof_index> dofs(fe.dofs_per_cell);

    const auto integrate = [&](const FEValuesBase<dim> &values, const double factor, const auto &load) {
      for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
        {
          const auto   rows = load(q);
          const double w =
            factor * values.JxW(q) * (discretization.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
          for (unsigned int f = 0; f < n; ++f)
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
            integrate(cell_values, -mesh_unit,
                      [&](const unsigned int q) { return loads_.volume(cell_values.quadrature_point(q), cell->material_id()); });
          }
        for (const unsigned int face : cell->face_indices())
          if (loads_.surface && cell->at_boundary(face) && cell->face(face)->boundary_id() < context_.model.boundaries.size() &&
              !context_.model.prescribes_potential(cell->face(face)->boundary_id()))
            {
              face_values.reinit(cell, face);
              integrate(face_values, 1., [&](const unsigned int q) {
                return loads_.surface(face_values.quadrature_point(q), face_values.normal_vector(q),
                                      cell->face(face)->boundary_id());
              });
            }
        cell->get_dof_indices(dofs);
        for (unsigned int f = 0; f < n; ++f)
          discretization.constraints.distribute_local_to_global(local[f], dofs, load_.block(f));
      }
  }

  template <int dim>
  void
  LoadTerm<dim>::tabulate_polarisation()
  {
    const auto           &discretization = context_.discretization;
    const TransportModel &transport      = context_.transport;
    const auto           &fe             = discretization.fe;
    const UpdateFlags     flags = update_gradients | update_quadrature_points | update_JxW_values | update_inverse_jacobians;
    FEValues<dim>         values(discretization.mesh.mapping(), fe, QGauss<dim>(fe.degree + 2), flags);
    Vector<double>        local(fe.dofs_per_cell);
    std::vector<types::global_dof_index> dofs(fe.dofs_per_cell);
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && zincfield::is_polarised(transport, cell->material_id()))
        {
          values.reinit(cell);
          local = 0.;
          for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
            {
              Tensor<1, dim> normal = values.inverse_jacobian(q)[dim - 1];
              normal /= normal.norm();
              const Tensor<1, dim> p = polarisation(*transport.material(cell->material_id()),
                                                    discretization.mesh.location(cell, values.get_quadrature().point(q)), normal);
              const double         w = transport.displacement_rate() * values.JxW(q) *
                               (discretization.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
              for (unsigned int i = 0; i < fe.dofs_per_cell; ++i)
                local[i] -= w * (p * values.shape_grad(i, q));
            }
          cell->get_dof_indices(dofs);
          discretization.constraints.distribute_local_to_global(local, dofs, load_.block(context_.potential));
        }
  }

  template <int dim>
  void
  LoadTerm<dim>::prescribe_bulk(PrescribedUnknowns<dim> &prescribed) const
  {
    if (!loads_.bulk)
      return;
    const auto                                   &dof_handler = context_.discretization.dof_handler;
    std::map<types::global_dof_index, Point<dim>> positions;
    DoFTools::map_dofs_to_support_points(context_.discretization.mesh.mapping(), dof_handler, positions);
    for (PrescribedUnknown &p : prescribed.list())
      if (p.source == PrescribedUnknown::Source::value && p.boundary != numbers::invalid_unsigned_int &&
          context_.model.is_bulk(p.boundary))
        {
          const auto dof = dof_handler.locally_owned_dofs().nth_index_in_set(p.local_index);
          p.value        = context_.transport.fields()[p.field].entry(loads_.bulk(positions.at(dof))[p.field]);
        }
  }

  template class LoadTerm<2>;
  template class LoadTerm<3>;
} // namespace zincfield
