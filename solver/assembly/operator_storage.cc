#include "physics/constants.h"
#include "solver/assembly/evaluators.h"
#include "solver/assembly/operator.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  Operator<dim>::store(Stored &stored, const StateVector &state, const double electrode_potential, const bool known) const
  {
    discretization_.initialize(stored.rows, n_);
    stored.rows = 0.;
    stored.metal_charge.assign(model_.boundaries.size(), 0.);
    state.update_ghost_values();

    const auto     &matrix_free = discretization_.matrix_free;
    auto            cells       = evaluators<Cells>(n_, matrix_free);
    double          u[max_fields], change[max_fields];
    Sources<double> amount;
    for (unsigned int batch = 0; stored_rows_ != 0 && batch < matrix_free.n_cell_batches(); ++batch)
      {
        for (unsigned int f = 0; f < n_; ++f)
          {
            cells[f].reinit(batch);
            cells[f].read_dof_values(state.block(f));
            cells[f].evaluate(EvaluationFlags::values);
          }
        for (unsigned int q = 0; q < n_cell_points_; ++q)
          {
            Number amounts[max_fields];
            for (unsigned int v = 0; v < Number::size(); ++v)
              {
                for (unsigned int g = 0; g < n_; ++g)
                  {
                    change[g] = cells[g].get_value(q)[v] * transport_.fields()[g].scale;
                    u[g]      = transport_.fields()[g].bulk_value + change[g];
                  }
                transport_.storage(batch_material_[batch], properties(batch, q, v), u, change, amount);
                for (unsigned int f = 0; f < n_; ++f)
                  amounts[f][v] = amount[f];
              }
            const Number w = weight(cells[0], q) * Number(mesh_unit);
            for (unsigned int f = 0; f < n_; ++f)
              if (stored_rows_ >> f & 1u)
                cells[f].submit_value(amounts[f] * w, q);
          }
        for (unsigned int f = 0; f < n_; ++f)
          if (stored_rows_ >> f & 1u)
            {
              cells[f].integrate(EvaluationFlags::values);
              cells[f].distribute_local_to_global(stored.rows.block(f));
            }
      }

    if (displaces_)
      store_displacement(stored, state);

    Faces face(matrix_free, true);
    for (const FaceTable &table : electrode_faces_)
      {
        const BoundaryLaw &boundary    = model_.boundaries[table.boundary];
        const double       phi_m       = boundary.metal_potential(electrode_potential);
        const double       capacitance = transport_.displacement_rate() > 0. ? boundary.stern_capacitance : boundary.double_layer_capacitance;
        if (capacitance == 0. || has_film(table))
          continue;
        face.reinit(table.face);
        face.read_dof_values(state.block(potential_));
        face.evaluate(EvaluationFlags::values);
        for (unsigned int q = 0; q < n_face_points_; ++q)
          {
            const Number w      = weight(face, q);
            const Number charge = Number(capacitance) * (Number(phi_m - boundary.zero_charge_potential) - face.get_value(q) * Number(transport_.fields()[potential_].scale));
            for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(table.face); ++v)
              stored.metal_charge[table.boundary] += charge[v] * w[v] * face.JxW(q)[v];
            face.submit_value(-charge * w, q);
          }
        if (charging_capacitance(boundary) > 0.)
          {
            face.integrate(EvaluationFlags::values);
            face.distribute_local_to_global(stored.rows.block(potential_));
          }
      }
    store_films(stored, state, electrode_potential, known);
    stored.rows.compress(VectorOperation::add);
    state.zero_out_ghost_values();
    Utilities::MPI::sum(stored.metal_charge, discretization_.dof_handler.get_communicator(), stored.metal_charge);
  }

  template <int dim>
  void
  Operator<dim>::tabulate_storage(const unsigned int batch, const unsigned int q, const Number *u, const Number &weight)
  {
    Dual<double>          lane[max_fields], change[max_fields];
    Sources<Dual<double>> amount;
    for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
      for (unsigned int seed = 0; seed < n_; ++seed)
        {
          for (unsigned int g = 0; g < n_; ++g)
            {
              lane[g]   = {u[g][v], g == seed ? 1. : 0.};
              change[g] = {u[g][v] - transport_.fields()[g].bulk_value, g == seed ? 1. : 0.};
            }
          transport_.storage(batch_material_[batch], properties(batch, q, v), lane, change, amount);
          for (unsigned int f = 0; f < n_; ++f)
            if (stored_rows_ >> f & 1u)
              table_.set_reaction(f, seed, batch * Number::size() + v, q, mesh_unit * step_.rate * amount[f].derivative * transport_.fields()[seed].scale * weight[v]);
        }
  }

  template void Operator<2>::store(Stored &, const StateVector &, double, bool) const;
  template void Operator<3>::store(Stored &, const StateVector &, double, bool) const;
  template void Operator<2>::tabulate_storage(unsigned int, unsigned int, const Number *, const Number &);
  template void Operator<3>::tabulate_storage(unsigned int, unsigned int, const Number *, const Number &);
} // namespace zincfield
