#include "physics/constants.h"
#include "solver/assembly/cell_terms.h"
#include "solver/assembly/evaluators.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of an ion that is all but gone, over that of the bulk: in single precision its rows would vanish and the Jacobian be
     * singular. */
    constexpr double least_conduction = 1e-20;
  } // namespace

  template <int dim>
  void
  CellTerms<dim>::coefficient_derivatives(const unsigned int    batch,
                                          const unsigned int    q,
                                          const Number         *u,
                                          const unsigned int    seed,
                                          Coefficients<Number> &derivative) const
  {
    const unsigned int n = context_.n_fields, material = context_.material(batch);
    if (context_.is_uniform(batch))
      {
        Dual<Number>               dual[max_fields] = {};
        Coefficients<Dual<Number>> a;
        for (unsigned int g = 0; g < n; ++g)
          dual[g] = {u[g], Number(g == seed ? 1. : 0.)};
        context_.transport.coefficients(material, context_.properties(batch, q, 0), dual, a);
        for (unsigned int f = 0; f < n; ++f)
          for (unsigned int g = 0; g < n; ++g)
            derivative[f][g] = a[f][g].derivative;
        return;
      }
    Dual<double>               dual[max_fields] = {};
    Coefficients<Dual<double>> a;
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        for (unsigned int g = 0; g < n; ++g)
          dual[g] = {u[g][v], g == seed ? 1. : 0.};
        context_.transport.coefficients(material, context_.properties(batch, q, v), dual, a);
        for (unsigned int f = 0; f < n; ++f)
          for (unsigned int g = 0; g < n; ++g)
            derivative[f][g][v] = a[f][g].derivative;
      }
  }

  template <int dim>
  std::array<VectorizedArray<double>, max_fields>
  CellTerms<dim>::resting_conduction(const unsigned int batch, const std::deque<Cells> &cells) const
  {
    std::array<Number, max_fields> mean{};
    if (!context_.step.on_coarser_level || !context_.transport.traits().resolves_charge)
      return mean;
    Number                         u[max_fields];
    Coefficients<Number>           a;
    std::array<Number, max_fields> low, high;
    const unsigned int n_nodes = context_.discretization.fe.n_dofs_per_cell(); // as many as points of quadrature, in the same order
    for (unsigned int i = 0; i < n_nodes; ++i)
      {
        for (unsigned int g = 0; g < context_.n_fields; ++g)
          {
            u[g]    = context_.transport.fields()[g].value(cells[g].begin_dof_values()[i]);
            low[g]  = i == 0 ? u[g] : std::min(low[g], u[g]);
            high[g] = i == 0 ? u[g] : std::max(high[g], u[g]);
          }
        coefficients(batch, i, u, a);
        for (unsigned int f = 0; f < context_.n_fields; ++f)
          mean[f] += a[f][f] / Number(n_nodes);
      }
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      mean[f] = context_.transport.fields()[f].role == FieldRole::electrochemical_potential
                  ? select_less(high[f] - low[f], Number(1.), mean[f], Number(0.))
                  : Number(0.);
    return mean;
  }

  template <int dim>
  bool
  CellTerms<dim>::tabulate(JacobianTable<dim> &table, const StateVector &state, const double electrode_potential)
  {
    const unsigned int   n         = context_.n_fields;
    const auto          &transport = context_.transport;
    auto                 cells     = evaluators<Cells>(n, context_.discretization.matrix_free);
    Coefficients<double> bulk{}; // stays 0 where no ion can vanish
    if (transport.traits().resolves_charge)
      transport.coefficients(0, transport.properties(0, Location()), transport.bulk_fields(0.).data(), bulk);

    Number       u[max_fields];
    FluxGradient gradient;
    for (unsigned int batch = 0; batch < context_.discretization.matrix_free.n_cell_batches(); ++batch)
      {
        for (unsigned int f = 0; f < n; ++f)
          {
            cells[f].reinit(batch);
            cells[f].read_dof_values(state.block(f));
          }
        const auto resting = resting_conduction(batch, cells); // before the unknowns give way to values
        for (unsigned int f = 0; f < n; ++f)
          cells[f].evaluate(EvaluationFlags::values | EvaluationFlags::gradients);
        for (unsigned int q = 0; q < context_.n_cell_points; ++q)
          {
            fields_and_gradients(cells, batch, q, electrode_potential, u, gradient);
            const Number w = context_.weight(cells[0], q) * cells[0].JxW(q);
            tabulate_conduction(table, batch, q, u, resting, bulk);
            tabulate_advection(table, cells[0], batch, q, u, gradient, w);
            if (transport.rows_with_sources() != 0)
              tabulate_sources(table, batch, q, u, w);
            if (context_.accumulation_rows != 0)
              tabulate_accumulation(table, batch, q, u, w);
          }
      }
    return true;
  }

  template <int dim>
  void
  CellTerms<dim>::tabulate_conduction(JacobianTable<dim>                   &table,
                                      const unsigned int                    batch,
                                      const unsigned int                    q,
                                      const Number                         *u,
                                      const std::array<Number, max_fields> &resting,
                                      const Coefficients<double>           &bulk) const
  {
    Coefficients<Number> a;
    const ImplicitStep  &step = context_.step;
    const unsigned int   n = context_.n_fields, phi = context_.potential;
    coefficients(batch, q, u, a);
    // Displacement current of an electroneutral medium, in a harmonic perturbation and in a time step that counts it.
    if (step.rate > 0. && !context_.transport.traits().resolves_charge &&
        (step.angular_frequency > 0. || context_.displaces_in_time))
      a[phi][phi] += Number(step.rate) * context_.permittivity(batch, q);
    for (unsigned int f = 0; f < n; ++f)
      a[f][f] = select_less(Number(0.), resting[f], resting[f], a[f][f]);
    for (unsigned int f = 0; f < n; ++f)
      for (unsigned int g = 0; g < n; ++g)
        for (unsigned int v = 0; v < Number::size(); ++v)
          {
            const double value = f == g && a[f][g][v] > 0. ? std::max(a[f][g][v], least_conduction * bulk[f][f]) : a[f][g][v];
            table.add_conduction(f, g, batch * Number::size() + v, q, value * context_.transport.fields()[g].scale / mesh_unit);
          }
  }

  template <int dim>
  void
  CellTerms<dim>::tabulate_advection(JacobianTable<dim> &table,
                                     const Cells        &cell,
                                     const unsigned int  batch,
                                     const unsigned int  q,
                                     const Number       *u,
                                     const FluxGradient &gradient,
                                     const Number       &weight) const
  {
    const unsigned int           n = context_.n_fields, changing = context_.transport.fields_in_coefficients();
    const Tensor<2, dim, Number> inverse = cell.inverse_jacobian(q);
    Coefficients<Number>         derivative;
    for (unsigned int seed = 0; seed < n; ++seed)
      {
        if (!(changing >> seed & 1u))
          continue;
        coefficient_derivatives(batch, q, u, seed, derivative);
        for (unsigned int f = 0; f < n; ++f)
          {
            Tensor<1, dim, Number> sum;
            for (unsigned int g = 0; g < n; ++g)
              sum += derivative[f][g] * gradient[g];
            sum *= weight * Number(context_.transport.fields()[seed].scale);
            for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
              {
                Tensor<1, dim> advection; // in the coordinates of the unit cell
                for (unsigned int d = 0; d < dim; ++d)
                  for (unsigned int e = 0; e < dim; ++e)
                    advection[e] += inverse[d][e][v] * sum[d][v];
                table.add_advection(f, seed, batch * Number::size() + v, q, advection);
              }
          }
      }
  }

  template <int dim>
  void
  CellTerms<dim>::tabulate_sources(
    JacobianTable<dim> &table, const unsigned int batch, const unsigned int q, const Number *u, const Number &weight) const
  {
    const unsigned int    n = context_.n_fields, rows = context_.transport.rows_with_sources();
    Dual<double>          lane[max_fields];
    Sources<Dual<double>> of_lane{};
    for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
      for (unsigned int seed = 0; seed < n; ++seed)
        {
          for (unsigned int g = 0; g < n; ++g)
            lane[g] = {u[g][v], g == seed ? 1. : 0.};
          context_.transport.sources(context_.material(batch), context_.properties(batch, q, v), lane, of_lane);
          for (unsigned int f = 0; f < n; ++f)
            if (rows >> f & 1u)
              table.add_reaction(f, seed, batch * Number::size() + v, q,
                                 -mesh_unit * of_lane[f].derivative * context_.transport.fields()[seed].scale * weight[v]);
        }
  }

  template <int dim>
  void
  CellTerms<dim>::tabulate_accumulation(
    JacobianTable<dim> &table, const unsigned int batch, const unsigned int q, const Number *u, const Number &weight) const
  {
    const unsigned int    n      = context_.n_fields;
    const auto           &fields = context_.transport.fields();
    Dual<double>          lane[max_fields], change[max_fields];
    Sources<Dual<double>> amount{};
    for (unsigned int v = 0; v < context_.discretization.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
      for (unsigned int seed = 0; seed < n; ++seed)
        {
          for (unsigned int g = 0; g < n; ++g)
            {
              lane[g]   = {u[g][v], g == seed ? 1. : 0.};
              change[g] = {u[g][v] - fields[g].bulk_value, g == seed ? 1. : 0.};
            }
          context_.transport.accumulation(context_.material(batch), context_.properties(batch, q, v), lane, change, amount);
          for (unsigned int f = 0; f < n; ++f)
            if (context_.accumulation_rows >> f & 1u)
              table.add_reaction(f, seed, batch * Number::size() + v, q,
                                 mesh_unit * context_.step.rate * amount[f].derivative * fields[seed].scale * weight[v]);
        }
  }

  template <int dim>
  void
  CellTerms<dim>::tabulate_metric(JacobianTable<dim> &table) const
  {
    const auto        &matrix_free = context_.discretization.matrix_free;
    const unsigned int alone       = context_.stretched_alone();
    Cells              cells(matrix_free);
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        cells.reinit(batch);
        for (unsigned int q = 0; q < context_.n_cell_points; ++q)
          {
            const Tensor<2, dim, Number> inverse = cells.inverse_jacobian(q);
            const Number                 w       = context_.weight(cells, q) * cells.JxW(q);
            const unsigned int material = context_.material(batch), n_active = matrix_free.n_active_entries_per_cell_batch(batch);
            const auto         metric = [&](const double anisotropy) {
              std::array<Tensor<1, dim, Number>, dim> direction; // gradient of each unit coordinate
              for (unsigned int e = 0; e < dim; ++e)
                for (unsigned int d = 0; d < dim; ++d)
                  direction[e][d] = inverse[d][e];
              SymmetricTensor<2, dim, Number> result;
              for (unsigned int e = 0; e < dim; ++e)
                {
                  Tensor<1, dim, Number> stretched = direction[e];
                  context_.stretch(batch, q, anisotropy, stretched);
                  for (unsigned int d = 0; d <= e; ++d)
                    result[d][e] = direction[d] * stretched * w;
                }
              return result;
            };
            const auto lane = [&](const SymmetricTensor<2, dim, Number> &of_all, const unsigned int v) {
              SymmetricTensor<2, dim> one;
              for (unsigned int d = 0; d < dim; ++d)
                for (unsigned int e = d; e < dim; ++e)
                  one[d][e] = of_all[d][e][v];
              return one;
            };
            const auto of_ions = metric(context_.transport.anisotropy(material));
            for (unsigned int v = 0; v < n_active; ++v)
              table.set_metric(batch * Number::size() + v, q, lane(of_ions, v));
            if (alone >= context_.n_fields)
              continue;
            const auto own = metric(context_.transport.anisotropy(material, alone));
            for (unsigned int v = 0; v < n_active; ++v)
              table.set_own_metric(alone, batch * Number::size() + v, q, lane(own, v));
          }
      }
  }

  template bool
  CellTerms<2>::tabulate(JacobianTable<2> &, const StateVector &, double);
  template bool
  CellTerms<3>::tabulate(JacobianTable<3> &, const StateVector &, double);
  template void
  CellTerms<2>::tabulate_metric(JacobianTable<2> &) const;
  template void
  CellTerms<3>::tabulate_metric(JacobianTable<3> &) const;
} // namespace zincfield
