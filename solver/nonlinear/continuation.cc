#include "solver/nonlinear/continuation.h"

#include "solver/errors.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/potential_steps.h"

#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Smallest step of the load, as a share of the whole. */
    constexpr double smallest_load_step = 1. / 128.;

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
        std::snprintf(text, sizeof(text), "%s of %.4g mV", data.control.mode == ControlMode::potentiostatic ? "an electrode potential" : "a cell voltage", value == 0. ? 0. : 1e3 * value); // no -0
      return text;
    }

    /** Share of the bulk's concentration below which an electrode counts as at its limiting current; as so near to it that a current without a solution is above it. */
    constexpr double at_the_limit = 1e-3, near_the_limit = 0.05;

    std::string
    advice(const Case &data, const bool depleted, const std::string &reason)
    {
      if (reason == beyond_rates && !depleted)
        return std::string("a larger exchange current density, ") + (data.control.mode == ControlMode::galvanostatic ? "a lower \"Applied current density\"" : "a potential nearer to equilibrium") +
               ", and a look at their units.";
      if (depleted)
        return data.control.mode == ControlMode::galvanostatic ?
                 "a lower \"Applied current density\", a smaller distance to the bulk or counter electrode, or potentiostatic control." :
                 "a potential nearer to equilibrium, or a smaller distance to the bulk or counter electrode.";
      return std::string("more \"Newton steps\", ") +
             (data.control.mode == ControlMode::galvanostatic ? "a lower \"Applied current density\" (it may be above the limiting current)" :
                                                                "a potential nearer to equilibrium") +
             ", a finer mesh (\"Initial refinements\"), and a look at the units of conductivities, diffusivities and thicknesses.";
    }

    /** Lowest concentration of zinc at an electrode over that of the bulk. */
    double
    lowest_share(const CellModel &model, const AtElectrodes &metal)
    {
      const Species *const zinc = find_zinc(model.transport->species());
      return zinc && zinc->bulk_concentration > 0. ? metal.lowest_concentration / zinc->bulk_concentration : 1.;
    }

    void
    add_work(NewtonResult &total, const NewtonResult &one)
    {
      total.steps += one.steps;
      total.linear_iterations += one.linear_iterations;
      total.setup_seconds += one.setup_seconds;
      total.solve_seconds += one.solve_seconds;
      total.residual = one.residual;
    }
  } // namespace

  std::string
  explain(const std::string &reason)
  {
    if (reason == "DIVERGED_MAX_IT")
      return "Newton's method did not converge in as many \"Newton steps\" as allowed";
    if (reason == "DIVERGED_LINE_SEARCH" || reason == "DIVERGED_LOCAL_MIN")
      return "Newton's method found no step that brings it nearer to a solution";
    if (reason == "DIVERGED_LINEAR_SOLVE")
      return "linear systems stayed unsolved after as many \"Linear iterations\" as allowed";
    if (reason == "DIVERGED_FNORM_NAN" || reason == "DIVERGED_FUNCTION_DOMAIN")
      return "the equations have no finite value here";
    return reason;
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
    else if (full == 0.)
      {
        ImplicitStep step  = op.step();
        step.least_current = current_of_exchange(op.model());
        op.set_step(step);
      }

    const auto solve_with = [&](Newton<dim> &method, StateVector &fields, double &potential, const double target) {
      NewtonResult result = method.solve(fields, potential, target);
      if (!result.converged)
        return result;
      const auto applied = galvanostatic && method.is_galvanostatic() ? std::optional<double>(target) : std::nullopt;
      result.reason      = why_refused(op, fields, potential, at_electrodes(op, fields, potential), carried(op, result.residual), applied);
      result.converged   = result.reason.empty();
      return result;
    };
    const auto   solve         = [&](const double target) { return solve_with(newton, state, electrode_potential, target); };
    const bool   may_factorise   = newton.may_factorise();
    const double start_potential = electrode_potential;
    StateVector  start;
    if (may_factorise)
      start = state;
    NewtonResult total = solve(full);
    if (!total.converged && may_factorise && total.reason != no_salt_left && total.reason != beyond_rates)
      {
        say("No solution from this start (" + explain(total.reason) + "): again with factors of the whole Jacobian");
        newton.factorise();
        state                     = start;
        electrode_potential       = start_potential;
        const NewtonResult second = solve(full);
        add_work(total, second);
        total.converged = second.converged;
        total.reason    = second.reason;
      }
    if (total.converged)
      return total;

    if (op.model().transport->traits().resolves_charge) // space charge carries more than the limiting current
      {
        say("No solution from this start (" + explain(total.reason) + "): raising the electrode potential in steps");
        HeldState found;
        fill_with_bulk(op, near_rest(op.model(), galvanostatic ? full : 0.), found.fields, found.electrode_potential);
        const NewtonResult last = solve_by_potential_steps<dim>(
          op, newton, galvanostatic, full, found,
          [&](Newton<dim> &method, StateVector &fields, double &potential) {
            const NewtonResult one = solve_with(method, fields, potential, full);
            add_work(total, one);
            return one;
          },
          say);
        if (last.converged)
          {
            state               = found.fields;
            electrode_potential = found.electrode_potential;
            total.converged     = true;
            return total;
          }
      }

    if (galvanostatic && full == 0.)
      throw SolverError("No steady state was found at open circuit: " + explain(total.reason) + ".", advice(data, false, total.reason));
    say("No solution from this start (" + explain(total.reason) + "): raising the load in steps");
    bool depleted = total.reason == no_salt_left;
    StateVector good;
    double      good_potential = 0., reached = 0., step = 0.25;
    fill_with_bulk(op, near_rest(op.model(), galvanostatic ? full : 0.), good, good_potential);
    while (reached < 1.)
      {
        const double next      = std::min(1., reached + step);
        state                  = good;
        electrode_potential    = galvanostatic ? good_potential : next * full;
        if (const auto potentials = galvanostatic && reached == 0. ? drawing(op.model(), next * full) : std::nullopt)
          fill_with_bulk(op, *potentials, state, electrode_potential);
        const NewtonResult one = solve(next * full);
        depleted               = depleted || one.reason == no_salt_left;
        add_work(total, one);
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
            total.reason = one.reason; // nearest to the last state that was found
            step *= 0.5;
            if (step < smallest_load_step)
              break;
          }
      }
    state               = good;
    electrode_potential = good_potential;
    if (reached > 0. && reached < 1.)
      {
        const double lowest = lowest_share(op.model(), at_electrodes(op, good, good_potential));
        depleted            = depleted || (galvanostatic && lowest < near_the_limit);
        if (!galvanostatic && lowest < at_the_limit)
          throw SolverError("No steady state was found beyond " + load_text(data, reached * full) + " (asked: " + load_text(data, full) +
                              "): there the electrode is at its limiting current, with almost no salt left beside it.",
                            "nothing if the limiting current is what you want: the state written is that. Otherwise " + advice(data, true, total.reason));
      }
    if (reached < 1.)
      throw SolverError("No steady state was found beyond " + load_text(data, reached * full) + " (asked: " + load_text(data, full) + "): " +
                          (depleted ? no_salt_left : explain(total.reason)) + ".",
                        advice(data, depleted, total.reason));
    total.converged = true;
    return total;
  }

  template NewtonResult
  solve_with_continuation(Operator<2> &, Newton<2> &, StateVector &, double &, const std::function<void(const std::string &)> &);
  template NewtonResult
  solve_with_continuation(Operator<3> &, Newton<3> &, StateVector &, double &, const std::function<void(const std::string &)> &);
} // namespace zincfield
