#include "physics/constants.h"
#include "solver/assembly/evaluators.h"
#include "solver/assembly/surface_terms.h"

#include <deal.II/base/qprojector.h>

// The part of the surface terms that films without a mesh have to themselves.

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    std::pair<std::size_t, std::size_t>
    films_of(const FaceTable &table)
    {
      return {table.first_entry, table.n_entries};
    }
    std::pair<std::size_t, std::size_t>
    solids_of(const FaceTable &table)
    {
      return {table.first_solid, table.solid >= 0 ? 1 : 0};
    }
  } // namespace

  template <int dim>
  FilmStep
  SurfaceTerms<dim>::film_step(const FaceTable &table, const unsigned int point) const
  {
    const ImplicitStep &step = context_.step;
    if (step.rate == 0. || step.angular_frequency > 0. || !table.has_film())
      return {};
    return {step.rate, step.on_coarser_level ? nullptr : step.before->films.data() + table.first_entry + point * table.n_entries};
  }

  template <int dim>
  void
  SurfaceTerms<dim>::add_films(Accumulation      &accumulation,
                               const StateVector &state,
                               const double       electrode_potential,
                               const bool         known) const
  {
    const unsigned int n = context_.n_fields, phi = context_.potential;
    accumulation.films.assign(n_film_entries_, 0.);
    accumulation.film_states.assign(n_film_entries_, 0.);
    double                         u[max_fields];
    std::array<double, max_fields> total;
    over(FacesOf::films, state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw &boundary = context_.model.boundaries[table.boundary];
      const double       phi_m    = boundary.metal_potential(electrode_potential);
      for (unsigned int q = 0; q < context_.n_face_points; ++q)
        {
          Number       amounts[max_fields];
          const Number w = context_.weight(faces[0], q);
          std::fill(amounts, amounts + n, Number(0.));
          for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
            {
              const unsigned int  point = q * Number::size() + v;
              const std::size_t   entry = table.first_entry + point * table.n_entries;
              const SurfacePoint &film  = table.points[point];
              SurfaceFlux        &flux  = table.states[point];
              context_.fields_at(faces, q, v, u);
              if (!known)
                boundary.law->evaluate(film, u, phi_m, false, flux, film_step(table, point));
              boundary.law->film_accumulation(film, u, phi_m, flux.below, &accumulation.films[entry], total);
              std::copy(flux.below.begin(), flux.below.end(), accumulation.film_states.begin() + entry);
              for (unsigned int f = 0; f < n; ++f)
                amounts[f][v] = total[f];
              const double charge =
                context_.transport.traits().resolves_charge
                  ? metal_charge(film.stern_capacitance, film.zero_charge_potential, phi_m, flux.below[table.n_entries - n + phi])
                  : -total[phi];
              accumulation.metal_charge[table.boundary] += charge * w[v] * faces[0].JxW(q)[v];
            }
          for (unsigned int f = 0; f < n; ++f)
            faces[f].submit_value(amounts[f] * w, q);
        }
      for (unsigned int f = 0; f < n; ++f)
        if ((context_.accumulation_rows >> f & 1u) ||
            (f == phi && (context_.displaces_in_time || charging_capacitance(boundary) > 0.)))
          {
            faces[f].integrate(EvaluationFlags::values);
            faces[f].distribute_local_to_global(accumulation.rows.block(f));
          }
    });
  }

  template <int dim>
  void
  SurfaceTerms<dim>::begin_step()
  {
    const ImplicitStep &step = context_.step;
    if (n_solids_ == 0 || step.rate == 0. || !step.before || step.on_coarser_level || step.angular_frequency > 0.)
      return;
    for (FaceTable &table : tables_)
      for (unsigned int point = 0; table.solid >= 0 && point < table.points.size(); ++point)
        if (!table.points[point].dissolvable.empty()) // else of a lane without a face
          table.points[point].dissolvable[table.solid] = step.rate * step.before->solids[table.first_solid + point];
  }

  template <int dim>
  void
  SurfaceTerms<dim>::add_solids(Accumulation &accumulation) const
  {
    const ImplicitStep &step = context_.step;
    std::vector<double> solids(n_solids_, 0.);
    for (const FaceTable &table : tables_)
      for (unsigned int point = 0; step.before && step.rate > 0. && table.solid >= 0 && point < table.points.size(); ++point)
        if (const auto &currents = table.states[point].reaction_currents; !currents.empty())
          solids[table.first_solid + point] =
            step.before->solids[table.first_solid + point] + currents[table.solid] / (faraday_constant * step.rate);
    accumulation.solids = std::move(solids);
  }

  template <int dim>
  FilmValues
  SurfaceTerms<dim>::values_of(const std::vector<double> &entries, const Entries &of) const
  {
    FilmValues values;
    for (const FaceTable &table : tables_)
      for (unsigned int v = 0; of(table).second > 0 && v < table.order.size(); ++v)
        {
          const auto [first, n]              = of(table);
          const auto           cell_and_face = context_.discretization.matrix_free.get_face_iterator(table.face, v);
          std::vector<double> &of_cell       = values[cell_and_face.first->id()];
          const std::size_t    begin         = of_cell.size() + 2;
          of_cell.resize(begin + context_.n_face_points * n);
          of_cell[begin - 2] = cell_and_face.second;
          of_cell[begin - 1] = context_.n_face_points * n;
          for (unsigned int q = 0; q < context_.n_face_points; ++q)
            std::copy_n(entries.begin() + first + (q * Number::size() + v) * n, n, of_cell.begin() + begin + table.order[v][q] * n);
        }
    return values;
  }

  template <int dim>
  std::vector<double>
  SurfaceTerms<dim>::entries_of(const FilmValues &values, const std::size_t size, const Entries &of) const
  {
    const auto         &quadrature = context_.discretization.face_quadrature;
    std::vector<double> entries(size, 0.);
    for (const FaceTable &table : tables_)
      for (unsigned int v = 0; of(table).second > 0 && v < table.order.size(); ++v)
        {
          const auto [first, n]       = of(table);
          const auto cell_and_face    = context_.discretization.matrix_free.get_face_iterator(table.face, v);
          const auto id               = cell_and_face.first->id();
          const auto [of_face, count] = find_face(values, id, cell_and_face.second);
          const Quadrature<dim> unit =
            QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), quadrature, cell_and_face.second);
          for (unsigned int q = 0; q < context_.n_face_points; ++q)
            {
              const std::size_t entry = first + (q * Number::size() + v) * n;
              if (count == context_.n_face_points * n)
                std::copy_n(of_face + table.order[v][q] * n, n, entries.begin() + entry);
              else
                {
                  const auto at_point = interpolate(values, id, cell_and_face.second, unit.point(table.order[v][q]), quadrature);
                  std::copy(at_point.begin(), at_point.end(), entries.begin() + entry);
                }
            }
        }
    return entries;
  }

  template <int dim>
  FilmValues
  SurfaceTerms<dim>::film_values(const std::vector<double> &entries) const
  {
    return values_of(entries, films_of);
  }
  template <int dim>
  std::vector<double>
  SurfaceTerms<dim>::film_entries(const FilmValues &values) const
  {
    return entries_of(values, n_film_entries_, films_of);
  }
  template <int dim>
  FilmValues
  SurfaceTerms<dim>::solid_values(const std::vector<double> &entries) const
  {
    return values_of(entries, solids_of);
  }
  template <int dim>
  std::vector<double>
  SurfaceTerms<dim>::solid_entries(const FilmValues &values) const
  {
    return entries_of(values, n_solids_, solids_of);
  }

  template <int dim>
  void
  SurfaceTerms<dim>::set_film_states(const FilmValues &values) const
  {
    const std::vector<double> entries = film_entries(values);
    for (const FaceTable &table : tables_)
      for (unsigned int point = 0; table.has_film() && point < table.states.size(); ++point)
        {
          const auto begin = entries.begin() + table.first_entry + point * table.n_entries;
          table.states[point].below.assign(begin, begin + table.n_entries);
        }
  }

  template FilmStep
  SurfaceTerms<2>::film_step(const FaceTable &, unsigned int) const;
  template FilmStep
  SurfaceTerms<3>::film_step(const FaceTable &, unsigned int) const;
  template void
  SurfaceTerms<2>::add_films(Accumulation &, const StateVector &, double, bool) const;
  template void
  SurfaceTerms<3>::add_films(Accumulation &, const StateVector &, double, bool) const;
  template void
  SurfaceTerms<2>::begin_step();
  template void
  SurfaceTerms<2>::add_solids(Accumulation &) const;
  template void
  SurfaceTerms<3>::begin_step();
  template void
  SurfaceTerms<3>::add_solids(Accumulation &) const;
  template FilmValues
  SurfaceTerms<2>::film_values(const std::vector<double> &) const;
  template std::vector<double>
  SurfaceTerms<2>::film_entries(const FilmValues &) const;
  template FilmValues
  SurfaceTerms<3>::film_values(const std::vector<double> &) const;
  template std::vector<double>
  SurfaceTerms<3>::film_entries(const FilmValues &) const;
  template FilmValues
  SurfaceTerms<2>::solid_values(const std::vector<double> &) const;
  template std::vector<double>
  SurfaceTerms<2>::solid_entries(const FilmValues &) const;
  template FilmValues
  SurfaceTerms<3>::solid_values(const std::vector<double> &) const;
  template std::vector<double>
  SurfaceTerms<3>::solid_entries(const FilmValues &) const;
  template void
  SurfaceTerms<2>::set_film_states(const FilmValues &) const;
  template void
  SurfaceTerms<3>::set_film_states(const FilmValues &) const;
} // namespace zincfield
