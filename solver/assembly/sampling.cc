#include "solver/assembly/sampling.h"

#include "physics/constants.h"
#include "solver/assembly/consistent_flux.h"
#include "solver/assembly/polarisation.h"

#include <deal.II/base/qprojector.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A film whose equations have no solution at a point shows NaN. */
    void
    no_solution(SurfaceFlux &flux, const unsigned int n_reactions, const unsigned int n_fields)
    {
      constexpr double nan = std::numeric_limits<double>::quiet_NaN();
      flux.flux.fill(nan);
      flux.reaction_currents.assign(n_reactions, nan);
      flux.below.assign(n_fields, nan);
    }
  } // namespace

  template <int dim>
  StateVector
  with_ghosts(const Discretization<dim> &discretization, const StateVector &state)
  {
    IndexSet relevant;
    DoFTools::extract_locally_relevant_dofs(discretization.dof_handler, relevant);
    StateVector copy(state.n_blocks());
    for (unsigned int f = 0; f < state.n_blocks(); ++f)
      {
        copy.block(f).reinit(discretization.dof_handler.locally_owned_dofs(), relevant,
                             discretization.dof_handler.get_communicator());
        copy.block(f).copy_locally_owned_data_from(state.block(f));
        discretization.constraints.distribute(copy.block(f));
      }
    copy.collect_sizes();
    copy.update_ghost_values();
    return copy;
  }

  template <int dim>
  void
  evaluate_flux(const TransportModel &model, VolumeSample<dim> &sample, const Tensor<1, dim> *layer_normal)
  {
    const auto weights = model.current_weights();
    model.coefficients(sample.material, sample.properties, sample.u.data(), sample.coefficients);
    sample.current = sample.electronic_current = Tensor<1, dim>();
    for (unsigned int f = 0; f < model.n_fields(); ++f)
      {
        sample.flux[f]          = Tensor<1, dim>();
        const double anisotropy = model.anisotropy(sample.material, f);
        for (unsigned int g = 0; g < model.n_fields(); ++g)
          {
            Tensor<1, dim> gradient = sample.gradient[g];
            if (layer_normal && anisotropy != 1.)
              gradient = anisotropy * gradient + (1. - anisotropy) * (*layer_normal * gradient) * *layer_normal;
            sample.flux[f] -= sample.coefficients[f][g] * gradient;
          }
        (model.fields()[f].role == FieldRole::electronic_potential ? sample.electronic_current : sample.current) +=
          weights[f] * sample.flux[f];
      }
    sample.flux[model.potential()] += model.displacement_rate() * sample.polarisation;
  }

  template <int dim>
  Tensor<1, dim>
  ohmic_field(const TransportModel &model, const VolumeSample<dim> &sample)
  {
    const double         kappa  = model.conductivity(sample.material, sample.properties, sample.u.data());
    const Tensor<1, dim> across = (sample.current * sample.layer_normal) * sample.layer_normal;
    return kappa > 0. ? (across + (sample.current - across) / model.anisotropy(sample.material)) / kappa : Tensor<1, dim>();
  }

  namespace
  {
    /** -sum_g dPhi/du_g grad u_g: all of the electric field where properties are even. */
    template <int dim>
    Tensor<1, dim>
    field_of_gradients(const TransportModel &model, const VolumeSample<dim> &sample)
    {
      const auto     weights = model.electrostatic_weights(sample.material, sample.properties, sample.u.data());
      Tensor<1, dim> field;
      for (unsigned int g = 0; g < model.n_fields(); ++g)
        if (weights[g] != 0.)
          field -= weights[g] * sample.gradient[g];
      return field;
    }

    /** The part of the field that Donnan's step owes to uneven properties: differences over a small part of the cell. */
    template <int dim>
    Tensor<1, dim>
    field_of_properties(const TransportModel                             &model,
                        const Mesh<dim>                                  &mesh,
                        const typename Triangulation<dim>::cell_iterator &cell,
                        const Point<dim>                                 &unit_point,
                        const DerivativeForm<1, dim, dim>                &inverse_jacobian,
                        const VolumeSample<dim>                          &sample)
    {
      constexpr double step = 1e-4;
      Tensor<1, dim>   field;
      for (unsigned int d = 0; d < dim; ++d)
        {
          Point<dim> before = unit_point, after = unit_point;
          const auto donnan = [&](const Point<dim> &point) {
            return model.donnan_step(sample.material, model.properties(sample.material, mesh.location(cell, point)),
                                     sample.u.data());
          };
          before[d]          = std::max(0., before[d] - step);
          after[d]           = std::min(1., after[d] + step);
          const double slope = (donnan(after) - donnan(before)) / (after[d] - before[d]);
          for (unsigned int e = 0; e < dim; ++e)
            field[e] -= slope * inverse_jacobian[d][e] / mesh_unit;
        }
      return field;
    }
  } // namespace

  template <int dim>
  Sampler<dim>::Sampler(const Discretization<dim> &discretization,
                        const CellModel           &model,
                        const StateVector         &state,
                        const double               electrode_potential,
                        const FilmValues          &film_states)
    : discretization_(discretization)
    , model_(model)
    , state_(state)
    , electrode_potential_(electrode_potential)
    , film_states_(film_states)
    , electrons_(electronic_reference(discretization, model))
  {}

  template <int dim>
  int
  Sampler<dim>::zinc() const
  {
    const auto          &species = model_.transport->species();
    const Species *const zinc    = find_zinc(species);
    return zinc ? zinc - species.data() : -1;
  }

  template <int dim>
  const FieldVector &
  Sampler<dim>::primary_flux(const unsigned int boundary) const
  {
    const auto found = primary_fluxes_.find(boundary);
    return found != primary_fluxes_.end()
             ? found->second
             : primary_fluxes_.emplace(boundary, consistent_flux(discretization_, model_, state_, boundary)).first->second;
  }

  template <int dim>
  void
  Sampler<dim>::volume(const Quadrature<dim>                                                           &quadrature,
                       const std::function<void(const Cell &, const std::vector<VolumeSample<dim>> &)> &visit) const
  {
    const TransportModel          &transport = *model_.transport;
    const unsigned int             n         = transport.n_fields();
    FEValues<dim>                  values(discretization_.mesh.mapping(), discretization_.fe, quadrature,
                                          update_values | update_gradients | update_quadrature_points | update_JxW_values |
                                            update_inverse_jacobians);
    std::vector<double>            value(quadrature.size());
    std::vector<Tensor<1, dim>>    gradient(quadrature.size());
    std::vector<VolumeSample<dim>> samples(quadrature.size());
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      {
        if (!cell->is_locally_owned())
          continue;
        values.reinit(cell);
        const unsigned int material = cell->material_id();
        for (unsigned int f = 0; f < n; ++f)
          {
            values.get_function_values(state_.block(f), value);
            values.get_function_gradients(state_.block(f), gradient);
            for (unsigned int q = 0; q < quadrature.size(); ++q)
              {
                samples[q].u[f]        = transport.fields()[f].value(value[q]);
                samples[q].gradient[f] = gradient[q] * (transport.fields()[f].scale / mesh_unit);
              }
          }
        for (unsigned int q = 0; q < quadrature.size(); ++q)
          {
            VolumeSample<dim> &sample = samples[q];
            sample.position           = values.quadrature_point(q);
            sample.weight             = values.JxW(q) * (discretization_.axisymmetric ? 2. * numbers::PI * sample.position[0] : 1.);
            sample.material           = material;
            electrons_.complete(material, electrode_potential_, sample.u.data());
            const Location location =
              transport.uniform(material) ? Location() : discretization_.mesh.location(cell, quadrature.point(q));
            sample.properties = transport.properties(material, location);
            for (unsigned int d = 0; d < dim; ++d)
              sample.layer_normal[d] = values.inverse_jacobian(q)[dim - 1][d];
            sample.layer_normal /= sample.layer_normal.norm();
            if (is_polarised(transport, material))
              sample.polarisation = polarisation(*transport.material(material),
                                                 discretization_.mesh.location(cell, quadrature.point(q)), sample.layer_normal);
            else
              sample.polarisation = Tensor<1, dim>();
            evaluate_flux(transport, sample, &sample.layer_normal);
            sample.electric_field = field_of_gradients(transport, sample);
            if (transport.traits().has_donnan_steps && !transport.uniform(material))
              sample.electric_field +=
                field_of_properties(transport, discretization_.mesh, cell, quadrature.point(q), values.inverse_jacobian(q), sample);
          }
        visit(cell, samples);
      }
  }

  template <int dim>
  double
  Sampler<dim>::flux_of_gradient(const unsigned int        material,
                                 const SurfaceSample<dim> &sample,
                                 const Tensor<1, dim>     &gradient,
                                 const FEFaceValues<dim>  &values,
                                 const unsigned int        q) const
  {
    const TransportModel &transport = *model_.transport;
    const unsigned int    phi       = transport.potential();
    Tensor<1, dim>        normal;
    for (unsigned int d = 0; d < dim; ++d)
      normal[d] = values.inverse_jacobian(q)[dim - 1][d];
    normal /= normal.norm();
    VolumeSample<dim> inside;
    inside.material      = material;
    inside.properties    = transport.properties(material, sample.location);
    inside.u             = sample.u;
    inside.gradient[phi] = gradient * (transport.fields()[phi].scale / mesh_unit);
    if (is_polarised(transport, material))
      inside.polarisation = polarisation(*transport.material(material), sample.location, normal);
    evaluate_flux(transport, inside, &normal);
    return inside.flux[phi] * values.normal_vector(q);
  }

  template <int dim>
  void
  Sampler<dim>::evaluate_reactions(SurfaceSample<dim>             &sample,
                                   const std::vector<double>      &film_states,
                                   std::array<double, max_fields> &beside_metal) const
  {
    const TransportModel &transport = *model_.transport;
    const BoundaryLaw    &boundary  = model_.boundaries[sample.boundary];
    const auto           &reactions = boundary.law->reactions();
    const unsigned int    n = transport.n_fields(), phi = transport.potential();
    const SurfacePoint    point = model_.surface_point(sample.boundary, sample.location);
    const double          phi_m = boundary.metal_potential(electrode_potential_);
    sample.flux.below           = film_states;
    if (!film_states.empty())
      boundary.law->complete(point, sample.u.data(), phi_m, true, sample.flux);
    else if (!boundary.law->evaluate(point, sample.u.data(), phi_m, true, sample.flux))
      no_solution(sample.flux, reactions.size(), n);
    if (sample.flux.below.size() >= n)
      std::copy(sample.flux.below.end() - n, sample.flux.below.end(), beside_metal.begin());
    sample.film_drop = sample.u[phi] - beside_metal[phi];
    if (transport.traits().is_primary)
      sample.deposition_current = sample.flux.flux[phi];
    for (unsigned int r = 0; r < reactions.size(); ++r)
      if (reactions[r]->deposits_zinc())
        {
          sample.deposition_current += sample.flux.reaction_currents[r];
          sample.equilibrium = reactions[r]->equilibrium_potential() + point.equilibrium_shift;
        }
    if (!transport.traits().is_primary && !reactions.empty())
      sample.activation = phi_m - beside_metal[phi] - sample.equilibrium;
  }

  template <int dim>
  std::vector<std::vector<double>>
  Sampler<dim>::film_states_at(const Cell &cell, const unsigned int face, const FullMatrix<double> &weights) const
  {
    std::vector<std::vector<double>> result(weights.m());
    if (const auto [states, count] = find_face(film_states_, cell->id(), face); states)
      for (unsigned int q = 0; q < weights.m(); ++q)
        {
          const unsigned int size = count / weights.n();
          result[q].assign(size, 0.);
          for (unsigned int j = 0; j < weights.n(); ++j)
            for (unsigned int i = 0; i < size; ++i)
              result[q][i] += weights(q, j) * states[j * size + i];
        }
    return result;
  }

  template <int dim>
  void
  Sampler<dim>::surface(const Quadrature<dim - 1>                                                                      &quadrature,
                        const std::function<void(const Cell &, unsigned int, const std::vector<SurfaceSample<dim>> &)> &visit) const
  {
    if (model_.transport->traits().is_primary)
      for (unsigned int id = 0; id < model_.boundaries.size(); ++id) // together with all ranks, whoever has faces of it
        if (model_.boundaries[id].is_electrode() && model_.prescribes_potential(id))
          primary_flux(id);
    FEFaceValues<dim>               values(discretization_.mesh.mapping(), discretization_.fe, quadrature,
                                           update_values | update_gradients | update_quadrature_points | update_JxW_values |
                                             update_normal_vectors | update_inverse_jacobians);
    std::vector<SurfaceSample<dim>> samples;
    FullMatrix<double>              weights(quadrature.size(),
                                            discretization_.face_quadrature.size()); // from the points where films have states
    if (!film_states_.empty())
      weights = interpolation(discretization_.face_quadrature, quadrature);
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      for (const unsigned int face : cell->face_indices())
        if (cell->is_locally_owned() && cell->at_boundary(face) &&
            cell->face(face)->boundary_id() != numbers::internal_face_boundary_id &&
            model_.boundaries[cell->face(face)->boundary_id()].is_electrode())
          {
            values.reinit(cell, face);
            sample_face(cell, face, values, film_states_at(cell, face, weights), samples);
            visit(cell, face, samples);
          }
  }

  template <int dim>
  void
  Sampler<dim>::sample_face(const Cell                             &cell,
                            const unsigned int                      face,
                            const FEFaceValues<dim>                &values,
                            const std::vector<std::vector<double>> &film_states,
                            std::vector<SurfaceSample<dim>>        &samples) const
  {
    const TransportModel &transport = *model_.transport;
    const unsigned int    id = cell->face(face)->boundary_id(), phi = transport.potential();
    const bool            prescribed = model_.prescribes_potential(id), is_primary = transport.traits().is_primary;
    const Quadrature<dim> unit =
      QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), values.get_quadrature(), face);
    std::vector<double>         value(values.n_quadrature_points);
    std::vector<Tensor<1, dim>> gradient(values.n_quadrature_points);
    samples.assign(values.n_quadrature_points, SurfaceSample<dim>());
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      {
        values.get_function_values(state_.block(f), value);
        for (unsigned int q = 0; q < value.size(); ++q)
          samples[q].u[f] = transport.fields()[f].value(value[q]);
      }
    for (SurfaceSample<dim> &sample : samples)
      electrons_.complete(cell->material_id(), electrode_potential_, sample.u.data());
    if (prescribed && is_primary)
      values.get_function_values(primary_flux(id), value);
    if (prescribed)
      values.get_function_gradients(state_.block(phi), gradient);
    for (unsigned int q = 0; q < samples.size(); ++q)
      {
        SurfaceSample<dim> &sample = samples[q];
        sample.boundary            = id;
        sample.position            = values.quadrature_point(q);
        sample.weight              = values.JxW(q) * (discretization_.axisymmetric ? 2. * numbers::PI * sample.position[0] : 1.);
        sample.location            = discretization_.mesh.surface_location(cell, face, unit.point(q));
        sample.film_thickness      = model_.is_open(id, sample.location) ? 0. : model_.thickness(id, sample.location);
        for (const FilmSlab &slab : model_.film(id, sample.location))
          sample.film_resistance += slab.thickness / transport.conductivity(slab.material, slab.properties, sample.u.data());
        sample.dielectric = model_.is_dielectric(cell->material_id());

        std::array<double, max_fields> beside_metal = sample.u;
        if (prescribed)
          sample.flux.flux[phi] = flux_of_gradient(cell->material_id(), sample, gradient[q], values, q);
        if (prescribed &&
            is_primary) // that of the weak form is better by an order; blocking, the metal's charge is all that the field brings
          {
            sample.current_of_gradient = sample.flux.flux[phi];
            sample.flux.flux[phi] = sample.deposition_current = value[q];
          }
        if (!prescribed)
          evaluate_reactions(sample, film_states[q], beside_metal);
        if (zinc() >= 0 && !sample.dielectric)
          sample.surface_concentration = transport.concentration(beside_metal.data(), zinc());
      }
  }

  template StateVector
  with_ghosts(const Discretization<2> &, const StateVector &);
  template StateVector
  with_ghosts(const Discretization<3> &, const StateVector &);
  template void
  evaluate_flux(const TransportModel &, VolumeSample<2> &, const Tensor<1, 2> *);
  template void
  evaluate_flux(const TransportModel &, VolumeSample<3> &, const Tensor<1, 3> *);
  template Tensor<1, 2>
  ohmic_field(const TransportModel &, const VolumeSample<2> &);
  template Tensor<1, 3>
  ohmic_field(const TransportModel &, const VolumeSample<3> &);
  template class Sampler<2>;
  template class Sampler<3>;
} // namespace zincfield
