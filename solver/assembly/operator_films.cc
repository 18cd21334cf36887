#include "solver/assembly/evaluators.h"
#include "solver/assembly/operator.h"

#include <deal.II/base/qprojector.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  FilmStep
  Operator<dim>::film_step(const FaceTable &table, const unsigned int point) const
  {
    if (step_.rate == 0. || step_.angular_frequency > 0. || !has_film(table))
      return {};
    return {step_.rate, step_.on_coarser_level ? nullptr : step_.before->films.data() + table.first_entry + point * table.n_entries};
  }

  template <int dim>
  void
  Operator<dim>::fields_at(std::deque<Faces> &faces, const unsigned int q, const unsigned int v, double *u) const
  {
    for (unsigned int g = 0; g < n_; ++g)
      u[g] = transport_.fields()[g].bulk_value + faces[g].get_value(q)[v] * transport_.fields()[g].scale;
  }

  template <int dim>
  void
  Operator<dim>::over_films(const StateVector &state, const std::function<void(std::deque<Faces> &, const FaceTable &)> &what) const
  {
    auto faces = evaluators<Faces>(n_, discretization_.matrix_free, true);
    for (const FaceTable &table : electrode_faces_)
      if (has_film(table))
        {
          for (unsigned int f = 0; f < n_; ++f)
            {
              faces[f].reinit(table.face);
              faces[f].read_dof_values(state.block(f));
              faces[f].evaluate(EvaluationFlags::values);
            }
          what(faces, table);
        }
  }

  template <int dim>
  void
  Operator<dim>::store_films(Stored &stored, const StateVector &state, const double electrode_potential, const bool known) const
  {
    stored.films.assign(n_film_entries_, 0.);
    stored.film_states.assign(n_film_entries_, 0.);
    const bool                     resolves_charge = transport_.displacement_rate() > 0.;
    double                         u[max_fields];
    std::array<double, max_fields> total;
    over_films(state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw &boundary = model_.boundaries[table.boundary];
      const double       phi_m    = boundary.metal_potential(electrode_potential);
      for (unsigned int q = 0; q < n_face_points_; ++q)
        {
          Number       amounts[max_fields];
          const Number w = weight(faces[0], q);
          std::fill(amounts, amounts + n_, Number(0.));
          for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
            {
              const unsigned int  point = q * Number::size() + v;
              const std::size_t   entry = table.first_entry + point * table.n_entries;
              const SurfacePoint &film  = table.points[point];
              SurfaceFlux        &flux  = table.states[point];
              fields_at(faces, q, v, u);
              if (!known)
                boundary.law->evaluate(film, u, phi_m, false, flux, film_step(table, point));
              boundary.law->hold(film, u, phi_m, flux.below, &stored.films[entry], total);
              std::copy(flux.below.begin(), flux.below.end(), stored.film_states.begin() + entry);
              for (unsigned int f = 0; f < n_; ++f)
                amounts[f][v] = total[f];
              const double charge = resolves_charge ? film.stern_capacitance * (phi_m - film.zero_charge_potential - flux.below[table.n_entries - n_ + potential_]) : -total[potential_];
              stored.metal_charge[table.boundary] += charge * w[v] * faces[0].JxW(q)[v];
            }
          for (unsigned int f = 0; f < n_; ++f)
            faces[f].submit_value(amounts[f] * w, q);
        }
      for (unsigned int f = 0; f < n_; ++f)
        if ((stored_rows_ >> f & 1u) || (f == potential_ && (displaces_ || charging_capacitance(boundary) > 0.)))
          {
            faces[f].integrate(EvaluationFlags::values);
            faces[f].distribute_local_to_global(stored.rows.block(f));
          }
    });
  }

  template <int dim>
  FilmValues
  Operator<dim>::film_values(const std::vector<double> &entries) const
  {
    FilmValues values;
    for (const FaceTable &table : electrode_faces_)
      for (unsigned int v = 0; has_film(table) && v < table.order.size(); ++v)
        {
          const auto           cell_and_face = discretization_.matrix_free.get_face_iterator(table.face, v);
          std::vector<double> &of_cell       = values[cell_and_face.first->id()];
          const std::size_t    begin         = of_cell.size() + 2;
          of_cell.resize(begin + n_face_points_ * table.n_entries);
          of_cell[begin - 2] = cell_and_face.second;
          of_cell[begin - 1] = n_face_points_ * table.n_entries;
          for (unsigned int q = 0; q < n_face_points_; ++q)
            std::copy_n(entries.begin() + table.first_entry + (q * Number::size() + v) * table.n_entries, table.n_entries, of_cell.begin() + begin + table.order[v][q] * table.n_entries);
        }
    return values;
  }

  template <int dim>
  std::vector<double>
  Operator<dim>::film_entries(const FilmValues &values) const
  {
    std::vector<double> entries(n_film_entries_, 0.);
    for (const FaceTable &table : electrode_faces_)
      for (unsigned int v = 0; has_film(table) && v < table.order.size(); ++v)
        {
          const auto cell_and_face    = discretization_.matrix_free.get_face_iterator(table.face, v);
          const auto [of_face, count] = find_face(values, cell_and_face.first->id(), cell_and_face.second);
          const Quadrature<dim> unit  = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), discretization_.face_quadrature, cell_and_face.second);
          for (unsigned int q = 0; q < n_face_points_; ++q)
            {
              const std::size_t entry = table.first_entry + (q * Number::size() + v) * table.n_entries;
              if (count == n_face_points_ * table.n_entries)
                std::copy_n(of_face + table.order[v][q] * table.n_entries, table.n_entries, entries.begin() + entry);
              else
                {
                  const auto at_point = interpolate(values, cell_and_face.first->id(), cell_and_face.second, unit.point(table.order[v][q]), discretization_.face_quadrature);
                  std::copy(at_point.begin(), at_point.end(), entries.begin() + entry);
                }
            }
        }
    return entries;
  }

  template <int dim>
  void
  Operator<dim>::store(Stored &stored, const StateVector &state, const double electrode_potential, const FilmValues &film_states) const
  {
    const std::vector<double> entries = film_entries(film_states);
    for (const FaceTable &table : electrode_faces_)
      for (unsigned int point = 0; has_film(table) && point < table.states.size(); ++point)
        {
          const auto begin = entries.begin() + table.first_entry + point * table.n_entries;
          table.states[point].below.assign(begin, begin + table.n_entries);
        }
    store(stored, state, electrode_potential, true);
  }

  template FilmStep Operator<2>::film_step(const FaceTable &, unsigned int) const;
  template void Operator<2>::fields_at(std::deque<Faces> &, unsigned int, unsigned int, double *) const;
  template void Operator<2>::over_films(const StateVector &, const std::function<void(std::deque<Faces> &, const FaceTable &)> &) const;
  template void Operator<2>::store_films(Stored &, const StateVector &, double, bool) const;
  template void Operator<2>::store(Stored &, const StateVector &, double, const FilmValues &) const;
  template FilmValues Operator<2>::film_values(const std::vector<double> &) const;
  template std::vector<double> Operator<2>::film_entries(const FilmValues &) const;
  template FilmStep Operator<3>::film_step(const FaceTable &, unsigned int) const;
  template void Operator<3>::fields_at(std::deque<Faces> &, unsigned int, unsigned int, double *) const;
  template void Operator<3>::over_films(const StateVector &, const std::function<void(std::deque<Faces> &, const FaceTable &)> &) const;
  template void Operator<3>::store_films(Stored &, const StateVector &, double, bool) const;
  template void Operator<3>::store(Stored &, const StateVector &, double, const FilmValues &) const;
  template FilmValues Operator<3>::film_values(const std::vector<double> &) const;
  template std::vector<double> Operator<3>::film_entries(const FilmValues &) const;
} // namespace zincfield
