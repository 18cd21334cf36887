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
    /** A film whose equations have no solution at a point shows values that are no numbers. */
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
        copy.block(f).reinit(discretization.dof_handler.locally_owned_dofs(), relevant, discretization.dof_handler.get_communicator());
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
    const double anisotropy = model.anisotropy(sample.material);
    const auto weights = model.current_weights();
    model.coefficients(sample.material, sample.properties, sample.u.data(), sample.coefficients);
    sample.current = Tensor<1, dim>();
    for (unsigned int f = 0; f < model.n_fields(); ++f)
      {
        sample.flux[f] = Tensor<1, dim>();
        for (unsigned int g = 0; g < model.n_fields(); ++g)
          {
            Tensor<1, dim> gradient = sample.gradient[g];
            if (layer_normal && anisotropy != 1.)
              gradient = anisotropy * gradient + (1. - anisotropy) * (*layer_normal * gradient) * *layer_normal;
            sample.flux[f] -= sample.coefficients[f][g] * gradient;
          }
        sample.current += weights[f] * sample.flux[f];
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
    field_of_properties(const TransportModel &model, const Mesh<dim> &mesh, const typename Triangulation<dim>::cell_iterator &cell, const Point<dim> &unit_point,
                        const DerivativeForm<1, dim, dim> &inverse_jacobian, const VolumeSample<dim> &sample)
    {
      constexpr double step = 1e-4;
      Tensor<1, dim>   field;
      for (unsigned int d = 0; d < dim; ++d)
        {
          Point<dim>   before = unit_point, after = unit_point;
          const auto   donnan = [&](const Point<dim> &point) { return model.donnan_step(sample.material, model.properties(sample.material, mesh.location(cell, point)), sample.u.data()); };
          before[d]           = std::max(0., before[d] - step);
          after[d]            = std::min(1., after[d] + step);
          const double slope  = (donnan(after) - donnan(before)) / (after[d] - before[d]);
          for (unsigned int e = 0; e < dim; ++e)
            field[e] -= slope * inverse_jacobian[d][e] / mesh_unit;
        }
      return field;
    }
  } // namespace

  template <int dim>
  Sampler<dim>::Sampler(const Discretization<dim> &discretization, const CellModel &model, const StateVector &state, const double electrode_potential, const FilmValues &film_states)
    : discretization_(discretization)
    , model_(model)
    , state_(state)
    , electrode_potential_(electrode_potential)
    , film_states_(film_states)
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
    return found != primary_fluxes_.end() ? found->second : primary_fluxes_.emplace(boundary, consistent_flux(discretization_, model_, state_, boundary)).first->second;
  }

  template <int dim>
  void
  Sampler<dim>::volume(const Quadrature<dim>                                                              &quadrature,
                       const std::function<void(const Cell &, const std::vector<VolumeSample<dim>> &)> &visit) const
  {
    const TransportModel          &transport = *model_.transport;
    const unsigned int             n         = transport.n_fields();
    FEValues<dim>                  values(discretization_.mesh.mapping(), discretization_.fe, quadrature,
                         update_values | update_gradients | update_quadrature_points | update_JxW_values | update_inverse_jacobians);
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
            sample.properties = transport.properties(material, transport.uniform(material) ? Location() : discretization_.mesh.location(cell, quadrature.point(q)));
            for (unsigned int d = 0; d < dim; ++d)
              sample.layer_normal[d] = values.inverse_jacobian(q)[dim - 1][d];
            sample.layer_normal /= sample.layer_normal.norm();
            if (is_polarised(transport, material))
              sample.polarisation = polarisation(*transport.material(material), discretization_.mesh.location(cell, quadrature.point(q)), sample.layer_normal);
            else
              sample.polarisation = Tensor<1, dim>();
            evaluate_flux(transport, sample, &sample.layer_normal);
            sample.electric_field = field_of_gradients(transport, sample);
            if (transport.traits().has_donnan_steps && !transport.uniform(material))
              sample.electric_field += field_of_properties(transport, discretization_.mesh, cell, quadrature.point(q), values.inverse_jacobian(q), sample);
          }
        visit(cell, samples);
      }
  }

  template <int dim>
  void
  Sampler<dim>::surface(const Quadrature<dim - 1>                                                                    &quadrature,
                        const std::function<void(const Cell &, unsigned int, const std::vector<SurfaceSample<dim>> &)> &visit) const
  {
    const TransportModel            &transport = *model_.transport;
    const unsigned int               n = transport.n_fields(), phi = transport.potential();
    const int                        zinc = this->zinc();
    FEFaceValues<dim>                values(discretization_.mesh.mapping(), discretization_.fe, quadrature,
                             update_values | update_gradients | update_quadrature_points | update_JxW_values | update_normal_vectors | update_inverse_jacobians);
    std::vector<double>              value(quadrature.size()), primary_current(quadrature.size());
    std::vector<Tensor<1, dim>>      gradient(quadrature.size());
    std::vector<SurfaceSample<dim>>  samples(quadrature.size());
    if (transport.traits().is_primary)
      for (unsigned int id = 0; id < model_.boundaries.size(); ++id) // together with all ranks, whoever has faces of it
        if (model_.boundaries[id].is_electrode() && model_.prescribes_potential(id))
          primary_flux(id);
    const FullMatrix<double>         weights = film_states_.empty() ? FullMatrix<double>() : interpolation(discretization_.face_quadrature, quadrature);
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      {
        if (!cell->is_locally_owned())
          continue;
        for (const unsigned int face : cell->face_indices())
          {
            if (!cell->at_boundary(face) || cell->face(face)->boundary_id() == numbers::internal_face_boundary_id)
              continue;
            const unsigned int id       = cell->face(face)->boundary_id();
            const BoundaryLaw &boundary = model_.boundaries[id];
            if (!boundary.is_electrode())
              continue;
            values.reinit(cell, face);
            const Quadrature<dim> unit = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), quadrature, face);
            const double          phi_m = boundary.metal_potential(electrode_potential_);
            samples.assign(quadrature.size(), SurfaceSample<dim>());
            for (unsigned int f = 0; f < n; ++f)
              {
                values.get_function_values(state_.block(f), value);
                for (unsigned int q = 0; q < quadrature.size(); ++q)
                  samples[q].u[f] = transport.fields()[f].value(value[q]);
              }
            if (transport.traits().is_primary && model_.prescribes_potential(id))
              values.get_function_values(primary_flux(id), primary_current);
            for (unsigned int q = 0; q < quadrature.size(); ++q)
              {
                SurfaceSample<dim> &sample = samples[q];
                sample.boundary            = id;
                sample.position            = values.quadrature_point(q);
                sample.weight              = values.JxW(q) * (discretization_.axisymmetric ? 2. * numbers::PI * sample.position[0] : 1.);
                sample.location            = discretization_.mesh.surface_location(cell, face, unit.point(q));
                sample.film_thickness      = model_.thickness(id, sample.location);
                for (const FilmSlab &slab : model_.film(id, sample.location))
                  sample.film_resistance += slab.thickness / transport.conductivity(slab.material, slab.properties, sample.u.data());

                sample.dielectric = model_.is_dielectric(cell->material_id());

                std::array<double, max_fields> below = sample.u;
                if (model_.prescribes_potential(id) && !transport.traits().is_primary) // blocking: the metal's charge is all that the field brings
                  {
                    values.get_function_gradients(state_.block(phi), gradient);
                    VolumeSample<dim> inside;
                    inside.material = cell->material_id();
                    Tensor<1, dim> normal;
                    for (unsigned int d = 0; d < dim; ++d)
                      normal[d] = values.inverse_jacobian(q)[dim - 1][d];
                    normal /= normal.norm();
                    inside.properties    = transport.properties(inside.material, sample.location);
                    inside.u             = sample.u;
                    inside.gradient[phi] = gradient[q] * (transport.fields()[phi].scale / mesh_unit);
                    if (is_polarised(transport, inside.material))
                      inside.polarisation = polarisation(*transport.material(inside.material), sample.location, normal);
                    evaluate_flux(transport, inside, &normal);
                    sample.flux.flux[phi] = inside.flux[phi] * values.normal_vector(q);
                  }
                else if (model_.prescribes_potential(id))
                  {
                    sample.flux.flux[phi]     = primary_current[q];
                    sample.deposition_current = sample.flux.flux[phi];
                  }
                else
                  {
                    const SurfacePoint point = model_.surface_point(id, sample.location);
                    if (const auto [states, count] = find_face(film_states_, cell->id(), face); states)
                      {
                        const unsigned int size = count / weights.n();
                        sample.flux.below.assign(size, 0.);
                        for (unsigned int j = 0; j < weights.n(); ++j)
                          for (unsigned int i = 0; i < size; ++i)
                            sample.flux.below[i] += weights(q, j) * states[j * size + i];
                        boundary.law->complete(point, sample.u.data(), phi_m, true, sample.flux);
                      }
                    else if (!boundary.law->evaluate(point, sample.u.data(), phi_m, true, sample.flux))
                      no_solution(sample.flux, boundary.law->reactions().size(), n);
                    if (sample.flux.below.size() >= n)
                      std::copy(sample.flux.below.end() - n, sample.flux.below.end(), below.begin());
                    sample.film_drop = sample.u[phi] - below[phi];
                    if (transport.traits().is_primary)
                      sample.deposition_current = sample.flux.flux[phi];
                    for (unsigned int r = 0; r < boundary.law->reactions().size(); ++r)
                      if (boundary.law->reactions()[r]->deposits_zinc())
                        {
                          sample.deposition_current += sample.flux.reaction_currents[r];
                          sample.equilibrium = boundary.law->reactions()[r]->equilibrium_potential();
                        }
                    if (!transport.traits().is_primary && !boundary.law->reactions().empty())
                      sample.activation = phi_m - below[phi] - sample.equilibrium;
                  }
                if (zinc >= 0 && !sample.dielectric)
                  sample.surface_concentration = transport.concentration(below.data(), zinc);
              }
            visit(cell, face, samples);
          }
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
