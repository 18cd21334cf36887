#pragma once

#include "solver/nonlinear/newton.h"
#include "solver/time/time_state.h"
#include "solver/time/order_control.h"

namespace zincfield
{
  /** What drives the cell, as a function of time. */
  struct Drives
  {
    bool                          galvanostatic = false;
    std::function<double(double)> value; // deposition current density [A/m^2], or electrode potential [V], at a time [s]
  };

  /** How a time step went. */
  struct StepOutcome
  {
    double       error        = 0.; // over the tolerance: accepted up to 1
    unsigned int newton_steps = 0, linear_iterations = 0;
    std::string  failure; // why there is no new state; empty: there is
  };

  /**
   * Largest error that the rates of stages make with these weights, taken through the Jacobian of the last solve() of `newton`, so
   * that stiff and algebraic parts count as they are; `diagonal`: of the method. Over the bulk's concentrations and RT/F.
   */
  template <int dim>
  double
  largest_error(const Operator<dim>             &op,
                Newton<dim>                     &newton,
                const std::vector<Accumulation> &rates,
                const std::vector<double>       &weights,
                double                           diagonal,
                const TimeState                 &to);

  /**
   * Runge-Kutta steps of d stored(u)/dt + F(u) = 0, in conservation form: what is stored at the end of a step is what was stored
   * before plus the step's weighted fluxes, to the tolerance of Newton's method. Algebraic unknowns (potentials, eliminated
   * amounts) obey their equations in every stage. The error of a step is that of the embedded method, taken through the Jacobian of
   * the step so that stiff and algebraic parts count as they are.
   */
  template <int dim>
  class Integrator
  {
  public:
    /** `newton` solves under the control that `drives` of the steps name. */
    Integrator(Operator<dim> &op, const ButcherTableau &tableau, double tolerance, double least_current);

    /**
     * A step of implicit Euler, which needs no rate at its beginning: after a switch it finds the potentials that belong to the new
     * drive. `to` holds a guess of the fields and the potential. Of its error nothing is known before start_error().
     */
    StepOutcome
    start(Newton<dim> &newton, const Drives &drives, const TimeState &from, TimeState &to, double dt);

    /** The error over the tolerance of the start() that led to `to`, by how the rate changes in another one, which begins there; -1
     * where that fails. `outcome` counts what it takes. */
    double
    start_error(Newton<dim> &newton, const Drives &drives, const TimeState &to, double dt, StepOutcome &outcome);

    StepOutcome
    step(Newton<dim> &newton, const Drives &drives, const TimeState &from, TimeState &to, double dt);

    /** The method of the steps that follow. */
    void
    set_tableau(const ButcherTableau &tableau)
    {
      tableau_ = &tableau;
    }

    /**
     * What the errors over the tolerance would have been at each order in the last step(), which led to `to` with the error
     * `error`: at the next order up or down where the rates of its stages tell. Nothing else may have used the operator in between.
     */
    ErrorsByOrder
    errors(Newton<dim> &newton, const TimeState &to, double error) const;

    /** Factor by which a step of this error is to be changed. */
    double
    step_factor(const double error) const
    {
      return zincfield::step_factor(error, tableau_->error_order);
    }

    /** The state a step ago, from which the next is predicted. */
    struct Trend
    {
      double      time_step = 0., potential = 0.; // 0: none
      StateVector fields;
    };
    const Trend &
    trend() const
    {
      return trend_;
    }
    void
    set_trend(const Trend &trend)
    {
      trend_ = trend;
    }

  private:
    /** Solve stored(u) - before = dt (-F(u)) for the state `to`; its current, fluxes and the rate follow. */
    std::string
    solve_stage(Newton<dim>        &newton,
                const Drives       &drives,
                const Accumulation &before,
                double              dt,
                TimeState          &to,
                Accumulation       &rate,
                StepOutcome        &outcome);

    /** State at from.time + dt on the line through the last two, concentrations kept positive. */
    void
    predict(const TimeState &from, double dt, TimeState &to) const;

    /** Largest error that the rates of the last step make with these weights. */
    double
    error_norm(Newton<dim> &newton, const std::vector<double> &weights, const TimeState &to) const
    {
      return largest_error(op_, newton, rates_, weights, tableau_->diagonal(), to);
    }

    Operator<dim>            &op_;
    const ButcherTableau     *tableau_;
    const double              tolerance_, least_current_;
    std::vector<Accumulation> rates_;  // of the stages of the last step
    Accumulation              before_; // of the last stage; the operator looks at it while errors are estimated
    Trend                     trend_;
  };
} // namespace zincfield
