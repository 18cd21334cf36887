#include "solver/assembly/evaluators.h"
#include "solver/assembly/operator.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  double
  Operator<dim>::add_film_surplus(StateVector &rows, const std::vector<double> &surplus, const StateVector &state, const double electrode_potential) const
  {
    double       current = 0., u[max_fields];
    const double at_rest[max_fields] = {};
    state.update_ghost_values();
    over_films(state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw &boundary = model_.boundaries[table.boundary];
      for (unsigned int q = 0; q < n_face_points_; ++q)
        {
          Number       value[max_fields];
          const Number w = weight(faces[0], q);
          std::fill(value, value + n_, Number(0.));
          for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
            {
              const unsigned int point = q * Number::size() + v;
              fields_at(faces, q, v, u);
              const auto change = boundary.law->film_change(table.points[point], u, boundary.metal_potential(electrode_potential), table.states[point].below, film_step(table, point),
                                                            surplus.data() + table.first_entry + point * table.n_entries, at_rest, 0.);
              for (unsigned int f = 0; f < n_; ++f)
                value[f][v] = -change.flux[f];
              if (table.boundary == working_)
                current -= transport_.current(change.flux) * w[v] * faces[0].JxW(q)[v];
            }
          for (unsigned int f = 0; f < n_; ++f)
            faces[f].submit_value(value[f] * w, q);
        }
      for (unsigned int f = 0; f < n_; ++f)
        {
          faces[f].integrate(EvaluationFlags::values);
          faces[f].distribute_local_to_global(rows.block(f));
        }
    });
    rows.compress(VectorOperation::add);
    state.zero_out_ghost_values();
    return Utilities::MPI::sum(current, discretization_.dof_handler.get_communicator());
  }

  template <int dim>
  double
  Operator<dim>::surface_change(const StateVector         &change,
                                const double               electrode_change,
                                const std::vector<double> &surplus,
                                const StateVector         &state,
                                const double               electrode_potential,
                                const unsigned int         counted) const
  {
    const double thermal = transport_.fields()[potential_].scale;
    double       largest = 0., u[max_fields], du[max_fields];
    auto         faces = evaluators<Faces>(n_, discretization_.matrix_free, true), changes = evaluators<Faces>(n_, discretization_.matrix_free, true);
    state.update_ghost_values();
    change.update_ghost_values();
    for (const FaceTable &table : electrode_faces_)
      {
        const BoundaryLaw &boundary = model_.boundaries[table.boundary];
        const bool         charged = charging_capacitance(boundary) > 0., film = has_film(table);
        if (!charged && !film)
          continue;
        const double of_metal = boundary.condition == Condition::electrode ? electrode_change : 0.;
        for (unsigned int f = 0; f < n_; ++f)
          {
            faces[f].reinit(table.face);
            faces[f].read_dof_values(state.block(f));
            faces[f].evaluate(EvaluationFlags::values);
            changes[f].reinit(table.face);
            changes[f].read_dof_values(change.block(f));
            changes[f].evaluate(EvaluationFlags::values);
          }
        for (unsigned int q = 0; q < n_face_points_; ++q)
          for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
            {
              const unsigned int point = q * Number::size() + v;
              fields_at(faces, q, v, u);
              for (unsigned int g = 0; g < n_; ++g)
                du[g] = changes[g].get_value(q)[v] * transport_.fields()[g].scale;
              double beside_metal = du[potential_];
              if (film)
                {
                  const std::vector<double> &below = table.states[point].below;
                  const auto film_change = boundary.law->film_change(table.points[point], u, boundary.metal_potential(electrode_potential), below, film_step(table, point),
                                                                     surplus.data() + table.first_entry + point * table.n_entries, du, of_metal);
                  for (unsigned int i = 0; i < below.size(); ++i)
                    if (const Field &field = transport_.fields()[i % n_]; counted >> (i % n_) & 1u)
                      largest = std::max(largest, std::abs(film_change.below[i]) / (i % n_ == potential_ ? field.scale : std::max(field.scale, std::abs(below[i] - field.bulk_value))));
                  beside_metal = film_change.below[below.size() - n_ + potential_];
                }
              if (charged)
                largest = std::max(largest, std::abs(of_metal - beside_metal) / thermal);
            }
      }
    state.zero_out_ghost_values();
    change.zero_out_ghost_values();
    return Utilities::MPI::max(largest, discretization_.dof_handler.get_communicator());
  }

  template double Operator<2>::add_film_surplus(StateVector &, const std::vector<double> &, const StateVector &, double) const;
  template double Operator<2>::surface_change(const StateVector &, double, const std::vector<double> &, const StateVector &, double, unsigned int) const;
  template double Operator<3>::add_film_surplus(StateVector &, const std::vector<double> &, const StateVector &, double) const;
  template double Operator<3>::surface_change(const StateVector &, double, const std::vector<double> &, const StateVector &, double, unsigned int) const;
} // namespace zincfield
