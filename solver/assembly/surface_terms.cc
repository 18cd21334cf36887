#include "solver/assembly/surface_terms.h"

#include "solver/assembly/evaluators.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** d flux_f / d u_g and, last, d flux_f / d phi_m at a point, weighted, in the scales of the fields. */
    using Derivatives = std::array<std::array<double, max_fields + 1>, max_fields>;

    /** The matrices of a face from the derivatives at its points. */
    template <typename Face>
    void
    fill_face(const FullMatrix<double> &shape, const std::vector<Derivatives> &derivative, const unsigned int n, Face &face)
    {
      for (unsigned int f = 0; f < n; ++f)
        for (unsigned int g = 0; g <= n; ++g)
          {
            FullMatrix<double> &block = face.blocks[f * (n + 1) + g];
            block                     = 0.;
            for (unsigned int q = 0; q < derivative.size(); ++q)
              for (unsigned int i = 0; i < block.m(); ++i)
                for (unsigned int j = 0; j < block.n(); ++j)
                  block(i, j) += shape(q, i) * derivative[q][f][g] * (g < n ? shape(q, j) : 1.);
          }
    }
  } // namespace

  template <int dim>
  void
  SurfaceTerms<dim>::reinit()
  {
    tables_         = make_face_tables(context_);
    n_film_entries_ = n_solids_ = 0;
    for (const FaceTable &table : tables_)
      {
        n_film_entries_ += table.points.size() * table.n_entries;
        n_solids_ += table.solid >= 0 ? table.points.size() : 0;
      }
  }

  template <int dim>
  void
  SurfaceTerms<dim>::tabulate_faces(JacobianTable<dim> &table)
  {
    table.faces.clear();
    shapes_.clear();
    add_faces(table, shapes_, tables_, context_);
  }

  template <int dim>
  void
  SurfaceTerms<dim>::over(const FacesOf which, const StateVector &state, const FaceAction &what) const
  {
    auto faces = evaluators<Faces>(context_.n_fields, context_.discretization.matrix_free, true);
    for (const FaceTable &table : tables_)
      if (which == FacesOf::all || table.has_film())
        {
          context_.read(faces, table.face, state, EvaluationFlags::values);
          what(faces, table);
        }
  }

  template <int dim>
  bool
  SurfaceTerms<dim>::add_residual(Residual<dim> &residual, const StateVector &state, const double electrode_potential)
  {
    const unsigned int n        = context_.n_fields;
    bool               solvable = true;
    over(FacesOf::all, state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw &boundary   = context_.model.boundaries[table.boundary];
      const double       phi_m      = boundary.metal_potential(electrode_potential);
      const bool         is_working = boundary.condition == Condition::electrode;
      double             u[max_fields];
      for (unsigned int q = 0; q < context_.n_face_points; ++q)
        {
          Number value[max_fields];
          std::fill(value, value + n, Number(0.));
          const Number w = context_.weight(faces[0], q);
          for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
            {
              context_.fields_at(faces, q, v, u);
              SurfaceFlux &point = table.states[q * Number::size() + v];
              // one point without a solution is enough: each takes as long as a thousand with one
              solvable = solvable && boundary.law->evaluate(table.points[q * Number::size() + v], u, phi_m, false, point,
                                                            film_step(table, q * Number::size() + v));
              for (unsigned int f = 0; f < n; ++f)
                {
                  value[f][v] = point.flux[f];
                  residual.boundary_flux[table.boundary][f] +=
                    (point.flux[f] + (f == context_.potential ? point.inside : 0.)) * w[v] * faces[0].JxW(q)[v];
                }
              for (unsigned int r = 0; is_working && r < point.reaction_currents.size(); ++r)
                if (boundary.law->reactions()[r]->deposits_zinc())
                  residual.deposition += point.reaction_currents[r] * w[v] * faces[0].JxW(q)[v];
            }
          for (unsigned int f = 0; f < n; ++f)
            faces[f].submit_value(value[f] * w, q);
        }
      for (unsigned int f = 0; f < n; ++f)
        {
          faces[f].integrate(EvaluationFlags::values);
          faces[f].distribute_local_to_global(residual.rows.block(f));
        }
    });
    return solvable;
  }

  template <int dim>
  bool
  SurfaceTerms<dim>::tabulate(JacobianTable<dim> &jacobian, const StateVector &state, const double electrode_potential)
  {
    const unsigned int n        = context_.n_fields;
    bool               solvable = true;
    over(FacesOf::all, state, [&](std::deque<Faces> &faces, const FaceTable &table) {
      const BoundaryLaw        &boundary = context_.model.boundaries[table.boundary];
      const double              phi_m    = boundary.metal_potential(electrode_potential);
      const auto                n_active = context_.discretization.matrix_free.n_active_entries_per_face_batch(table.face);
      const FullMatrix<double> &shape    = shapes_.at(faces[0].get_face_no());
      std::vector<std::vector<Derivatives>> derivative(n_active, std::vector<Derivatives>(context_.n_face_points));
      double                                u[max_fields];
      for (unsigned int q = 0; q < context_.n_face_points; ++q)
        {
          const Number w = context_.weight(faces[0], q);
          for (unsigned int v = 0; v < n_active; ++v)
            {
              const unsigned int at = q * Number::size() + v;
              context_.fields_at(faces, q, v, u);
              SurfaceFlux &point = table.states[at];
              if (context_.step.on_coarser_level)
                point.below.clear(); // a preconditioner that remembers would not be the same after a checkpoint
              if (!boundary.law->evaluate(table.points[at], u, phi_m, true, point, film_step(table, at)))
                solvable = false;
              add_charging(boundary, table.points[at], u, phi_m, point);
              for (unsigned int f = 0; f < n; ++f)
                for (unsigned int g = 0; g <= n; ++g)
                  derivative[v][q][f][g] = point.derivative[f][g] * w[v] * faces[0].JxW(q)[v] *
                                           (g < n                                        ? context_.transport.fields()[g].scale
                                            : boundary.condition == Condition::electrode ? 1.
                                                                                         : 0.);
            }
        }
      for (unsigned int v = 0; v < n_active; ++v)
        fill_face(shape, derivative[v], n, jacobian.faces[table.first + v]);
    });
    return solvable;
  }

  template <int dim>
  void
  SurfaceTerms<dim>::add_charging(const BoundaryLaw  &boundary,
                                  const SurfacePoint &point,
                                  const double       *u,
                                  const double        electrode_potential,
                                  SurfaceFlux        &flux) const
  {
    const unsigned int  n = context_.n_fields, phi = context_.potential;
    const ImplicitStep &step = context_.step;
    if (step.angular_frequency == 0.)
      {
        const double capacitance =
          point.slabs.empty() ? point.double_layer_capacitance : 0.; // that under a film is in its own equations
        flux.derivative[phi][phi] += step.rate * capacitance;
        flux.derivative[phi][n] -= step.rate * capacitance;
        return;
      }
    const SurfaceLaw::Admittance admittance = boundary.law->admittance(point, u, electrode_potential, step.angular_frequency, flux);
    for (unsigned int f = 0; f < n; ++f)
      for (unsigned int g = 0; g <= n; ++g)
        flux.derivative[f][g] = admittance[f][g].real() + (step.rate > 0. ? admittance[f][g].imag() : 0.);
  }

  template <int dim>
  void
  SurfaceTerms<dim>::add_accumulation(Accumulation      &accumulation,
                                      const StateVector &state,
                                      const double       electrode_potential,
                                      const bool         known) const
  {
    add_double_layers(accumulation, state, electrode_potential);
    add_films(accumulation, state, electrode_potential, known);
    add_solids(accumulation);
  }

  template <int dim>
  void
  SurfaceTerms<dim>::add_double_layers(Accumulation &accumulation, const StateVector &state, const double electrode_potential) const
  {
    const unsigned int phi = context_.potential;
    Faces              face(context_.discretization.matrix_free, true);
    for (const FaceTable &table : tables_)
      {
        const BoundaryLaw &boundary = context_.model.boundaries[table.boundary];
        const double       phi_m    = boundary.metal_potential(electrode_potential);
        const double       capacitance =
          context_.transport.traits().resolves_charge ? boundary.stern_capacitance : boundary.double_layer_capacitance;
        if (capacitance == 0. || table.has_film())
          continue;
        face.reinit(table.face);
        face.read_dof_values(state.block(phi));
        face.evaluate(EvaluationFlags::values);
        for (unsigned int q = 0; q < context_.n_face_points; ++q)
          {
            const Number w      = context_.weight(face, q);
            const Number beside = face.get_value(q) * Number(context_.transport.fields()[phi].scale);
            const Number charge = metal_charge(capacitance, boundary.zero_charge_potential, Number(phi_m), beside);
            for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_face_batch(table.face); ++v)
              accumulation.metal_charge[table.boundary] += charge[v] * w[v] * face.JxW(q)[v];
            face.submit_value(-charge * w, q);
          }
        if (charging_capacitance(boundary) > 0.)
          {
            face.integrate(EvaluationFlags::values);
            face.distribute_local_to_global(accumulation.rows.block(phi));
          }
      }
  }

  template <int dim>
  void
  SurfaceTerms<dim>::forget()
  {
    for (FaceTable &table : tables_)
      for (SurfaceFlux &state : table.states)
        state.below.clear();
  }

  template <int dim>
  double
  SurfaceTerms<dim>::memory_consumption() const
  {
    double bytes = 0.;
    for (const FaceTable &table : tables_)
      bytes += table.points.size() * (sizeof(SurfacePoint) + sizeof(SurfaceFlux));
    return bytes;
  }

  template class SurfaceTerms<2>;
  template class SurfaceTerms<3>;
} // namespace zincfield
