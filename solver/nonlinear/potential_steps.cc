#include "solver/nonlinear/potential_steps.h"

#include "solver/support/customary_unit.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    /** First and smallest step [V]; a step that succeeds makes the next one so much longer. */
    constexpr double       first_potential_step = 0.1, smallest_potential_step = 1e-3, growth = 1.6;
    constexpr unsigned int most_steps = 200;

    /** b + share (b - a). */
    PotentiostaticState
    beyond(const PotentiostaticState &a, const PotentiostaticState &b, const double share)
    {
      PotentiostaticState result = b;
      result.fields.sadd(1. + share, -share, a.fields);
      result.electrode_potential += share * (b.electrode_potential - a.electrode_potential);
      return result;
    }
  } // namespace

  template <int dim>
  NewtonResult
  solve_by_potential_steps(Operator<dim>                                                             &op,
                           Newton<dim>                                                               &newton,
                           const bool                                                                 galvanostatic,
                           const double                                                               wanted,
                           PotentiostaticState                                                       &reached,
                           const std::function<NewtonResult(Newton<dim> &, StateVector &, double &)> &solve,
                           const std::function<void(const std::string &)>                            &say)
  {
    const auto   other          = galvanostatic ? newton.at_a_potential() : nullptr;
    Newton<dim> &potentiostatic = other ? *other : newton;
    std::string  reason;
    const auto   attempt = [&](Newton<dim> &method, PotentiostaticState &state) {
      const NewtonResult result = solve(method, state.fields, state.electrode_potential);
      state.current_density     = op.working_current() / op.discretization().mesh.footprint();
      if (!result.converged)
        reason = result.reason;
      return result;
    };
    PotentiostaticState before  = reached;
    const auto          move_to = [&](const PotentiostaticState &next) {
      say("  converged at an electrode potential of " + in_customary_unit(next.electrode_potential, "V", 5) + ", " +
                   in_customary_unit(next.current_density, "A/m^2", 4));
      before = std::exchange(reached, next);
    };
    NewtonResult last;
    // Deposition currents grow towards negative potentials.
    const double forward = (galvanostatic ? wanted < reached.current_density : wanted > reached.electrode_potential) ? 1. : -1.;
    double       step    = first_potential_step;
    for (unsigned int k = 0; k < most_steps && step >= smallest_potential_step; ++k)
      {
        const double covered =
          forward * (reached.electrode_potential - before.electrode_potential); // negative: back from beyond the current
        const auto ahead = [&](const double volts) {
          PotentiostaticState state = covered != 0. ? beyond(before, reached, volts / covered) : reached;
          state.electrode_potential = reached.electrode_potential + forward * volts;
          return state;
        };
        const auto arrive = [&](PotentiostaticState found) {
          if (!galvanostatic)
            found.electrode_potential = wanted;
          last = attempt(newton, found);
          if (last.converged)
            reached = found;
          return last.converged;
        };
        const double left = !galvanostatic ? std::abs(wanted - reached.electrode_potential)
                            : covered != 0.
                              ? covered * (wanted - reached.current_density) / (reached.current_density - before.current_density)
                              : std::numeric_limits<double>::infinity();
        if (std::abs(left) <= step) // negative: the last step has gone a little too far
          {
            if (arrive(ahead(left)))
              return last;
            // Where the current is that steep, Newton's method for it may miss from next to the solution: nearer still, on either
            // side.
            PotentiostaticState near = ahead(left);
            if (galvanostatic && attempt(potentiostatic, near).converged &&
                std::abs(near.current_density - wanted) < 0.5 * std::abs(reached.current_density - wanted))
              {
                move_to(near);
                continue;
              }
            step = 0.5 * std::abs(left);
          }
        PotentiostaticState next = ahead(std::copysign(step, left));
        if (attempt(potentiostatic, next).converged)
          {
            // How far between this state and the next the current lies.
            const double share = (wanted - reached.current_density) / (next.current_density - reached.current_density);
            if (galvanostatic && !(share > 0.))
              {
                reason = "the current falls where the potential should raise it, as on a mesh too coarse for the double layer";
                break;
              }
            if (!galvanostatic || share >= 1.)
              {
                move_to(next);
                step *= growth;
                continue;
              }
            if (arrive(beyond(reached, next, share - 1.)))
              return last;
          }
        step *= 0.5;
      }
    last.converged = false;
    last.reason    = reason.empty() ? "the electrode potential was raised as often as allowed" : reason;
    return last;
  }

  template NewtonResult
  solve_by_potential_steps(Operator<2> &,
                           Newton<2> &,
                           bool,
                           double,
                           PotentiostaticState &,
                           const std::function<NewtonResult(Newton<2> &, StateVector &, double &)> &,
                           const std::function<void(const std::string &)> &);
  template NewtonResult
  solve_by_potential_steps(Operator<3> &,
                           Newton<3> &,
                           bool,
                           double,
                           PotentiostaticState &,
                           const std::function<NewtonResult(Newton<3> &, StateVector &, double &)> &,
                           const std::function<void(const std::string &)> &);
} // namespace zincfield
