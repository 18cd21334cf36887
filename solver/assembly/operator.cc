#include "solver/assembly/operator.h"

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  Operator<dim>::Operator(const Discretization<dim> &discretization, const CellModel &model, Loads<dim> loads)
    : context_(discretization, model)
    , prescribed_(context_)
    , amounts_(context_)
    , current_weights_(model.transport->current_weights())
  {
    const auto add = [&](auto term) {
      terms_.push_back(std::move(term));
      return terms_.back().get();
    };
    cells_    = static_cast<CellTerms<dim> *>(add(std::make_unique<CellTerms<dim>>(context_)));
    surfaces_ = static_cast<SurfaceTerms<dim> *>(add(std::make_unique<SurfaceTerms<dim>>(context_)));
    loads_    = static_cast<LoadTerm<dim> *>(add(std::make_unique<LoadTerm<dim>>(context_, std::move(loads))));
    for (const TermFactory<dim> &make : registered_terms<dim>())
      if (auto term = make(context_))
        terms_.push_back(std::move(term));

    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (model.boundaries[id].condition == Condition::electrode)
        working_ = id;
    reinit();
  }

  template <int dim>
  void
  Operator<dim>::reinit()
  {
    context_.reinit();
    // what reactions in scaffolds take comes last, as if through a boundary of its own
    const unsigned int n_fluxes = context_.model.boundaries.size() + (pair().empty() ? 0 : 1);
    boundary_flux_.assign(n_fluxes, {});
    displacement_current_.assign(n_fluxes, 0.);
    for (const auto &term : terms_)
      term->reinit();

    table_.reinit(context_.discretization, context_.n_fields);
    if (const auto both = pair(); !both.empty())
      table_.set_pair(both[0], both[1]);
    cells_->tabulate_metric(table_);
    surfaces_->tabulate_faces(table_);
    change_.resize(context_.n_fields);
    product_.resize(context_.n_fields);
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      {
        table_.numbering().initialize(change_[f]);
        table_.numbering().initialize(product_[f]);
      }

    surface_ = measure_surface(context_, working_);
    prescribed_.reinit();
    amounts_.reinit(prescribed_, surface_.norm);
    loads_->prescribe_bulk(prescribed_);
  }

  template <int dim>
  void
  Operator<dim>::accumulate_terms(Accumulation      &accumulation,
                                  const StateVector &state,
                                  const double       electrode_potential,
                                  const bool         known) const
  {
    context_.discretization.initialize(accumulation.rows, context_.n_fields);
    accumulation.rows = 0.;
    accumulation.metal_charge.assign(context_.model.boundaries.size(), 0.);
    state.update_ghost_values();
    for (const auto &term : terms_)
      term->add_accumulation(accumulation, state, electrode_potential, known);
    accumulation.rows.compress(VectorOperation::add);
    state.zero_out_ghost_values();
    Utilities::MPI::sum(accumulation.metal_charge, context_.discretization.dof_handler.get_communicator(),
                        accumulation.metal_charge);
  }

  template <int dim>
  bool
  Operator<dim>::residual(StateVector &destination, const StateVector &state, const double electrode_potential)
  {
    ++n_residuals_;
    destination = 0.;
    for (auto &flux : boundary_flux_)
      flux.fill(0.);
    state.update_ghost_values();
    deposition_ = 0.;
    Residual<dim> sum{destination, boundary_flux_, deposition_};
    bool          solvable = true;
    for (const auto &term : terms_)
      solvable = term->add_residual(sum, state, electrode_potential) && solvable;
    destination.compress(VectorOperation::add);
    state.zero_out_ghost_values();

    const ImplicitStep &step = context_.step;
    std::vector<double> charging(context_.model.boundaries.size(), 0.);
    if (step.rate > 0.)
      {
        Accumulation now;
        accumulate_terms(now, state, electrode_potential, true);
        destination.add(step.rate, now.rows);
        destination.add(-step.rate, step.before->rows);
        for (unsigned int id = 0; id < charging.size(); ++id)
          charging[id] = step.rate * (now.metal_charge[id] - step.before->metal_charge[id]);
        if (const auto both = pair(); !both.empty()) // double layers of scaffolds: from the solid into the solution
          {
            double      charge = 0.; // of this rank
            const auto &after = now.rows.block(both[1]), &before = step.before->rows.block(both[1]);
            for (unsigned int i = 0; i < after.locally_owned_size(); ++i)
              charge += after.local_element(i) - before.local_element(i);
            boundary_flux_.back()[both[0]] -= step.rate * charge;
            boundary_flux_.back()[both[1]] += step.rate * charge;
          }
      }
    finish_fluxes(destination, charging);
    prescribed_.finish_rows(destination, state, amounts_.surplus(state), electrode_potential, false);
    return Utilities::MPI::min(solvable ? 1 : 0, context_.discretization.dof_handler.get_communicator()) == 1;
  }

  template <int dim>
  void
  Operator<dim>::finish_fluxes(const StateVector &rows, const std::vector<double> &charging)
  {
    const auto communicator = context_.discretization.dof_handler.get_communicator();
    for (const PrescribedUnknown &p : prescribed_.list())
      if (p.boundary != numbers::invalid_unsigned_int)
        boundary_flux_[p.boundary][p.field] -= rows.block(p.field).local_element(p.local_index);
    for (auto &sums : boundary_flux_)
      Utilities::MPI::sum(ArrayView<const double>(sums.data(), context_.n_fields), communicator,
                          ArrayView<double>(sums.data(), context_.n_fields));
    for (unsigned int id = 0; id < charging.size(); ++id)
      if (context_.transport.traits().resolves_charge)
        displacement_current_[id] = -charging[id];
      else
        boundary_flux_[id][context_.potential] -= charging[id];
  }

  template <int dim>
  bool
  Operator<dim>::linearize(const StateVector &state, const double electrode_potential)
  {
    TableNeeds needs;
    for (const auto &term : terms_)
      {
        needs.advection_fields |= term->needs().advection_fields;
        needs.reaction_rows |= term->needs().reaction_rows;
      }
    table_.allocate(needs.advection_fields, needs.reaction_rows);
    state.update_ghost_values();
    bool solvable = true;
    for (const auto &term : terms_)
      solvable = term->tabulate(table_, state, electrode_potential) && solvable;
    table_.sum_pair();
    tabulate_scaffold_column();
    amounts_.tabulate(state);
    state.zero_out_ghost_values();
    return Utilities::MPI::min(solvable ? 1 : 0, context_.discretization.dof_handler.get_communicator()) == 1;
  }

  template <int dim>
  void
  Operator<dim>::tabulate_scaffold_column()
  {
    const ElectronicReference &electrons = context_.electrons;
    if (std::find(electrons.follows.begin(), electrons.follows.end(), true) == electrons.follows.end() ||
        context_.step.on_coarser_level)
      return;
    const unsigned int    n = context_.n_fields, s = electrons.field;
    ScalarVector<double> &with_metal = change_[s];
    // unknowns of other scaffolds as well: what they do is 0 where no reaction of this one is
    with_metal.copy_locally_owned_data_from(prescribed_.cells_in(electrons.follows));
    for (unsigned int i = 0; i < with_metal.locally_owned_size(); ++i)
      with_metal.local_element(i) = with_metal.local_element(i) > 0. ? 1. / context_.transport.fields()[s].scale : 0.;
    table_.apply_reactions(product_, change_, (1u << n) - 1, s);
    with_metal.zero_out_ghost_values();
    context_.discretization.initialize(scaffold_column_, n);
    for (unsigned int f = 0; f < n; ++f)
      scaffold_column_.block(f).copy_locally_owned_data_from(product_[f]);
  }

  template <int dim>
  std::vector<unsigned int>
  Operator<dim>::pair() const
  {
    const auto &fields = context_.transport.fields();
    for (unsigned int f = 0; f < fields.size(); ++f)
      if (fields[f].role == FieldRole::electronic_potential && fields[f].scale == fields[context_.potential].scale)
        return {context_.potential, f};
    return {};
  }

  template <int dim>
  std::vector<unsigned int>
  Operator<dim>::prescribed_of(const unsigned int f) const
  {
    const auto                both = pair();
    std::vector<unsigned int> list;
    for (const PrescribedUnknown &p : prescribed_.list())
      if (p.field == f ||
          (f == context_.n_fields && (p.field == both[0] || (p.field == both[1] && p.boundary != numbers::invalid_unsigned_int))))
        list.push_back(p.local_index);
    return list;
  }

  template <int dim>
  double
  Operator<dim>::current_change(const unsigned int          boundary,
                                const double                electrode_change,
                                const ScalarVector<double> *weight) const
  {
    double sum = 0.;
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      if (current_weights_[f] != 0.)
        sum += current_weights_[f] * table_.flux_change(boundary, f, change_, electrode_change, weight);
    if (context_.step.rate > 0. && context_.transport.traits().resolves_charge)
      sum += context_.step.rate / context_.transport.displacement_rate() *
             table_.flux_change(boundary, context_.potential, change_, electrode_change, weight);
    return sum;
  }

  template <int dim>
  void
  Operator<dim>::jacobian(StateVector &destination, const StateVector &change, const double electrode_change)
  {
    const unsigned int  n = context_.n_fields, all = (1u << n) - 1;
    const ImplicitStep &step            = context_.step;
    const bool          resolves_charge = context_.transport.traits().resolves_charge;
    for (unsigned int f = 0; f < n; ++f)
      change_[f].copy_locally_owned_data_from(change.block(f));
    table_.apply(product_, change_, all, all, electrode_change);
    current_change_ = current_change(working_, electrode_change);
    for (unsigned int f = 0; f < n; ++f)
      destination.block(f).copy_locally_owned_data_from(product_[f]);
    if (electrode_change != 0. && scaffold_column_.n_blocks() > 0)
      destination.add(electrode_change, scaffold_column_);

    // Where the solution has the electrode's potential, double layers resolved, Poisson's row holds the charge of the metal; a time
    // step does not count it.
    const double charging =
      step.angular_frequency > 0. && resolves_charge ? step.rate / context_.transport.displacement_rate() : 0.;
    for (const PrescribedUnknown &p : prescribed_.list())
      if (p.boundary == working_)
        current_change_ -= (current_weights_[p.field] + (p.field == context_.potential ? charging : 0.)) *
                           destination.block(p.field).local_element(p.local_index);
    current_change_ = Utilities::MPI::sum(current_change_, context_.discretization.dof_handler.get_communicator());
    prescribed_.finish_rows(destination, change, amounts_.surplus_change(change), electrode_change, true);
  }

  template <int dim>
  void
  Operator<dim>::transposed_jacobian(StateVector &destination, const StateVector &source)
  {
    const unsigned int n = context_.n_fields, all = (1u << n) - 1;
    for (unsigned int f = 0; f < n; ++f)
      change_[f].copy_locally_owned_data_from(source.block(f));
    for (const PrescribedUnknown &p : prescribed_.list())
      change_[p.field].local_element(p.local_index) = 0.;
    table_.apply_transposed(product_, change_, all, all);
    for (unsigned int f = 0; f < n; ++f)
      destination.block(f).copy_locally_owned_data_from(product_[f]);
    keep_rows(destination, source);
  }

  template <int dim>
  double
  Operator<dim>::current_moment(const unsigned int boundary,
                                const StateVector &change,
                                const double       electrode_change,
                                const StateVector &weight)
  {
    const auto ghosted = [&](ScalarVector<double> &to, const FieldVector &from) {
      to.copy_locally_owned_data_from(from);
      to.update_ghost_values();
      table_.numbering().resolve(to);
    };
    for (unsigned int f = 0; f < context_.n_fields; ++f)
      ghosted(change_[f], change.block(f));
    ScalarVector<double> &potential = product_[context_.potential];
    ghosted(potential, weight.block(context_.potential));
    const double sum = current_change(boundary, electrode_change, &potential);
    potential.zero_out_ghost_values();
    return Utilities::MPI::sum(sum, context_.discretization.dof_handler.get_communicator()) *
           context_.transport.fields()[context_.potential].scale;
  }

  template <int dim>
  std::vector<double>
  Operator<dim>::pinned(const StateVector &vector) const
  {
    std::vector<double> values(amounts_.list().size(), 0.);
    if (values.empty())
      return values;
    for (const PrescribedUnknown &p : prescribed_.list())
      if (p.source == PrescribedUnknown::Source::amount)
        values[p.amount] = vector.block(p.field).local_element(p.local_index);
    Utilities::MPI::sum(values, context_.discretization.dof_handler.get_communicator(), values);
    return values;
  }

  template <int dim>
  void
  Operator<dim>::pin(StateVector &vector, const std::vector<double> &values) const
  {
    for (const PrescribedUnknown &p : prescribed_.list())
      if (p.source == PrescribedUnknown::Source::amount)
        vector.block(p.field).local_element(p.local_index) = values[p.amount];
  }

  template <int dim>
  double
  Operator<dim>::residual_scale() const
  {
    double largest = 0.;
    for (const double flux : boundary_flux_[working_])
      largest = std::max(largest, std::abs(flux));
    if (context_.transport.traits().resolves_charge) // an uncharged electrode may face a charged wall
      for (const auto &fluxes : boundary_flux_)
        largest = std::max(largest, std::abs(fluxes[context_.potential]));
    return surface_.norm * std::max(largest / surface_.area, context_.step.least_current);
  }

  template <int dim>
  double
  Operator<dim>::rounding_noise() const
  {
    const ImplicitStep &step = context_.step;
    return step.rate > 0. ? 1e-15 * step.rate * (step.before->rows.l2_norm() + cells_->displacement_size()) : 0.;
  }

  template <int dim>
  double
  Operator<dim>::memory_consumption() const
  {
    return context_.discretization.matrix_free.memory_consumption() + table_.memory_consumption() + surfaces_->memory_consumption();
  }

  template class Operator<2>;
  template class Operator<3>;
} // namespace zincfield
