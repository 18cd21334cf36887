#include "solver/assembly/operator.h"

#include "physics/constants.h"
#include "solver/assembly/evaluators.h"

#include <deal.II/dofs/dof_tools.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of an ion that is all but gone, over that of the bulk: in single precision its rows would vanish and the Jacobian be singular. */
    constexpr double least_conduction = 1e-20;

    /** d flux_f / d u_g and, last, d flux_f / d phi_m at a point, weighted, in the scales of the fields. */
    using Derivatives = std::array<std::array<double, max_fields + 1>, max_fields>;

    /** Whether a batch has no values of its own, or no batch has. */
    template <typename T>
    bool
    is_uniform(const std::vector<std::vector<T>> &by_batch, const unsigned int batch)
    {
      return by_batch.empty() || by_batch[batch].empty();
    }

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
  Operator<dim>::Operator(const Discretization<dim> &discretization, const CellModel &model, Loads<dim> loads)
    : discretization_(discretization)
    , model_(model)
    , transport_(*model.transport)
    , n_(model.transport->n_fields())
    , potential_(model.transport->potential())
    , current_weights_(model.transport->current_weights())
    , stored_rows_(model.data.is_transient() || model.data.impedance.wanted() ? model.transport->rows_with_storage() : 0)
    , displaces_(model.data.is_transient() && model.transport->displaces_in_time())
    , loads_(std::move(loads))
  {
    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (model.boundaries[id].condition == Condition::electrode)
        working_ = id;
    reinit();
  }

  template <int dim>
  const Properties &
  Operator<dim>::properties(const unsigned int batch, const unsigned int q, const unsigned int v) const
  {
    return is_uniform(varying_properties_, batch) ? uniform_properties_[batch_material_[batch]] : varying_properties_[batch][q * Number::size() + v];
  }

  template <int dim>
  void
  Operator<dim>::coefficients(const unsigned int batch, const unsigned int q, const Number *u, Coefficients<Number> &a) const
  {
    const unsigned int material = batch_material_[batch];
    if (is_uniform(varying_properties_, batch))
      return transport_.coefficients(material, uniform_properties_[material], u, a);
    double               lane[max_fields];
    Coefficients<double> b;
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        for (unsigned int g = 0; g < n_; ++g)
          lane[g] = u[g][v];
        transport_.coefficients(material, properties(batch, q, v), lane, b);
        for (unsigned int f = 0; f < n_; ++f)
          for (unsigned int g = 0; g < n_; ++g)
            a[f][g][v] = b[f][g];
      }
  }

  template <int dim>
  void
  Operator<dim>::coefficient_derivatives(const unsigned int    batch,
                                         const unsigned int    q,
                                         const Number         *u,
                                         const unsigned int    seed,
                                         Coefficients<Number> &derivative) const
  {
    const unsigned int material = batch_material_[batch];
    if (is_uniform(varying_properties_, batch))
      {
        Dual<Number>               dual[max_fields];
        Coefficients<Dual<Number>> a;
        for (unsigned int g = 0; g < n_; ++g)
          dual[g] = {u[g], Number(g == seed ? 1. : 0.)};
        transport_.coefficients(material, uniform_properties_[material], dual, a);
        for (unsigned int f = 0; f < n_; ++f)
          for (unsigned int g = 0; g < n_; ++g)
            derivative[f][g] = a[f][g].derivative;
        return;
      }
    Dual<double>               dual[max_fields];
    Coefficients<Dual<double>> a;
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        for (unsigned int g = 0; g < n_; ++g)
          dual[g] = {u[g][v], g == seed ? 1. : 0.};
        transport_.coefficients(material, properties(batch, q, v), dual, a);
        for (unsigned int f = 0; f < n_; ++f)
          for (unsigned int g = 0; g < n_; ++g)
            derivative[f][g][v] = a[f][g].derivative;
      }
  }

  template <int dim>
  std::array<VectorizedArray<double>, max_fields>
  Operator<dim>::sources(const unsigned int batch, const unsigned int q, const Number *u) const
  {
    std::array<Number, max_fields> result;
    double                         lane[max_fields];
    Sources<double>                of_lane;
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        for (unsigned int g = 0; g < n_; ++g)
          lane[g] = u[g][v];
        transport_.sources(batch_material_[batch], properties(batch, q, v), lane, of_lane);
        for (unsigned int f = 0; f < n_; ++f)
          result[f][v] = of_lane[f];
      }
    return result;
  }

  template <int dim>
  void
  Operator<dim>::tabulate_reaction(const unsigned int batch, const unsigned int q, const Number *u, const Number &weight)
  {
    const unsigned int    rows = transport_.rows_with_sources();
    Dual<double>          lane[max_fields];
    Sources<Dual<double>> of_lane;
    for (unsigned int v = 0; v < discretization_.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
      for (unsigned int seed = 0; seed < n_; ++seed)
        {
          for (unsigned int g = 0; g < n_; ++g)
            lane[g] = {u[g][v], g == seed ? 1. : 0.};
          transport_.sources(batch_material_[batch], properties(batch, q, v), lane, of_lane);
          for (unsigned int f = 0; f < n_; ++f)
            if (rows >> f & 1u)
              table_.set_reaction(f, seed, batch * Number::size() + v, q, -mesh_unit * of_lane[f].derivative * transport_.fields()[seed].scale * weight[v]);
        }
  }

  template <int dim>
  void
  Operator<dim>::stretch(const unsigned int batch, const unsigned int q, Tensor<1, dim, Number> &gradient) const
  {
    if (is_uniform(layer_normals_, batch))
      return;
    const Tensor<1, dim, Number> &normal = layer_normals_[batch][q];
    const Number                  a      = Number(transport_.anisotropy(batch_material_[batch]));
    const Number                  across = (Number(1.) - a) * (normal * gradient);
    gradient *= a;
    gradient += across * normal;
  }

  template <int dim>
  bool
  Operator<dim>::residual(StateVector &destination, const StateVector &state, const double electrode_potential)
  {
    ++n_residuals_;
    destination = 0.;
    state.update_ghost_values();
    for (auto &flux : boundary_flux_)
      flux.fill(0.);
    std::vector<double> charging(model_.boundaries.size(), 0.);

    const auto        &matrix_free = discretization_.matrix_free;
    auto               cells       = evaluators<Cells>(n_, matrix_free);
    Number             u[max_fields];
    FluxGradient       gradient, flux;
    Coefficients<Number> a;
    const unsigned int   rows_with_sources = transport_.rows_with_sources();
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        for (unsigned int f = 0; f < n_; ++f)
          {
            cells[f].reinit(batch);
            cells[f].read_dof_values(state.block(f));
            cells[f].evaluate(EvaluationFlags::values | EvaluationFlags::gradients);
          }
        for (unsigned int q = 0; q < n_cell_points_; ++q)
          {
            for (unsigned int g = 0; g < n_; ++g)
              {
                const double scale = transport_.fields()[g].scale;
                u[g]               = Number(transport_.fields()[g].bulk_value) + cells[g].get_value(q) * Number(scale);
                gradient[g]        = cells[g].get_gradient(q) * Number(scale / mesh_unit);
                stretch(batch, q, gradient[g]);
              }
            coefficients(batch, q, u, a);
            const Number w = weight(cells[0], q);
            for (unsigned int f = 0; f < n_; ++f)
              {
                flux[f] = a[f][0] * gradient[0];
                for (unsigned int g = 1; g < n_; ++g)
                  flux[f] += a[f][g] * gradient[g];
                cells[f].submit_gradient(flux[f] * w, q);
              }
            if (rows_with_sources != 0)
              {
                const std::array<Number, max_fields> source = sources(batch, q, u);
                for (unsigned int f = 0; f < n_; ++f)
                  if (rows_with_sources >> f & 1u)
                    cells[f].submit_value(source[f] * w * Number(-mesh_unit), q);
              }
          }
        for (unsigned int f = 0; f < n_; ++f)
          {
            cells[f].integrate(EvaluationFlags::gradients | (rows_with_sources >> f & 1u ? EvaluationFlags::values : EvaluationFlags::nothing));
            cells[f].distribute_local_to_global(destination.block(f));
          }
      }

    bool               solvable = true;
    auto               faces    = evaluators<Faces>(n_, matrix_free, true);
    for (const FaceTable &table : electrode_faces_)
      {
        const BoundaryLaw &boundary = model_.boundaries[table.boundary];
        const double       phi_m    = boundary.metal_potential(electrode_potential);
        for (unsigned int f = 0; f < n_; ++f)
          {
            faces[f].reinit(table.face);
            faces[f].read_dof_values(state.block(f));
            faces[f].evaluate(EvaluationFlags::values);
          }
        for (unsigned int q = 0; q < n_face_points_; ++q)
          {
            Number value[max_fields];
            std::fill(value, value + n_, Number(0.));
            const Number w = weight(faces[0], q);
            for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(table.face); ++v)
              {
                double lane[max_fields];
                for (unsigned int g = 0; g < n_; ++g)
                  lane[g] = transport_.fields()[g].bulk_value + faces[g].get_value(q)[v] * transport_.fields()[g].scale;
                SurfaceFlux &point = table.states[q * Number::size() + v];
                if (!boundary.law->evaluate(table.points[q * Number::size() + v], lane, phi_m, false, point, film_step(table, q * Number::size() + v)))
                  solvable = false;
                for (unsigned int f = 0; f < n_; ++f)
                  {
                    value[f][v] = point.flux[f];
                    boundary_flux_[table.boundary][f] += (point.flux[f] + (f == potential_ ? point.inside : 0.)) * w[v] * faces[0].JxW(q)[v];
                  }
              }
            for (unsigned int f = 0; f < n_; ++f)
              faces[f].submit_value(value[f] * w, q);
          }
        for (unsigned int f = 0; f < n_; ++f)
          {
            faces[f].integrate(EvaluationFlags::values);
            faces[f].distribute_local_to_global(destination.block(f));
          }
      }
    destination.compress(VectorOperation::add);
    state.zero_out_ghost_values();
    if (load_.n_blocks() > 0)
      destination += load_;
    if (step_.rate > 0.)
      {
        Stored now;
        store(now, state, electrode_potential, true);
        destination.add(step_.rate, now.rows);
        destination.add(-step_.rate, step_.before->rows);
        for (unsigned int id = 0; id < model_.boundaries.size(); ++id)
          charging[id] = step_.rate * (now.metal_charge[id] - step_.before->metal_charge[id]);
      }

    for (const PrescribedUnknown &p : prescribed_)
      if (p.boundary != numbers::invalid_unsigned_int)
        boundary_flux_[p.boundary][p.field] -= destination.block(p.field).local_element(p.local_index);
    for (auto &flux_sum : boundary_flux_)
      Utilities::MPI::sum(ArrayView<const double>(flux_sum.data(), n_), discretization_.dof_handler.get_communicator(), ArrayView<double>(flux_sum.data(), n_));
    for (unsigned int id = 0; id < model_.boundaries.size(); ++id)
      if (transport_.displacement_rate() > 0.)
        displacement_current_[id] = -charging[id];
      else
        boundary_flux_[id][potential_] -= charging[id];
    finish_rows(destination, state, electrode_potential, false);
    return Utilities::MPI::min(solvable ? 1 : 0, discretization_.dof_handler.get_communicator()) == 1;
  }

  template <int dim>
  void
  Operator<dim>::finish_rows(StateVector &destination, const StateVector &state, const double electrode_value, const bool homogeneous)
  {
    const std::vector<double> surplus = homogeneous ? surplus_change(state) : this->surplus(state);
    for (const PrescribedUnknown &p : prescribed_)
      {
        double &row = destination.block(p.field).local_element(p.local_index);
        if (p.source == PrescribedUnknown::Source::amount)
          {
            row = surplus[p.amount];
            continue;
          }
        const bool   follows = p.source == PrescribedUnknown::Source::electrode_potential;
        const double value   = follows ? electrode_value / transport_.fields()[p.field].scale : homogeneous ? 0. : p.value;
        row                  = state.block(p.field).local_element(p.local_index) - value;
      }
    for (unsigned int f = 0; f < n_; ++f)
      for (const unsigned int i : constrained_)
        destination.block(f).local_element(i) = state.block(f).local_element(i);
  }

  template <int dim>
  void
  Operator<dim>::prescribe(StateVector &state, const double electrode_potential) const
  {
    for (const PrescribedUnknown &p : prescribed_)
      if (p.source != PrescribedUnknown::Source::amount)
        state.block(p.field).local_element(p.local_index) =
          p.source == PrescribedUnknown::Source::electrode_potential ? electrode_potential / transport_.fields()[p.field].scale : p.value;
    for (unsigned int f = 0; f < n_; ++f)
      for (const unsigned int i : constrained_)
        state.block(f).local_element(i) = 0.;
  }

  template <int dim>
  void
  Operator<dim>::keep_rows(StateVector &destination, const StateVector &source) const
  {
    for (const PrescribedUnknown &p : prescribed_)
      destination.block(p.field).local_element(p.local_index) = source.block(p.field).local_element(p.local_index);
    for (unsigned int f = 0; f < n_; ++f)
      for (const unsigned int i : constrained_)
        destination.block(f).local_element(i) = source.block(f).local_element(i);
  }

  template <int dim>
  std::array<VectorizedArray<double>, max_fields>
  Operator<dim>::resting_conduction(const unsigned int batch, const std::deque<Cells> &cells) const
  {
    std::array<Number, max_fields> mean{};
    if (!step_.on_coarser_level || transport_.displacement_rate() == 0.)
      return mean;
    Number                         u[max_fields];
    Coefficients<Number>           a;
    std::array<Number, max_fields> low, high;
    const unsigned int             n_nodes = discretization_.fe.n_dofs_per_cell(); // as many as points of quadrature, in the same order
    for (unsigned int i = 0; i < n_nodes; ++i)
      {
        for (unsigned int g = 0; g < n_; ++g)
          {
            u[g]    = Number(transport_.fields()[g].bulk_value) + cells[g].begin_dof_values()[i] * Number(transport_.fields()[g].scale);
            low[g]  = i == 0 ? u[g] : std::min(low[g], u[g]);
            high[g] = i == 0 ? u[g] : std::max(high[g], u[g]);
          }
        coefficients(batch, i, u, a);
        for (unsigned int f = 0; f < potential_; ++f)
          mean[f] += a[f][f] / Number(n_nodes);
      }
    for (unsigned int f = 0; f < potential_; ++f)
      mean[f] = select_less(high[f] - low[f], Number(1.), mean[f], Number(0.));
    return mean;
  }

  template <int dim>
  bool
  Operator<dim>::linearize(const StateVector &state, const double electrode_potential)
  {
    state.update_ghost_values();
    const auto        &matrix_free = discretization_.matrix_free;
    const unsigned int changing    = transport_.fields_in_coefficients();
    auto               cells       = evaluators<Cells>(n_, matrix_free);
    table_.allocate(changing, transport_.rows_with_sources() | stored_rows_);
    Coefficients<double> bulk{}; // stays 0 where no ion can vanish
    if (transport_.displacement_rate() > 0.)
      transport_.coefficients(0, transport_.properties(0, Location()), transport_.bulk_fields(0.).data(), bulk);

    Number               u[max_fields];
    FluxGradient         gradient;
    Coefficients<Number> a, derivative;
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        for (unsigned int f = 0; f < n_; ++f)
          {
            cells[f].reinit(batch);
            cells[f].read_dof_values(state.block(f));
          }
        const auto resting = resting_conduction(batch, cells);
        for (unsigned int f = 0; f < n_; ++f)
          cells[f].evaluate(EvaluationFlags::values | EvaluationFlags::gradients);
        for (unsigned int q = 0; q < n_cell_points_; ++q)
          {
            for (unsigned int g = 0; g < n_; ++g)
              {
                const double scale = transport_.fields()[g].scale;
                u[g]               = Number(transport_.fields()[g].bulk_value) + cells[g].get_value(q) * Number(scale);
                gradient[g]        = cells[g].get_gradient(q) * Number(scale / mesh_unit);
                stretch(batch, q, gradient[g]);
              }
            coefficients(batch, q, u, a);
            add_displacement(batch, q, a);
            for (unsigned int f = 0; f < n_; ++f)
              a[f][f] = select_less(Number(0.), resting[f], resting[f], a[f][f]);
            for (unsigned int f = 0; f < n_; ++f)
              for (unsigned int g = 0; g < n_; ++g)
                for (unsigned int v = 0; v < Number::size(); ++v)
                  {
                    const double value = f == g && a[f][g][v] > 0. ? std::max(a[f][g][v], least_conduction * bulk[f][f]) : a[f][g][v];
                    table_.set_conduction(f, g, batch * Number::size() + v, q, value * transport_.fields()[g].scale / mesh_unit);
                  }
            if (changing == 0)
              continue;
            const Tensor<2, dim, Number> inverse = cells[0].inverse_jacobian(q);
            const Number                 w       = weight(cells[0], q) * cells[0].JxW(q);
            if (transport_.rows_with_sources() != 0)
              tabulate_reaction(batch, q, u, w);
            if (stored_rows_ != 0)
              tabulate_storage(batch, q, u, w);
            for (unsigned int seed = 0; seed < n_; ++seed)
              {
                if (!(changing >> seed & 1u))
                  continue;
                coefficient_derivatives(batch, q, u, seed, derivative);
                for (unsigned int f = 0; f < n_; ++f)
                  {
                    Tensor<1, dim, Number> sum;
                    for (unsigned int g = 0; g < n_; ++g)
                      sum += derivative[f][g] * gradient[g];
                    sum *= w * Number(transport_.fields()[seed].scale);
                    for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
                      {
                        Tensor<1, dim> advection; // in the coordinates of the unit cell
                        for (unsigned int d = 0; d < dim; ++d)
                          for (unsigned int e = 0; e < dim; ++e)
                            advection[e] += inverse[d][e][v] * sum[d][v];
                        table_.set_advection(f, seed, batch * Number::size() + v, q, advection);
                      }
                  }
              }
          }
      }

    bool               solvable = true;
    auto               faces    = evaluators<Faces>(n_, matrix_free, true);
    for (FaceTable &table : electrode_faces_)
      {
        const BoundaryLaw &boundary = model_.boundaries[table.boundary];
        const double       phi_m    = boundary.metal_potential(electrode_potential);
        for (unsigned int f = 0; f < n_; ++f)
          {
            faces[f].reinit(table.face);
            faces[f].read_dof_values(state.block(f));
            faces[f].evaluate(EvaluationFlags::values);
          }
        const auto                                   n_active = matrix_free.n_active_entries_per_face_batch(table.face);
        const FullMatrix<double>                    &shape    = face_shapes_.at(faces[0].get_face_no());
        std::vector<std::vector<Derivatives>>        derivative(n_active, std::vector<Derivatives>(n_face_points_));
        for (unsigned int q = 0; q < n_face_points_; ++q)
          {
            const Number w = weight(faces[0], q);
            for (unsigned int v = 0; v < n_active; ++v)
              {
                double lane[max_fields];
                for (unsigned int g = 0; g < n_; ++g)
                  lane[g] = transport_.fields()[g].bulk_value + faces[g].get_value(q)[v] * transport_.fields()[g].scale;
                SurfaceFlux &point = table.states[q * Number::size() + v];
                if (step_.on_coarser_level)
                  point.below.clear(); // a preconditioner that remembers would not be the same after a checkpoint
                if (!boundary.law->evaluate(table.points[q * Number::size() + v], lane, phi_m, true, point, film_step(table, q * Number::size() + v)))
                  solvable = false;
                charge_surface(boundary, table.points[q * Number::size() + v], lane, phi_m, point);
                for (unsigned int f = 0; f < n_; ++f)
                  for (unsigned int g = 0; g <= n_; ++g)
                    derivative[v][q][f][g] = point.derivative[f][g] * w[v] * faces[0].JxW(q)[v] *
                                             (g < n_ ? transport_.fields()[g].scale : boundary.condition == Condition::electrode ? 1. : 0.);
              }
          }
        for (unsigned int v = 0; v < n_active; ++v)
          fill_face(shape, derivative[v], n_, table_.faces[table.first + v]);
      }
    tabulate_surplus(state);
    state.zero_out_ghost_values();
    return Utilities::MPI::min(solvable ? 1 : 0, discretization_.dof_handler.get_communicator()) == 1;
  }

  template <int dim>
  void
  Operator<dim>::jacobian(StateVector &destination, const StateVector &change, const double electrode_change)
  {
    const unsigned int all = (1u << n_) - 1;
    for (unsigned int f = 0; f < n_; ++f)
      change_[f].copy_locally_owned_data_from(change.block(f));
    table_.apply(product_, change_, all, all, electrode_change);
    current_change_ = 0.;
    for (unsigned int f = 0; f < n_; ++f)
      if (current_weights_[f] != 0.)
        current_change_ += current_weights_[f] * table_.flux_change(working_, f, change_, electrode_change);
    if (step_.rate > 0. && transport_.displacement_rate() > 0.)
      current_change_ += step_.rate / transport_.displacement_rate() * table_.flux_change(working_, potential_, change_, electrode_change);
    for (unsigned int f = 0; f < n_; ++f)
      destination.block(f).copy_locally_owned_data_from(product_[f]);

    // where the solution has the electrode's potential, double layers resolved, Poisson's row holds the charge of the metal; a step in time does not count it
    const double charging = step_.angular_frequency > 0. && transport_.displacement_rate() > 0. ? step_.rate / transport_.displacement_rate() : 0.;
    for (const PrescribedUnknown &p : prescribed_)
      if (p.boundary == working_)
        current_change_ -= (current_weights_[p.field] + (p.field == potential_ ? charging : 0.)) * destination.block(p.field).local_element(p.local_index);
    current_change_ = Utilities::MPI::sum(current_change_, discretization_.dof_handler.get_communicator());
    finish_rows(destination, change, electrode_change, true);
  }

  template <int dim>
  void
  Operator<dim>::transposed_jacobian(StateVector &destination, const StateVector &source)
  {
    const unsigned int all = (1u << n_) - 1;
    for (unsigned int f = 0; f < n_; ++f)
      change_[f].copy_locally_owned_data_from(source.block(f));
    for (const PrescribedUnknown &p : prescribed_)
      change_[p.field].local_element(p.local_index) = 0.;
    table_.apply_transposed(product_, change_, all, all);
    for (unsigned int f = 0; f < n_; ++f)
      destination.block(f).copy_locally_owned_data_from(product_[f]);
    keep_rows(destination, source);
  }

  template <int dim>
  double
  Operator<dim>::residual_scale() const
  {
    double largest = 0.;
    for (const double flux : boundary_flux_[working_])
      largest = std::max(largest, std::abs(flux));
    if (transport_.displacement_rate() > 0.) // an uncharged electrode may face a charged wall
      for (const auto &fluxes : boundary_flux_)
        largest = std::max(largest, std::abs(fluxes[potential_]));
    return surface_norm_ * std::max(largest / surface_area_, step_.least_current);
  }

  template <int dim>
  double
  Operator<dim>::memory_consumption() const
  {
    double bytes = discretization_.matrix_free.memory_consumption() + table_.memory_consumption();
    for (const FaceTable &table : electrode_faces_)
      bytes += table.points.size() * (sizeof(SurfacePoint) + sizeof(SurfaceFlux));
    return bytes;
  }

  template class Operator<2>;
  template class Operator<3>;
} // namespace zincfield
