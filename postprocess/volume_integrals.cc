#include "postprocess/volume_integrals.h"

#include "physics/constants.h"
#include "solver/discretization/across_faces.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_interface_values.h>
#include <deal.II/lac/full_matrix.h>

#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /**
     * Matrix that takes from values at Gauss points of a cell what polynomials of degree p - 1 cannot show.
     *
     * Near the limiting current grad phi has to balance grad ln c, which no polynomial does: the current between them is wrong
     * point by point, in the part that test functions of degree p do not see. Linear in the current that does no harm, but the
     * ohmic loss is quadratic.
     */
    template <int dim>
    FullMatrix<double>
    without_highest_mode(const unsigned int degree)
    {
      const QGauss<1>     line(degree + 1);
      std::vector<double> legendre(line.size());
      double              square = 0.;
      for (unsigned int q = 0; q < line.size(); ++q)
        {
          legendre[q] = std::legendre(degree, 2. * line.point(q)[0] - 1.);
          square += line.weight(q) * legendre[q] * legendre[q];
        }
      const unsigned int n = line.size(), n_points = Utilities::pow(n, dim);
      FullMatrix<double> matrix(n_points, n_points);
      for (unsigned int i = 0; i < n_points; ++i)
        for (unsigned int j = 0; j < n_points; ++j)
          {
            matrix(i, j) = 1.;
            for (unsigned int d = 0, a = i, b = j; d < dim; ++d, a /= n, b /= n)
              matrix(i, j) *= (a % n == b % n ? 1. : 0.) - legendre[a % n] * legendre[b % n] * line.weight(b % n) / square;
          }
      return matrix;
    }

    /** The electric field [V/m] at the points of a face, of a material whose properties are even. */
    template <int dim>
    std::vector<Tensor<1, dim>>
    electric_field(const FEFaceValuesBase<dim> &values,
                   const CellModel             &model,
                   const unsigned int           material,
                   const StateVector           &ghosted)
    {
      const TransportModel       &transport = *model.transport;
      std::vector<double>         value(values.n_quadrature_points);
      std::vector<Tensor<1, dim>> gradient(value.size()), field(value.size());
      const Properties            properties = transport.properties(material, Location());

      std::vector<std::array<double, max_fields>> u(value.size());
      for (unsigned int g = 0; g < transport.n_fields(); ++g)
        {
          values.get_function_values(ghosted.block(g), value);
          for (unsigned int q = 0; q < value.size(); ++q)
            u[q][g] = transport.fields()[g].value(value[q]);
        }
      for (unsigned int g = 0; g < transport.n_fields(); ++g)
        {
          values.get_function_gradients(ghosted.block(g), gradient);
          for (unsigned int q = 0; q < value.size(); ++q)
            field[q] -= transport.electrostatic_weights(material, properties, u[q].data())[g] * transport.fields()[g].scale /
                        mesh_unit * gradient[q];
        }
      return field;
    }

    /** The largest difference [V/m] between the electric field of a cell and of the cells of its material beside it, at their
     * faces. */
    template <int dim>
    double
    field_jump(const Discretization<dim>                            &discretization,
               const CellModel                                      &model,
               const StateVector                                    &ghosted,
               const typename DoFHandler<dim>::active_cell_iterator &cell)
    {
      FEInterfaceValues<dim> values(discretization.mesh.mapping(), discretization.fe, discretization.face_quadrature,
                                    update_values | update_gradients);
      double                 largest = 0.;
      for (const unsigned int face : cell->face_indices())
        if (!cell->at_boundary(face))
          across_face(
            cell, face,
            [&](const unsigned int subface, const auto &other, const unsigned int other_face, const unsigned int other_subface) {
            if (other->material_id() != cell->material_id())
              return;
            values.reinit(cell, face, subface, other, other_face, other_subface);
            const auto here  = electric_field<dim>(values.get_fe_face_values(0), model, cell->material_id(), ghosted),
                       there = electric_field<dim>(values.get_fe_face_values(1), model, cell->material_id(), ghosted);
            for (unsigned int q = 0; q < here.size(); ++q)
              largest = std::max(largest, (here[q] - there[q]).norm());
            });
      return largest;
    }

    /** Adds up i.K^-1 i/kappa; K stretches what flows along a layer. */
    template <int dim>
    void
    add_losses(const Sampler<dim> &sampler, const Discretization<dim> &discretization, VolumeIntegrals &result)
    {
      const CellModel         &model            = sampler.model();
      const TransportModel    &transport        = *model.transport;
      const unsigned int       n_bulk_materials = model.data.geometry->material_names().size();
      const FullMatrix<double> smoothing        = transport.n_fields() > 1
                                                    ? without_highest_mode<dim>(discretization.degree())
                                                    : FullMatrix<double>(IdentityMatrix(discretization.quadrature.size()));
      AssertDimension(smoothing.m(), discretization.quadrature.size());
      sampler.volume(discretization.quadrature, [&](const auto &, const auto &samples) {
        for (unsigned int q = 0; q < samples.size(); ++q)
          {
            const auto &s = samples[q];
            if (model.is_dielectric(s.material))
              continue;
            Tensor<1, dim> i;
            for (unsigned int other = 0; other < samples.size(); ++other)
              i += smoothing(q, other) * samples[other].current;
            const Tensor<1, dim> across = (i * s.layer_normal) * s.layer_normal, along = i - across;
            const double         loss = s.weight * (across * across + along * along / transport.anisotropy(s.material)) /
                                transport.conductivity(s.material, s.properties, s.u.data());
            (s.material < n_bulk_materials ? result.ohmic_loss : result.ohmic_film_loss) += loss;
          }
      });
      for (double *loss : {&result.ohmic_loss, &result.ohmic_film_loss})
        *loss = Utilities::MPI::sum(*loss, discretization.dof_handler.get_communicator()) * mesh_unit;
    }

    /** In the solution, at points on surfaces too, where the field is strongest. */
    template <int dim>
    void
    find_peak_field(const Sampler<dim>        &sampler,
                    const Discretization<dim> &discretization,
                    const StateVector         &ghosted,
                    VolumeIntegrals           &result)
    {
      const CellModel                               &model            = sampler.model();
      const unsigned int                             n_bulk_materials = model.data.geometry->material_names().size();
      const MPI_Comm                                 communicator     = discretization.dof_handler.get_communicator();
      double                                         here             = 0.;
      typename DoFHandler<dim>::active_cell_iterator peak_cell;
      sampler.volume(QGaussLobatto<dim>(discretization.degree() + 1), [&](const auto &cell, const auto &samples) {
        for (const auto &s : samples)
          if (const double field = s.electric_field.norm();
              s.material < n_bulk_materials && field > here) // in a film it is about i/kappa
            {
              here      = field;
              peak_cell = cell;
            }
      });
      result.peak_field = Utilities::MPI::max(here, communicator);
      const bool owned  = here > 0. && here == result.peak_field;
      result.field_jump =
        Utilities::MPI::max(owned ? field_jump<dim>(discretization, model, ghosted, peak_cell) : 0., communicator);
    }
  } // namespace

  template <int dim>
  VolumeIntegrals
  integrate_over_volume(const Discretization<dim> &discretization,
                        const CellModel           &model,
                        const StateVector         &ghosted,
                        const double               electrode_potential)
  {
    const Sampler<dim> sampler(discretization, model, ghosted, electrode_potential);
    VolumeIntegrals    result;
    add_losses(sampler, discretization, result);
    find_peak_field(sampler, discretization, ghosted, result);
    return result;
  }

  template VolumeIntegrals
  integrate_over_volume(const Discretization<2> &, const CellModel &, const StateVector &, double);
  template VolumeIntegrals
  integrate_over_volume(const Discretization<3> &, const CellModel &, const StateVector &, double);
} // namespace zincfield
