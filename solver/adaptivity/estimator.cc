#include "solver/adaptivity/estimator.h"

#include "physics/constants.h"
#include "solver/assembly/polarisation.h"
#include "solver/discretization/across_faces.h"

#include <deal.II/base/qprojector.h>
#include <deal.II/fe/fe_interface_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** By point and row. */
    using NormalFluxes = std::vector<std::array<double, max_fields>>;

    constexpr unsigned int whole = numbers::invalid_unsigned_int;

    /** Points of a face, or of a part of it, in the coordinates of its cell. */
    template <int dim>
    Quadrature<dim>
    points_in_cell(const Quadrature<dim - 1> &points, const unsigned int face, const unsigned int subface)
    {
      const auto cube = ReferenceCells::get_hypercube<dim>();
      return subface == whole ? QProjector<dim>::project_to_face(cube, points, face)
                              : QProjector<dim>::project_to_subface(cube, points, face, subface);
    }

    /** n.flux_f on one side of a face, by point, and the coefficients there; the same of sensitivities, n.sum_f A_fg s_g grad z_f.
     */
    template <int dim>
    NormalFluxes
    normal_flux(const FEFaceValuesBase<dim>                      &values,
                const Mesh<dim>                                  &mesh,
                const typename Triangulation<dim>::cell_iterator &cell,
                const Quadrature<dim>                            &points,
                const CellModel                                  &model,
                const StateVector                                &state,
                const Tensor<1, dim>                             *normals,
                std::vector<Coefficients<double>>                &coefficients,
                const std::vector<StateVector>                   &sensitivities,
                std::vector<NormalFluxes>                        &of_sensitivities)
    {
      const TransportModel       &transport = *model.transport;
      const unsigned int          n = transport.n_fields(), n_points = values.n_quadrature_points, material = cell->material_id();
      const bool                  polarised = is_polarised(transport, material), uniform = transport.uniform(material);
      std::vector<double>         value(n_points);
      std::vector<Tensor<1, dim>> gradient(n_points);
      std::vector<VolumeSample<dim>> samples(n_points);
      for (unsigned int f = 0; f < n; ++f)
        {
          values.get_function_values(state.block(f), value);
          values.get_function_gradients(state.block(f), gradient);
          for (unsigned int q = 0; q < n_points; ++q)
            {
              samples[q].u[f]        = transport.fields()[f].value(value[q]);
              samples[q].gradient[f] = gradient[q] * (transport.fields()[f].scale / mesh_unit);
            }
        }
      std::vector<std::array<double, max_fields>> result(n_points);
      coefficients.resize(n_points);
      for (unsigned int q = 0; q < n_points; ++q)
        {
          samples[q].material   = material;
          samples[q].properties = transport.properties(material, uniform ? Location() : mesh.location(cell, points.point(q)));
          if (polarised)
            samples[q].polarisation = polarisation_beside(*transport.material(material), mesh, cell, values.inverse_jacobian(q));
          evaluate_flux<dim>(transport, samples[q], nullptr);
          coefficients[q] = samples[q].coefficients;
          for (unsigned int f = 0; f < n; ++f)
            result[q][f] = samples[q].flux[f] * normals[q];
        }
      of_sensitivities.assign(sensitivities.size(), NormalFluxes(n_points));
      for (unsigned int k = 0; k < sensitivities.size(); ++k)
        for (unsigned int f = 0; f < n; ++f)
          {
            values.get_function_gradients(sensitivities[k].block(f), gradient);
            for (unsigned int q = 0; q < n_points; ++q)
              for (unsigned int g = 0; g < n; ++g)
                of_sensitivities[k][q][g] +=
                  coefficients[q][f][g] * transport.fields()[g].scale / mesh_unit * (gradient[q] * normals[q]);
          }
      return result;
    }

    /** Squares of eta_K, and of eta*_K of each sensitivity, by cell. */
    template <int dim>
    class FaceResiduals
    {
    public:
      FaceResiduals(const Discretization<dim>      &discretization,
                    const CellModel                &model,
                    const StateVector              &state,
                    const double                    electrode_potential,
                    const std::vector<StateVector> &sensitivities,
                    const std::vector<double>      &weights)
        : discretization_(discretization)
        , model_(model)
        , transport_(*model.transport)
        , state_(state)
        , electrode_potential_(electrode_potential)
        , sensitivities_(sensitivities)
        , weights_(weights)
        , weighted_(discretization.axisymmetric && !sensitivities.empty())
        , interface_values_(discretization.mesh.mapping(), discretization.fe, discretization.face_quadrature, flags)
        , face_values_(discretization.mesh.mapping(), discretization.fe, discretization.face_quadrature, flags)
        , squares_(1 + sensitivities.size(), Vector<double>(discretization.mesh.triangulation().n_active_cells()))
      {}

      std::vector<Vector<double>>
      squares()
      {
        for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
          {
            if (!cell->is_locally_owned())
              continue;
            for (const unsigned int face : cell->face_indices())
              {
                if (cell->at_boundary(face) && !cell->has_periodic_neighbor(face))
                  boundary_face(cell, face);
                else if (!cell->at_boundary(face))
                  inner_faces(cell, face);
              }
          }
        return squares_;
      }

    private:
      using Cell = typename DoFHandler<dim>::active_cell_iterator;

      inline static const UpdateFlags flags = update_values | update_gradients | update_JxW_values | update_normal_vectors |
                                              update_quadrature_points | update_inverse_jacobians;

      /** h/(2p) int jump^2/(A s); between materials A is the larger one, which bounds the error whatever the contrast. */
      double
      contribution(const FEValuesBase<dim> &values, const NormalFluxes &jump, const std::vector<Coefficients<double>> &beyond) const
      {
        double area = 0., sum = 0.;
        for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
          {
            const double w = values.JxW(q) * (weighted_ ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
            area += values.JxW(q);
            for (unsigned int f = 0; f < transport_.n_fields(); ++f)
              if (std::max(here_[q][f][f], beyond[q][f][f]) > 0.) // not the ions of a dielectric
                sum += (weights_.empty() ? 1. : weights_[f]) * w * jump[q][f] * jump[q][f] /
                       (std::max(here_[q][f][f], beyond[q][f][f]) * transport_.fields()[f].scale);
          }
        const double h = dim == 2 ? area : std::sqrt(area);
        return mesh_unit * h / (2. * discretization_.degree()) * sum;
      }

      /** Takes what the boundary asks for from the flux that arrives. */
      void
      subtract_boundary_flux(NormalFluxes &flux, const Cell &cell, const unsigned int face, const unsigned int id) const
      {
        const BoundaryLaw    &boundary = model_.boundaries[id];
        const Quadrature<dim> unit =
          QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), discretization_.face_quadrature, face);
        const double        phi_m = boundary.metal_potential(electrode_potential_);
        const unsigned int  n     = transport_.n_fields();
        std::vector<double> value(face_values_.n_quadrature_points);
        NormalFluxes        u(value.size());
        for (unsigned int f = 0; f < n; ++f)
          {
            face_values_.get_function_values(state_.block(f), value);
            for (unsigned int q = 0; q < value.size(); ++q)
              u[q][f] = transport_.fields()[f].value(value[q]);
          }
        for (unsigned int q = 0; q < value.size(); ++q)
          {
            SurfaceFlux asked;
            boundary.law->evaluate(model_.surface_point(id, discretization_.mesh.surface_location(cell, face, unit.point(q))),
                                   u[q].data(), phi_m, false, asked);
            for (unsigned int f = 0; f < n; ++f)
              flux[q][f] =
                transport_.fields()[f].role == FieldRole::electronic_potential || (!weights_.empty() && asked.flux[f] != 0.)
                  ? 0.
                  : flux[q][f] - asked.flux[f];
          }
      }

      void
      boundary_face(const Cell &cell, const unsigned int face)
      {
        const unsigned int id = cell->face(face)->boundary_id();
        if (id == numbers::internal_face_boundary_id || id >= model_.boundaries.size() || model_.prescribes_potential(id))
          return;
        face_values_.reinit(cell, face);
        const auto points = points_in_cell<dim>(discretization_.face_quadrature, face, whole);
        auto       flux   = normal_flux<dim>(face_values_, discretization_.mesh, cell, points, model_, state_,
                                     face_values_.get_normal_vectors().data(), here_, {}, duals_here_);
        if (model_.boundaries[id].law)
          subtract_boundary_flux(flux, cell, face, id);
        squares_[0](cell->active_cell_index()) += 2. * contribution(face_values_, flux, here_);
      }

      void
      inner_faces(const Cell &cell, const unsigned int face)
      {
        across_face(
          cell, face,
          [&](const unsigned int subface, const Cell &other, const unsigned int other_face, const unsigned int other_subface) {
          // each face once: from its finer side, or that of the lower index, if both are owned
          if (other->is_locally_owned() &&
              (other->level() > cell->level() ||
               (other->level() == cell->level() && other->active_cell_index() < cell->active_cell_index())))
            return;
          interface_values_.reinit(cell, face, subface, other, other_face, other_subface);
          inner_face(cell, points_in_cell<dim>(discretization_.face_quadrature, face, subface), other,
                     points_in_cell<dim>(discretization_.face_quadrature, other_face, other_subface));
          });
      }

      /** Of the interface values; the cells on both sides have the same share. */
      void
      inner_face(const Cell &cell, const Quadrature<dim> &points, const Cell &other, const Quadrature<dim> &points_beyond)
      {
        const auto &mesh    = discretization_.mesh;
        const auto &inner   = interface_values_.get_fe_face_values(0);
        const auto &outer   = interface_values_.get_fe_face_values(1);
        const auto &normals = inner.get_normal_vectors();
        auto flux = normal_flux<dim>(inner, mesh, cell, points, model_, state_, normals.data(), here_, sensitivities_, duals_here_);
        const auto beyond =
          normal_flux<dim>(outer, mesh, other, points_beyond, model_, state_, normals.data(), there_, sensitivities_, duals_there_);
        const auto subtract = [&](NormalFluxes &from, const NormalFluxes &fluxes) {
          for (unsigned int q = 0; q < from.size(); ++q)
            for (unsigned int f = 0; f < transport_.n_fields(); ++f)
              from[q][f] -= fluxes[q][f];
        };
        const auto share = [&](const unsigned int k, const NormalFluxes &jump) {
          const double square = contribution(inner, jump, there_);
          squares_[k](cell->active_cell_index()) += square;
          if (other->is_locally_owned())
            squares_[k](other->active_cell_index()) += square;
        };
        subtract(flux, beyond);
        share(0, flux);
        for (unsigned int k = 0; k < sensitivities_.size(); ++k)
          {
            subtract(duals_here_[k], duals_there_[k]);
            share(1 + k, duals_here_[k]);
          }
      }

      const Discretization<dim>        &discretization_;
      const CellModel                  &model_;
      const TransportModel             &transport_;
      const StateVector                &state_;
      const double                      electrode_potential_;
      const std::vector<StateVector>   &sensitivities_;
      const std::vector<double>        &weights_;
      const bool                        weighted_; // by the circumference
      FEInterfaceValues<dim>            interface_values_;
      FEFaceValues<dim>                 face_values_;
      std::vector<Coefficients<double>> here_, there_; // on both sides of a face
      std::vector<NormalFluxes>         duals_here_, duals_there_;
      std::vector<Vector<double>>       squares_;
    };
  } // namespace

  template <int dim>
  Vector<float>
  estimate_error(const Discretization<dim> &discretization,
                 const CellModel           &model,
                 const StateVector         &state,
                 const double               electrode_potential,
                 const std::vector<double> &weights)
  {
    const std::vector<StateVector> none;
    const Vector<double>           of_cells =
      FaceResiduals<dim>(discretization, model, state, electrode_potential, none, weights).squares().front();
    Vector<float> estimate(of_cells.size());
    for (unsigned int cell = 0; cell < of_cells.size(); ++cell)
      estimate(cell) = std::sqrt(of_cells(cell));
    return estimate;
  }

  template <int dim>
  std::vector<Vector<float>>
  estimate_goals(const Discretization<dim>      &discretization,
                 const CellModel                &model,
                 const StateVector              &state,
                 const double                    electrode_potential,
                 const std::vector<StateVector> &sensitivities)
  {
    const std::vector<double>         none;
    const std::vector<Vector<double>> of_cells =
      FaceResiduals<dim>(discretization, model, state, electrode_potential, sensitivities, none).squares();
    std::vector<Vector<float>> estimates(sensitivities.size(), Vector<float>(of_cells[0].size()));
    for (unsigned int k = 0; k < estimates.size(); ++k)
      for (unsigned int cell = 0; cell < of_cells[0].size(); ++cell)
        estimates[k](cell) = std::sqrt(of_cells[0](cell)) * std::sqrt(of_cells[1 + k](cell));
    return estimates;
  }

  template Vector<float>
  estimate_error(const Discretization<2> &, const CellModel &, const StateVector &, double, const std::vector<double> &);
  template Vector<float>
  estimate_error(const Discretization<3> &, const CellModel &, const StateVector &, double, const std::vector<double> &);
  template std::vector<Vector<float>>
  estimate_goals(const Discretization<2> &, const CellModel &, const StateVector &, double, const std::vector<StateVector> &);
  template std::vector<Vector<float>>
  estimate_goals(const Discretization<3> &, const CellModel &, const StateVector &, double, const std::vector<StateVector> &);
} // namespace zincfield
