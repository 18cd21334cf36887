#include "tests/integrators/dae.h"

#include "physics/constants.h"
#include "solver/linear/petsc_options.h"

#include <petsclog.h>

#include <ctime>

namespace zincfield::dae_tests
{
  namespace
  {
    unsigned long
    calls(const char *event)
    {
      PetscLogEvent      id;
      PetscEventPerfInfo info;
      check(PetscLogEventGetId(event, &id));
      check(PetscLogEventGetPerfInfo(0, id, &info));
      return info.count;
    }
  } // namespace

  Dae::Dae(const Problem &problem)
    : problem_(problem)
    , cell_(problem.lines, problem.refinements)
    , n_fields_(cell_.op->n_fields())
    , n_nodes_(cell_.discretization->dof_handler.n_dofs())
    , scale_(thermal_voltage(cell_.model.transport->temperature()))
    , factors_(make_preconditioner<2>("direct", *cell_.op))
    , newton_(std::make_unique<Newton<2>>(*cell_.op, cell_.data.solver, problem.galvanostatic, nullptr))
  {
    for (StateVector *vector : {&state_, &work_, &border_})
      cell_.discretization->initialize(*vector, n_fields_);
    AssertThrow(cell_.op->amounts().empty(), dealii::ExcMessage("rows of amounts are for steady states"));
  }

  void
  Dae::unpack(const double *y, StateVector &state, double &potential) const
  {
    for (unsigned int f = 0; f < n_fields_; ++f)
      for (unsigned int i = 0; i < n_nodes_; ++i)
        state.block(f).local_element(i) = y[f * n_nodes_ + i];
    potential = y[size() - 1] * scale_;
  }

  void
  Dae::pack(const StateVector &state, const double potential, double *y) const
  {
    for (unsigned int f = 0; f < n_fields_; ++f)
      for (unsigned int i = 0; i < n_nodes_; ++i)
        y[f * n_nodes_ + i] = state.block(f).local_element(i);
    y[size() - 1] = potential / scale_;
  }

  double
  Dae::control_row(const double current) const
  {
    return current / cell_.mesh.footprint() * cell_.op->surface_norm() / problem_.least_current;
  }

  std::vector<double>
  Dae::differential() const
  {
    StateVector ones, nothing;
    for (StateVector *vector : {&ones, &nothing})
      cell_.discretization->initialize(*vector, n_fields_);
    for (unsigned int f = 0; f < n_fields_; ++f)
      ones.block(f) = cell_.model.transport->rows_with_accumulation() >> f & 1u ? 1. : 0.;
    nothing = 0.;
    cell_.op->keep_rows(ones, nothing);
    std::vector<double> y(size());
    pack(ones, problem_.galvanostatic ? 0. : scale_, y.data());
    return y;
  }

  void
  Dae::rest(std::vector<double> &y)
  {
    double potential = 0.;
    initial_state(*cell_.op, state_, potential);
    cell_.op->prescribe(state_, potential);
    y.resize(size());
    pack(state_, potential, y.data());
  }

  void
  Dae::start(const Segment &segment, const double dt, std::vector<double> &y, std::vector<double> &rate)
  {
    segment_ = segment;
    double potential;
    unpack(y.data(), state_, potential);
    cell_.op->accumulate(before_, state_, potential);
    cell_.op->set_step({1. / dt, &before_, problem_.least_current});
    const double target = segment.value + segment.slope * dt;
    if (!problem_.galvanostatic)
      potential = target;
    newton_->forget();
    const NewtonResult solved = newton_->solve(state_, potential, target);
    AssertThrow(solved.converged, dealii::ExcMessage("no start: " + solved.reason));
    const std::vector<double> old = y, differential = this->differential();
    pack(state_, potential, y.data());
    rate.resize(size());
    for (unsigned int i = 0; i < size(); ++i)
      rate[i] = differential[i] * (y[i] - old[i]) / dt;
    if (!problem_.galvanostatic)
      rate.back() = segment.slope / scale_;
  }

  bool
  Dae::residual(const double *y, const double *rate, const double shift, double *g)
  {
    // shift (stored(y) - stored(y - y'/shift)) = M y', since storage is linear
    double              potential;
    std::vector<double> earlier(size());
    for (unsigned int i = 0; i < size(); ++i)
      earlier[i] = y[i] - rate[i] / shift;
    unpack(earlier.data(), state_, potential);
    cell_.op->accumulate(before_, state_, potential);
    cell_.op->set_step({shift, &before_, problem_.least_current});
    unpack(y, state_, potential);
    const bool solvable = cell_.op->residual(work_, state_, potential);
    pack(work_, 0., g);
    g[size() - 1] = problem_.galvanostatic ? control_row(cell_.op->working_current() - segment_.value * cell_.mesh.footprint())
                                           : rate[size() - 1] - segment_.slope / scale_;
    double sum    = 0.;
    for (unsigned int i = 0; i < size(); ++i)
      sum += g[i];
    return solvable && std::isfinite(sum);
  }

  void
  Dae::setup(const double *y, const double shift)
  {
    double potential;
    shift_ = shift;
    unpack(y, state_, potential);
    cell_.op->set_step({shift, &before_, problem_.least_current});
    cell_.op->linearize(state_, potential);
    factors_->setup(state_, potential);
    state_ = 0.;
    cell_.op->jacobian(work_, state_, -scale_);
    factors_->apply(border_, work_);
    if (problem_.galvanostatic)
      {
        cell_.op->jacobian(work_, border_, scale_);
        border_row_ = control_row(cell_.op->working_current_change());
      }
  }

  void
  Dae::solve(const double *right, double *solution)
  {
    double ignored, step = right[size() - 1];
    unpack(right, work_, ignored);
    factors_->apply(state_, work_);
    if (problem_.galvanostatic)
      {
        cell_.op->jacobian(work_, state_, 0.);
        step = (step - control_row(cell_.op->working_current_change())) / border_row_;
      }
    else
      step /= shift_;
    state_.add(step, border_);
    pack(state_, step * scale_, solution);
  }

  Instant
  Dae::instant(const double time, const double *y, const double *rate)
  {
    const Effort        before = counters();
    std::vector<double> g(size());
    residual(y, rate, 1., g.data());
    const Effort after = counters();
    watching_.evaluations += after.evaluations - before.evaluations;
    watching_.seconds += after.seconds - before.seconds;
    return {time, y[size() - 1] * scale_, cell_.op->working_current() / cell_.mesh.footprint()};
  }

  double
  Dae::amount(const double *y)
  {
    double potential;
    unpack(y, state_, potential);
    cell_.op->accumulate(before_, state_, potential);
    return before_.rows.block(0).mean_value() * before_.rows.block(0).size();
  }

  Effort
  Dae::counters() const
  {
    Effort effort;
    effort.setups      = calls("MatLUFactorNum");
    effort.solves      = calls("MatSolve");
    effort.evaluations = cell_.op->n_evaluations() - watching_.evaluations;
    effort.seconds     = double(std::clock()) / CLOCKS_PER_SEC - watching_.seconds;
    return effort;
  }
} // namespace zincfield::dae_tests
