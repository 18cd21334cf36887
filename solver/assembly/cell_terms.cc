#include "solver/assembly/cell_terms.h"

#include "physics/constants.h"
#include "solver/assembly/evaluators.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  CellTerms<dim>::coefficients(const unsigned int batch, const unsigned int q, const Number *u, Coefficients<Number> &a) const
  {
    const TransportModel &transport = context_.transport;
    const unsigned int    material  = context_.material(batch);
    if (context_.is_uniform(batch))
      return transport.coefficients(material, context_.properties(batch, q, 0), u, a);
    double               lane[max_fields];
    Coefficients<double> b;
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        for (unsigned int g = 0; g < context_.n_fields; ++g)
          lane[g] = u[g][v];
        transport.coefficients(material, context_.properties(batch, q, v), lane, b);
        for (unsigned int f = 0; f < context_.n_fields; ++f)
          for (unsigned int g = 0; g < context_.n_fields; ++g)
            a[f][g][v] = b[f][g];
      }
  }

  template <int dim>
  std::array<VectorizedArray<double>, max_fields>
  CellTerms<dim>::sources(const unsigned int batch, const unsigned int q, const Number *u) const
  {
    std::array<Number, max_fields> result;
    double                         lane[max_fields];
    Sources<double>                of_lane{};
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        for (unsigned int g = 0; g < context_.n_fields; ++g)
          lane[g] = u[g][v];
        context_.transport.sources(context_.material(batch), context_.properties(batch, q, v), lane, of_lane);
        for (unsigned int f = 0; f < context_.n_fields; ++f)
          result[f][v] = of_lane[f];
      }
    return result;
  }

  template <int dim>
  void
  CellTerms<dim>::fields_and_gradients(const std::deque<Cells> &cells,
                                       const unsigned int       batch,
                                       const unsigned int       q,
                                       const double             electrode_potential,
                                       Number                  *u,
                                       FluxGradient            &gradient) const
  {
    context_.fields_at(cells, q, u);
    context_.electrons.complete(context_.material(batch), electrode_potential, u);
    for (unsigned int g = 0; g < context_.n_fields; ++g)
      {
        gradient[g] = cells[g].get_gradient(q) * Number(context_.transport.fields()[g].scale / mesh_unit);
        context_.stretch(batch, q, context_.transport.anisotropy(context_.material(batch), g), gradient[g]);
      }
  }

  template <int dim>
  bool
  CellTerms<dim>::add_residual(Residual<dim> &residual, const StateVector &state, const double electrode_potential)
  {
    const unsigned int   n = context_.n_fields, rows_with_sources = context_.transport.rows_with_sources();
    auto                 cells = evaluators<Cells>(n, context_.discretization.matrix_free);
    Number               u[max_fields];
    FluxGradient         gradient;
    Coefficients<Number> a;
    // reactions in scaffolds count as a boundary, the last, where there are any
    auto *const reactions =
      residual.boundary_flux.size() > context_.model.boundaries.size() ? &residual.boundary_flux.back() : nullptr;
    for (unsigned int batch = 0; batch < context_.discretization.matrix_free.n_cell_batches(); ++batch)
      {
        const unsigned int n_active = context_.discretization.matrix_free.n_active_entries_per_cell_batch(batch);
        context_.read(cells, batch, state, EvaluationFlags::values | EvaluationFlags::gradients);
        for (unsigned int q = 0; q < context_.n_cell_points; ++q)
          {
            fields_and_gradients(cells, batch, q, electrode_potential, u, gradient);
            coefficients(batch, q, u, a);
            const Number w = context_.weight(cells[0], q);
            for (unsigned int f = 0; f < n; ++f)
              {
                Tensor<1, dim, Number> flux = a[f][0] * gradient[0];
                for (unsigned int g = 1; g < n; ++g)
                  flux += a[f][g] * gradient[g];
                cells[f].submit_gradient(flux * w, q);
              }
            if (rows_with_sources != 0)
              {
                const std::array<Number, max_fields> source = sources(batch, q, u);
                for (unsigned int f = 0; f < n; ++f)
                  if (rows_with_sources >> f & 1u)
                    {
                      const Number taken = source[f] * w * Number(-mesh_unit);
                      cells[f].submit_value(taken, q);
                      for (unsigned int v = 0; reactions && v < n_active; ++v)
                        (*reactions)[f] += taken[v] * cells[f].JxW(q)[v];
                    }
              }
          }
        for (unsigned int f = 0; f < n; ++f)
          {
            cells[f].integrate(EvaluationFlags::gradients |
                               (rows_with_sources >> f & 1u ? EvaluationFlags::values : EvaluationFlags::nothing));
            cells[f].distribute_local_to_global(residual.rows.block(f));
          }
      }
    return true;
  }

  template <int dim>
  void
  CellTerms<dim>::add_accumulation(Accumulation      &accumulation,
                                   const StateVector &state,
                                   const double       electrode_potential,
                                   bool) const
  {
    if (context_.accumulation_rows != 0)
      add_amounts(accumulation, state, electrode_potential);
    if (context_.displaces_in_time)
      add_displacement(accumulation, state);
  }

  template <int dim>
  void
  CellTerms<dim>::add_amounts(Accumulation &accumulation, const StateVector &state, const double electrode_potential) const
  {
    const unsigned int n     = context_.n_fields;
    auto               cells = evaluators<Cells>(n, context_.discretization.matrix_free);
    double             u[max_fields], change[max_fields];
    Sources<double>    amount{};
    for (unsigned int batch = 0; batch < context_.discretization.matrix_free.n_cell_batches(); ++batch)
      {
        context_.read(cells, batch, state, EvaluationFlags::values);
        for (unsigned int q = 0; q < context_.n_cell_points; ++q)
          {
            Number amounts[max_fields];
            for (unsigned int v = 0; v < Number::size(); ++v)
              {
                for (unsigned int g = 0; g < n; ++g)
                  {
                    change[g] = cells[g].get_value(q)[v] * context_.transport.fields()[g].scale;
                    u[g]      = context_.transport.fields()[g].bulk_value + change[g];
                  }
                context_.electrons.complete(context_.material(batch), electrode_potential, u);
                context_.transport.accumulation(context_.material(batch), context_.properties(batch, q, v), u, change, amount);
                for (unsigned int f = 0; f < n; ++f)
                  amounts[f][v] = amount[f];
              }
            const Number w = context_.weight(cells[0], q) * Number(mesh_unit);
            for (unsigned int f = 0; f < n; ++f)
              if (context_.accumulation_rows >> f & 1u)
                cells[f].submit_value(amounts[f] * w, q);
          }
        for (unsigned int f = 0; f < n; ++f)
          if (context_.accumulation_rows >> f & 1u)
            {
              cells[f].integrate(EvaluationFlags::values);
              cells[f].distribute_local_to_global(accumulation.rows.block(f));
            }
      }
  }

  template <int dim>
  void
  CellTerms<dim>::add_displacement(Accumulation &accumulation, const StateVector &state) const
  {
    const auto  &matrix_free = context_.discretization.matrix_free;
    const Number scale       = Number(context_.transport.fields()[context_.potential].scale / mesh_unit);
    Cells        cells(matrix_free);
    double       sum_of_squares = 0.;
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        cells.reinit(batch);
        cells.read_dof_values(state.block(context_.potential));
        Number largest = Number(0.), terms = Number(0.);
        for (unsigned int i = 0; i < cells.dofs_per_cell; ++i)
          largest = std::max(largest, std::abs(cells.begin_dof_values()[i]));
        cells.evaluate(EvaluationFlags::gradients);
        for (unsigned int q = 0; q < context_.n_cell_points; ++q)
          {
            Tensor<1, dim, Number> gradient = cells.get_gradient(q) * scale;
            context_.stretch(batch, q, gradient);
            const Number epsilon = context_.permittivity(batch, q) * context_.weight(cells, q);
            cells.submit_gradient(epsilon * gradient, q);
            terms +=
              epsilon * scale * largest * scalar_product(cells.inverse_jacobian(q), cells.inverse_jacobian(q)) * cells.JxW(q);
          }
        for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
          sum_of_squares += terms[v] * terms[v];
        cells.integrate(EvaluationFlags::gradients);
        cells.distribute_local_to_global(accumulation.rows.block(context_.potential));
      }
    displacement_size_ = std::sqrt(Utilities::MPI::sum(sum_of_squares, context_.discretization.dof_handler.get_communicator()));
  }

  template class CellTerms<2>;
  template class CellTerms<3>;
} // namespace zincfield
