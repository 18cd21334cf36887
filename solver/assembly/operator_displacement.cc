#include "solver/assembly/operator.h"

// Displacement current d(eps grad phi)/dt beside the conduction of an electroneutral medium.

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  VectorizedArray<double>
  Operator<dim>::permittivity(const unsigned int batch, const unsigned int q) const
  {
    const unsigned int     material = batch_material_[batch];
    const CoatingMaterial *film     = transport_.material(material);
    const bool             varies   = film && film->relative_permittivity && !film->relative_permittivity->is_constant();
    const auto            &points   = discretization_.quadrature.get_points();
    Number                 epsilon  = Number(0.);
    for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
      epsilon[v] = transport_.permittivity(material, varies ? discretization_.mesh.location(discretization_.matrix_free.get_cell_iterator(batch, v), points[q]) : Location());
    return epsilon;
  }

  template <int dim>
  void
  Operator<dim>::add_displacement(const unsigned int batch, const unsigned int q, Coefficients<Number> &a) const
  {
    if (step_.rate == 0. || transport_.displacement_rate() > 0. || (step_.angular_frequency == 0. && !displaces_))
      return;
    a[potential_][potential_] += Number(step_.rate) * permittivity(batch, q);
  }

  template <int dim>
  void
  Operator<dim>::store_displacement(Stored &stored, const StateVector &state) const
  {
    const Number scale = Number(transport_.fields()[potential_].scale / mesh_unit);
    Cells        cells(discretization_.matrix_free);
    double       sum_of_squares = 0.;
    for (unsigned int batch = 0; batch < discretization_.matrix_free.n_cell_batches(); ++batch)
      {
        cells.reinit(batch);
        cells.read_dof_values(state.block(potential_));
        Number largest = Number(0.), terms = Number(0.);
        for (unsigned int i = 0; i < cells.dofs_per_cell; ++i)
          largest = std::max(largest, std::abs(cells.begin_dof_values()[i]));
        cells.evaluate(EvaluationFlags::gradients);
        for (unsigned int q = 0; q < n_cell_points_; ++q)
          {
            Tensor<1, dim, Number> gradient = cells.get_gradient(q) * scale;
            stretch(batch, q, gradient);
            const Number epsilon = permittivity(batch, q) * weight(cells, q);
            cells.submit_gradient(epsilon * gradient, q);
            terms += epsilon * scale * largest * scalar_product(cells.inverse_jacobian(q), cells.inverse_jacobian(q)) * cells.JxW(q);
          }
        for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
          sum_of_squares += terms[v] * terms[v];
        cells.integrate(EvaluationFlags::gradients);
        cells.distribute_local_to_global(stored.rows.block(potential_));
      }
    displacement_terms_ = std::sqrt(Utilities::MPI::sum(sum_of_squares, discretization_.dof_handler.get_communicator()));
  }

  template VectorizedArray<double>
  Operator<2>::permittivity(unsigned int, unsigned int) const;
  template VectorizedArray<double>
  Operator<3>::permittivity(unsigned int, unsigned int) const;
  template void
  Operator<2>::add_displacement(unsigned int, unsigned int, Coefficients<Number> &) const;
  template void
  Operator<3>::add_displacement(unsigned int, unsigned int, Coefficients<Number> &) const;
  template void
  Operator<2>::store_displacement(Stored &, const StateVector &) const;
  template void
  Operator<3>::store_displacement(Stored &, const StateVector &) const;
} // namespace zincfield
