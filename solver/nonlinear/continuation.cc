#include "solver/nonlinear/continuation.h"

#include "solver/errors.h"

#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Smallest step of the load, as a share of the whole. */
    constexpr double smallest_step = 1. / 128.;

    double
    load(const Case &data)
    {
      switch (data.control.mode)
        {
          case ControlMode::galvanostatic:
            return data.control.applied_current_density;
          case ControlMode::potentiostatic:
            return data.control.electrode_potential;
          default:
            return data.control.cell_voltage;
        }
    }

    std::string
    load_text(const Case &data, const double value)
    {
      char text[80];
      if (data.control.mode == ControlMode::galvanostatic)
        std::snprintf(text, sizeof(text), "a current density of %.4g mA/cm^2", 0.1 * value);
      else
        std::snprintf(text, sizeof(text), "%s of %.4g mV", data.control.mode == ControlMode::potentiostatic ? "an electrode potential" : "a cell voltage", 1e3 * value);
      return text;
    }

    /** Difference "potential of the metal minus that of the solution" at which the boundary takes `current` [A/m^2]; bisection. */
    double
    potential_drop(const CellModel &model, const unsigned int id, const double current)
    {
      const TransportModel &transport = *model.transport;
      const SurfacePoint    point     = model.surface_point(id, Location());
      double                u[max_fields];
      for (unsigned int f = 0; f < transport.n_fields(); ++f)
        u[f] = transport.fields()[f].bulk_value;
      double low = -5., high = 5.; // n.i falls with the drop
      for (unsigned int step = 0; step < 60; ++step)
        {
          const double middle = 0.5 * (low + high);
          SurfaceFlux  flux;
          if (!model.boundaries[id].law->evaluate(point, u, middle, false, flux))
            return 0.;
          (flux.flux[transport.potential()] > current ? low : high) = middle;
        }
      return 0.5 * (low + high);
    }
  } // namespace

  template <int dim>
  void
  initial_state(const Operator<dim> &op, StateVector &state, double &electrode_potential)
  {
    const CellModel      &model     = op.model();
    const TransportModel &transport = *model.transport;
    const double          current   = model.data.control.mode == ControlMode::galvanostatic ? model.data.control.applied_current_density : 0.;
    double                solution  = 0.;
    electrode_potential             = model.data.control.mode == ControlMode::galvanostatic ? 0. : load(model.data);
    if (!transport.is_primary() && model.data.control.mode == ControlMode::galvanostatic)
      {
        for (unsigned int id = 0; id < model.boundaries.size(); ++id)
          if (model.boundaries[id].condition == Condition::counter_electrode)
            solution = -potential_drop(model, id, -current);
        for (unsigned int id = 0; id < model.boundaries.size(); ++id)
          if (model.boundaries[id].condition == Condition::electrode)
            electrode_potential = solution + potential_drop(model, id, current);
      }
    op.discretization().initialize(state, transport.n_fields());
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      state.block(f) = f == transport.potential() ? solution / transport.fields()[f].scale : 0.;
    op.prescribe(state, electrode_potential);
  }

  template <int dim>
  NewtonResult
  solve_with_continuation(Operator<dim>                                   &op,
                          Newton<dim>                                     &newton,
                          StateVector                                     &state,
                          double                                          &electrode_potential,
                          const std::function<void(const std::string &)> &say)
  {
    const Case  &data         = op.model().data;
    const bool   galvanostatic = data.control.mode == ControlMode::galvanostatic;
    const double full         = load(data);
    if (!galvanostatic)
      electrode_potential = full;

    NewtonResult total = newton.solve(state, electrode_potential, full);
    if (total.converged)
      return total;

    say("Newton's method failed from this start (" + total.reason + "): raising the load in steps");
    StateVector good;
    double      good_potential = 0., reached = 0., step = 0.25;
    op.discretization().initialize(good, op.n_fields());
    good = 0.; // the bulk, at rest
    while (reached < 1.)
      {
        const double next      = std::min(1., reached + step);
        state                  = good;
        electrode_potential    = galvanostatic ? good_potential : next * full;
        const NewtonResult one = newton.solve(state, electrode_potential, next * full);
        total.steps += one.steps;
        total.linear_iterations += one.linear_iterations;
        total.setup_seconds += one.setup_seconds;
        total.solve_seconds += one.solve_seconds;
        total.residual = one.residual;
        if (one.converged)
          {
            say("  converged at " + load_text(data, next * full));
            reached        = next;
            good           = state;
            good_potential = electrode_potential;
            step *= 1.5;
          }
        else
          {
            step *= 0.5;
            if (step < smallest_step)
              break;
          }
      }
    state               = good;
    electrode_potential = good_potential;
    if (reached < 1.)
      throw SolverError("No steady state was found beyond " + load_text(data, reached * full) + " (asked: " + load_text(data, full) +
                          "). Either the current is above the limiting current of this cell, or Newton's method failed (" + total.reason + ").",
                        galvanostatic ? "a lower \"Applied current density\", a smaller distance to the bulk or counter electrode, or potentiostatic control." :
                                        "more \"Newton steps\", a finer mesh, or a potential nearer to equilibrium.");
    total.converged = true;
    return total;
  }

  template void
  initial_state(const Operator<2> &, StateVector &, double &);
  template void
  initial_state(const Operator<3> &, StateVector &, double &);
  template NewtonResult
  solve_with_continuation(Operator<2> &, Newton<2> &, StateVector &, double &, const std::function<void(const std::string &)> &);
  template NewtonResult
  solve_with_continuation(Operator<3> &, Newton<3> &, StateVector &, double &, const std::function<void(const std::string &)> &);
} // namespace zincfield
