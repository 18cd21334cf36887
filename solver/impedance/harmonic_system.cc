#include "solver/impedance/harmonic_system.h"

#include "solver/linear/set_up.h"
#include "solver/support/interruption.h"

#include <deal.II/base/numbers.h>
#include <deal.II/lac/solver_gmres.h>

#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the right-hand side. */
    constexpr double tolerance = 1e-10;

    constexpr unsigned int most_vectors = 50;

    /**
     * Block Gauss-Seidel over electrochemical potentials and phi stalls above D/L^2: concentrations that cannot change tie each of
     * them to the others. Where double layers are resolved `automatic` therefore factorises in the plane whatever the size.
     */
    template <int dim>
    std::string
    kind(const SolverOptions &options, const Operator<dim> &op)
    {
      const bool double_layers = op.model().transport->traits().resolves_charge;
      return double_layers && dim == 2 && options.linear_solver == "automatic" ? "direct" : preconditioner_kind(options, op);
    }
  } // namespace

  template <int dim>
  HarmonicSystem<dim>::HarmonicSystem(Operator<dim> &op, const SolverOptions &options)
    : real_(op)
    , sum_(op.discretization(), op.model())
    , options_(options)
    , preconditioner_(make_preconditioner<dim>(kind(options, op), sum_))
  {
    const auto        &discretization = op.discretization();
    const unsigned int n              = op.n_fields();
    for (StateVector *const vector : {&both_, &right_})
      discretization.initialize(*vector, 2 * n);
    for (StateVector *const vector : {&first_, &second_, &third_, &fourth_, &product_})
      discretization.initialize(*vector, n);
    both_ = 0.;
    for (unsigned int id = 0; id < op.model().boundaries.size(); ++id)
      if (op.model().boundaries[id].condition == Condition::electrode)
        working_ = id;
      else if (op.model().boundaries[id].condition == Condition::counter_electrode)
        counter_ = id;
  }

  template <int dim>
  void
  HarmonicSystem<dim>::part(StateVector &destination, const StateVector &both, const bool of_imaginary) const
  {
    const unsigned int n = real_.n_fields();
    for (unsigned int f = 0; f < n; ++f)
      destination.block(f) = both.block(of_imaginary ? n + f : f);
  }

  template <int dim>
  void
  HarmonicSystem<dim>::linearize(const StateVector &state, const double electrode_potential, const double angular_frequency)
  {
    ImplicitStep step      = real_.step();
    step.angular_frequency = angular_frequency;
    step.rate              = 0.;
    real_.set_step(step);
    step.rate = angular_frequency;
    sum_.set_step(step);
    const bool solvable = real_.linearize(state, electrode_potential);
    if (!sum_.linearize(state, electrode_potential) || !solvable)
      throw SolverError("The equations of a film have no solution at the steady state that the impedance is about.");
    try
      {
        preconditioner_->setup(state, electrode_potential);
      }
    catch (const NoInverse &error)
      {
        throw SolverError("The impedance about this steady state does not exist: " + std::string(error.what()) + ".");
      }
  }

  template <int dim>
  void
  HarmonicSystem<dim>::imaginary(StateVector &destination, const StateVector &source, const double electrode_change)
  {
    sum_.jacobian(destination, source, electrode_change);
    real_.jacobian(product_, source, electrode_change);
    destination -= product_;
  }

  template <int dim>
  void
  HarmonicSystem<dim>::action(StateVector &destination, const StateVector &source)
  {
    stop_if_requested(real_.discretization().dof_handler.get_communicator());
    const unsigned int n = real_.n_fields();
    part(first_, source, false);
    part(second_, source, true);
    imaginary(third_, first_, 0.); // leaves A x behind
    for (unsigned int f = 0; f < n; ++f)
      destination.block(f) = product_.block(f);
    imaginary(fourth_, second_, 0.);
    for (unsigned int f = 0; f < n; ++f)
      {
        destination.block(f) -= fourth_.block(f);
        destination.block(n + f) = third_.block(f);
        destination.block(n + f) += product_.block(f);
      }
  }

  template <int dim>
  void
  HarmonicSystem<dim>::precondition(StateVector &destination, const StateVector &source)
  {
    const unsigned int n = real_.n_fields();
    part(first_, source, false);
    part(second_, source, true);
    second_ += first_;
    preconditioner_->apply(third_, second_); // h
    imaginary(second_, third_, 0.);
    second_ += first_;
    preconditioner_->apply(fourth_, second_); // x
    for (unsigned int f = 0; f < n; ++f)
      {
        destination.block(f)     = fourth_.block(f);
        destination.block(n + f) = third_.block(f);
        destination.block(n + f) -= fourth_.block(f);
      }
  }

  template <int dim>
  std::complex<double>
  HarmonicSystem<dim>::current()
  {
    const auto of = [&](const StateVector &change, const double electrode_change) {
      real_.jacobian(product_, change, electrode_change);
      sum_.jacobian(third_, change, electrode_change);
      return std::complex<double>(real_.working_current_change(), sum_.working_current_change() - real_.working_current_change());
    };
    return -(of(first_, 1.) + std::complex<double>(0., 1.) * of(second_, 0.));
  }

  template <int dim>
  std::complex<double>
  HarmonicSystem<dim>::moment(const unsigned int boundary)
  {
    return std::conj(moment(boundary, first_)) + std::complex<double>(0., 1.) * std::conj(moment(boundary, second_));
  }

  template <int dim>
  std::complex<double>
  HarmonicSystem<dim>::moment(const unsigned int boundary, const StateVector &weight)
  {
    const double drives   = static_cast<int>(boundary) == working_ ? 1. : 0.;
    const auto   response = [&](const StateVector &change, const double electrode_change) {
      const double real = real_.current_moment(boundary, change, electrode_change, weight);
      return std::complex<double>(real, sum_.current_moment(boundary, change, electrode_change, weight) - real);
    };
    return -(response(first_, drives) + std::complex<double>(0., 1.) * response(second_, 0.));
  }

  template <int dim>
  std::complex<double>
  HarmonicSystem<dim>::ionic_current(const unsigned int boundary)
  {
    const unsigned int phi = real_.model().transport->potential();
    fourth_                = 0.;
    fourth_.block(phi)     = 1. / real_.model().transport->fields()[phi].scale;
    return moment(boundary, fourth_);
  }

  template <int dim>
  HarmonicResponse
  HarmonicSystem<dim>::solve(const StateVector &state, const double electrode_potential, const double angular_frequency)
  {
    linearize(state, electrode_potential, angular_frequency);
    const unsigned int n = real_.n_fields();
    first_               = 0.;
    imaginary(second_, first_, 1.);
    for (unsigned int f = 0; f < n; ++f)
      {
        right_.block(f)     = product_.block(f);
        right_.block(n + f) = second_.block(f);
      }
    right_ *= -1.;

    struct Matrix
    {
      HarmonicSystem &system;
      void
      vmult(StateVector &y, const StateVector &x) const
      {
        system.action(y, x);
      }
    };
    struct Inverse
    {
      HarmonicSystem &system;
      void
      vmult(StateVector &y, const StateVector &x) const
      {
        system.precondition(y, x);
      }
    };
    SolverControl             control(std::max(options_.linear_iterations, 200u), tolerance * right_.l2_norm(), false, false);
    SolverFGMRES<StateVector> solver(control, typename SolverFGMRES<StateVector>::AdditionalData(most_vectors));
    try
      {
        solver.solve(Matrix{*this}, both_, right_, Inverse{*this});
      }
    catch (const SolverControl::NoConvergence &)
      {
        char text[200];
        std::snprintf(text, sizeof(text),
                      "The impedance at %.4g Hz was not found: the residual of its linear system is %.1e after %u iterations, and "
                      "%.0e is asked for.",
                      angular_frequency / (2. * numbers::PI), control.last_value() / right_.l2_norm(), control.last_step(),
                      tolerance);
        throw SolverError(text, "Linear solver = direct, or more Linear iterations.");
      }

    HarmonicResponse response;
    response.iterations = control.last_step();
    part(first_, both_, false);
    part(second_, both_, true);
    response.current = current();
    // an electrode without kinetics holds the solution beside it at its own potential
    response.working_moment = real_.model().prescribes_potential(working_) ? std::conj(response.current) : moment(working_);
    if (!real_.pair().empty()) // electrons leave the metal at its own potential: what a scaffold costs is none of its surface's
      response.working_moment += std::conj(response.current - ionic_current(working_));
    if (counter_ >= 0 && !real_.model().prescribes_potential(counter_))
      response.counter_moment = moment(counter_);
    return response;
  }

  template class HarmonicSystem<2>;
  template class HarmonicSystem<3>;
} // namespace zincfield
