#include "solver/assembly/evaluators.h"
#include "solver/assembly/surface_terms.h"

// First-order changes of surfaces in a step: what the error of a time step needs.

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  double
  SurfaceTerms<dim>::add_film_surplus(StateVector               &rows,
                                      const std::vector<double> &surplus,
                                      const StateVector         &state,
                                      const double               electrode_potential,
                                      const unsigned int         boundary_id) const
  {
    const unsigned int n                   = context_.n_fields;
    double             current             = 0., u[max_fields];
    const double       at_rest[max_fields] = {};
    state.update_ghost_values();
    over(FacesOf::films, state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw &boundary = context_.model.boundaries[table.boundary];
      for (unsigned int q = 0; q < context_.n_face_points; ++q)
        {
          Number       value[max_fields];
          const Number w = context_.weight(faces[0], q);
          std::fill(value, value + n, Number(0.));
          for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
            {
              const unsigned int point = q * Number::size() + v;
              context_.fields_at(faces, q, v, u);
              const auto change = boundary.law->film_change(
                table.points[point], u, boundary.metal_potential(electrode_potential), table.states[point].below,
                film_step(table, point), surplus.data() + table.first_entry + point * table.n_entries, at_rest, 0.);
              for (unsigned int f = 0; f < n; ++f)
                value[f][v] = -change.flux[f];
              if (table.boundary == boundary_id)
                current -= context_.transport.current(change.flux) * w[v] * faces[0].JxW(q)[v];
            }
          for (unsigned int f = 0; f < n; ++f)
            faces[f].submit_value(value[f] * w, q);
        }
      for (unsigned int f = 0; f < n; ++f)
        {
          faces[f].integrate(EvaluationFlags::values);
          faces[f].distribute_local_to_global(rows.block(f));
        }
    });
    rows.compress(VectorOperation::add);
    state.zero_out_ghost_values();
    return Utilities::MPI::sum(current, context_.discretization.dof_handler.get_communicator());
  }

  template <int dim>
  double
  SurfaceTerms<dim>::change(const StateVector         &change,
                            const double               electrode_change,
                            const std::vector<double> &surplus,
                            const StateVector         &state,
                            const double               electrode_potential,
                            const unsigned int         counted) const
  {
    const unsigned int        n = context_.n_fields, phi = context_.potential;
    const std::vector<Field> &fields  = context_.transport.fields();
    auto                      changes = evaluators<Faces>(n, context_.discretization.matrix_free, true);
    double                    largest = 0., u[max_fields], du[max_fields];
    state.update_ghost_values();
    change.update_ghost_values();
    over(FacesOf::all, state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw &boundary = context_.model.boundaries[table.boundary];
      const bool         charged  = charging_capacitance(boundary) > 0.;
      if (!charged && !table.has_film())
        return;
      const double of_metal = boundary.condition == Condition::electrode ? electrode_change : 0.;
      context_.read(changes, table.face, change, EvaluationFlags::values);
      for (unsigned int q = 0; q < context_.n_face_points; ++q)
        for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
          {
            const unsigned int point = q * Number::size() + v;
            context_.fields_at(faces, q, v, u);
            for (unsigned int g = 0; g < n; ++g)
              du[g] = changes[g].get_value(q)[v] * fields[g].scale;
            double beside_metal = du[phi];
            if (table.has_film())
              {
                const std::vector<double> &below = table.states[point].below;
                const double               phi_m = boundary.metal_potential(electrode_potential);
                const auto                 film_change =
                  boundary.law->film_change(table.points[point], u, phi_m, below, film_step(table, point),
                                            surplus.data() + table.first_entry + point * table.n_entries, du, of_metal);
                for (unsigned int i = 0; i < below.size(); ++i)
                  if (const Field &field = fields[i % n]; counted >> (i % n) & 1u)
                    largest = std::max(
                      largest, std::abs(film_change.below[i]) /
                                 (i % n == phi ? field.scale : std::max(field.scale, std::abs(below[i] - field.bulk_value))));
                beside_metal = film_change.below[below.size() - n + phi];
              }
            if (charged)
              largest = std::max(largest, std::abs(of_metal - beside_metal) / fields[phi].scale);
          }
    });
    state.zero_out_ghost_values();
    change.zero_out_ghost_values();
    return Utilities::MPI::max(largest, context_.discretization.dof_handler.get_communicator());
  }

  template double
  SurfaceTerms<2>::add_film_surplus(StateVector &, const std::vector<double> &, const StateVector &, double, unsigned int) const;
  template double
  SurfaceTerms<3>::add_film_surplus(StateVector &, const std::vector<double> &, const StateVector &, double, unsigned int) const;
  template double
  SurfaceTerms<2>::change(
    const StateVector &, double, const std::vector<double> &, const StateVector &, double, unsigned int) const;
  template double
  SurfaceTerms<3>::change(
    const StateVector &, double, const std::vector<double> &, const StateVector &, double, unsigned int) const;
} // namespace zincfield
