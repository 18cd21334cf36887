#include "solver/time/integrator.h"

#include "physics/constants.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The error is needed to a digit; under galvanostatic control it is what two potentials differ by that may both be far off. */
    constexpr double error_solve_tolerance = 3e-2, galvanostatic_error_solve_tolerance = 1e-3;

    /** Length of the step beyond a start that shows its error, over that of the start: about that of the steps which follow. What
     * has died away in it is no error that lasts. */
    constexpr double beyond_start = 100.;

    /** Error of order 2 over that of order 3 in the same step: 6.5 where all is slow, 33 while a diffusion layer grows from
     * nothing, where steps are limited by their growth. */
    constexpr double error_2_over_3 = 15.;

    /** Concentration of an ion that the bulk has none of, over the largest in the bulk, from which on errors of its electrochemical
     * potential count in full: below, that of a trace says nothing. */
    constexpr double trace_that_counts = 1e-3;

    /** By which errors of field f count at node i. */
    double
    share_of_error(const CellModel &model, const StateVector &state, const unsigned int f, const unsigned int i)
    {
      const TransportModel &transport = *model.transport;
      if (!transport.traits().resolves_charge || f == transport.potential() || model.data.species[f].bulk_concentration > 0.)
        return 1.;
      double largest = 0., u[max_fields];
      for (const Species &ion : model.data.species)
        largest = std::max(largest, ion.bulk_concentration);
      for (unsigned int g = 0; g < transport.n_fields(); ++g)
        u[g] = transport.fields()[g].bulk_value + state.block(g).local_element(i) * transport.fields()[g].scale;
      return std::min(1., transport.concentration(u, f) / (trace_that_counts * largest));
    }
  } // namespace

  template <int dim>
  double
  largest_error(const Operator<dim>             &op,
                Newton<dim>                     &newton,
                const std::vector<Accumulation> &rates,
                const std::vector<double>       &weights,
                const double                     diagonal,
                const TimeState                 &to)
  {
    StateVector         right, error, nothing;
    std::vector<double> in_films(to.accumulation.films.size(), 0.);
    double              charging = 0., error_of_potential = 0.;
    for (StateVector *vector : {&right, &error, &nothing})
      {
        op.discretization().initialize(*vector, op.n_fields());
        *vector = 0.;
      }
    for (unsigned int i = 0; i < rates.size(); ++i) // over dt times the diagonal, as the rows of a stage
      {
        const double weight = weights[i] / diagonal;
        right.add(weight, rates[i].rows);
        charging += weight * rates[i].metal_charge[op.working_electrode()];
        for (std::size_t j = 0; j < in_films.size(); ++j)
          in_films[j] += weight * rates[i].films[j];
      }
    const double current = op.add_film_surplus(right, in_films, to.fields, to.electrode_potential) - charging;
    op.keep_rows(right, nothing);
    newton.solve_linearised(error, error_of_potential, right, current,
                            newton.is_galvanostatic() ? galvanostatic_error_solve_tolerance : error_solve_tolerance);
    if (!std::isfinite(error.l2_norm()) || !std::isfinite(error_of_potential)) // which comparisons would pass over
      return std::numeric_limits<double>::infinity();

    // What is not stored follows from what is: near depletion potentials are logarithms, and no measure of how well a step went.
    // Double layers store the drop across them.
    const unsigned int all = (1u << op.n_fields()) - 1, accumulation = op.model().transport->rows_with_accumulation(),
                       counted   = accumulation == 0 ? all : accumulation;
    const unsigned int potential = op.model().transport->potential();
    double             largest =
      counted >> potential & 1u ? std::abs(error_of_potential) / op.model().transport->fields()[potential].scale : 0.;
    for (unsigned int f = 0; f < op.n_fields(); ++f)
      for (unsigned int i = 0; (counted >> f & 1u) && i < error.block(f).locally_owned_size(); ++i)
        largest = std::max(largest, share_of_error(op.model(), to.fields, f, i) * std::abs(error.block(f).local_element(i)) /
                                      (f == potential ? 1. : std::max(1., std::abs(to.fields.block(f).local_element(i)))));
    largest = Utilities::MPI::max(largest, op.discretization().dof_handler.get_communicator());
    return std::max(largest, op.surface_change(error, error_of_potential, in_films, to.fields, to.electrode_potential, counted));
  }

  template <int dim>
  Integrator<dim>::Integrator(Operator<dim> &op, const ButcherTableau &tableau, const double tolerance, const double least_current)
    : op_(op)
    , tableau_(&tableau)
    , tolerance_(tolerance)
    , least_current_(least_current)
  {}

  template <int dim>
  std::string
  Integrator<dim>::solve_stage(Newton<dim>        &newton,
                               const Drives       &drives,
                               const Accumulation &before,
                               const double        dt,
                               TimeState          &to,
                               Accumulation       &rate,
                               StepOutcome        &outcome)
  {
    const double target = drives.value(to.time);
    op_.set_step({1. / dt, &before, least_current_});
    if (!drives.galvanostatic)
      to.electrode_potential = target;
    const NewtonResult solved = newton.solve(to.fields, to.electrode_potential, target);
    outcome.newton_steps += solved.steps;
    outcome.linear_iterations += solved.linear_iterations;
    if (!solved.converged)
      return solved.reason;
    op_.accumulate(to.accumulation, to.fields, to.electrode_potential);
    rate = to.accumulation;
    add(rate, -1., before);
    scale(rate, 1. / dt);
    to.current     = op_.working_current();
    to.deposition  = op_.deposition_current();
    to.flux        = op_.boundary_flux();
    to.net_current = 0.;
    for (unsigned int id = 0; id < to.flux.size(); ++id)
      to.net_current += op_.current(id);
    return "";
  }

  template <int dim>
  StepOutcome
  Integrator<dim>::start(Newton<dim> &newton, const Drives &drives, const TimeState &from, TimeState &to, const double dt)
  {
    StepOutcome outcome;
    trend_.time_step = 0.;
    newton.forget();
    op_.forget();
    to.time         = from.time + dt;
    to.passed       = from.passed;
    outcome.failure = solve_stage(newton, drives, from.accumulation, dt, to, to.rate, outcome);
    to.charge       = from.charge + dt * to.current;
    to.deposit      = from.deposit + dt * to.deposition;
    for (unsigned int id = 0; id < to.flux.size(); ++id)
      for (unsigned int f = 0; f < op_.n_fields(); ++f)
        to.passed[id][f] = from.passed[id][f] + dt * to.flux[id][f];
    return outcome;
  }

  template <int dim>
  void
  Integrator<dim>::predict(const TimeState &from, const double dt, TimeState &to) const
  {
    to.fields              = from.fields;
    to.electrode_potential = from.electrode_potential;
    if (trend_.time_step <= 0.)
      return;
    const double ratio = dt / trend_.time_step;
    to.electrode_potential += ratio * (from.electrode_potential - trend_.potential);
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      {
        const Field &field = op_.model().transport->fields()[f];
        const double least = field.is_positive() ? -field.bulk_value / field.scale : -std::numeric_limits<double>::infinity();
        for (unsigned int i = 0; i < to.fields.block(f).locally_owned_size(); ++i)
          {
            const double value     = from.fields.block(f).local_element(i);
            const double predicted = value + ratio * (value - trend_.fields.block(f).local_element(i));
            if (predicted - least > 0.1 * (value - least) || !field.is_positive())
              to.fields.block(f).local_element(i) = predicted;
          }
      }
  }

  template <int dim>
  StepOutcome
  Integrator<dim>::step(Newton<dim> &newton, const Drives &drives, const TimeState &from, TimeState &to, const double dt)
  {
    StepOutcome        outcome;
    const unsigned int n = tableau_->n_stages();
    rates_.resize(n);
    newton.forget();
    op_.forget();
    rates_[0]       = from.rate;
    to              = from;
    to.charge       = from.charge + dt * tableau_->b()[0] * from.current;
    to.deposit      = from.deposit + dt * tableau_->b()[0] * from.deposition;
    const auto pass = [&](const double weight, const TimeState::Fluxes &flux) {
      for (unsigned int id = 0; id < flux.size(); ++id)
        for (unsigned int f = 0; f < op_.n_fields(); ++f)
          to.passed[id][f] += weight * flux[id][f];
    };
    pass(dt * tableau_->b()[0], from.flux);
    for (unsigned int i = 1; i < n; ++i)
      {
        before_ = from.accumulation;
        for (unsigned int j = 0; j < i; ++j)
          if (tableau_->a[i][j] != 0.)
            add(before_, dt * tableau_->a[i][j], rates_[j]);
        predict(from, tableau_->c[i] * dt, to);
        to.time         = from.time + tableau_->c[i] * dt;
        outcome.failure = solve_stage(newton, drives, before_, tableau_->diagonal() * dt, to, rates_[i], outcome);
        if (!outcome.failure.empty())
          return outcome;
        to.charge += dt * tableau_->b()[i] * to.current;
        to.deposit += dt * tableau_->b()[i] * to.deposition;
        pass(dt * tableau_->b()[i], to.flux);
      }
    to.rate                      = rates_.back();
    std::vector<double> embedded = tableau_->b();
    for (unsigned int i = 0; i < n; ++i)
      embedded[i] -= tableau_->embedded[i];
    outcome.error = error_norm(newton, embedded, to) / tolerance_;
    if (outcome.error <= 1.)
      {
        trend_.fields    = from.fields;
        trend_.potential = from.electrode_potential;
        trend_.time_step = dt;
      }
    return outcome;
  }

  template <int dim>
  double
  Integrator<dim>::start_error(
    Newton<dim> &newton, const Drives &drives, const TimeState &to, const double dt, StepOutcome &outcome)
  {
    const auto        trend  = trend_;
    TimeState         beyond = to;
    const StepOutcome second = start(newton, drives, to, beyond, beyond_start * dt);
    outcome.newton_steps += second.newton_steps;
    outcome.linear_iterations += second.linear_iterations;
    trend_ = trend;
    if (!second.failure.empty())
      return -1.;
    const double half = 0.5 / beyond_start;
    return largest_error<dim>(op_, newton, {to.rate, beyond.rate}, {-half, half}, 1., beyond) /
           tolerance_; // dt^2/2 u'' with the change of the rate for dt u'': more than that where it changes slowly
  }

  template <int dim>
  ErrorsByOrder
  Integrator<dim>::errors(Newton<dim> &newton, const TimeState &to, const double error) const
  {
    const unsigned int order = tableau_->order;
    ErrorsByOrder      result;
    result.fill(-1.);
    result[order - lowest_order] = error;
    if (order == 2)
      result[3 - lowest_order] = error / error_2_over_3;
    if (order == 3)
      result[2 - lowest_order] = error * error_2_over_3;
    for (const unsigned int other : {3u, 4u})
      if (const auto weights = neighbour_weights(order, other); !weights.empty())
        result[other - lowest_order] = error_norm(newton, weights, to) / tolerance_;
    return result;
  }

  template double
  largest_error(
    const Operator<2> &, Newton<2> &, const std::vector<Accumulation> &, const std::vector<double> &, double, const TimeState &);
  template double
  largest_error(
    const Operator<3> &, Newton<3> &, const std::vector<Accumulation> &, const std::vector<double> &, double, const TimeState &);
  template class Integrator<2>;
  template class Integrator<3>;
} // namespace zincfield
