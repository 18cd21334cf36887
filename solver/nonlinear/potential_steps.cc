#include "solver/nonlinear/potential_steps.h"

#include "solver/printf_text.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    /** First and smallest step [V]; a step that succeeds makes the next one so much longer. */
    constexpr double       first_step = 0.1, smallest_step = 1e-3, growth = 1.6;
    constexpr unsigned int most_steps = 200;

    /** b + share (b - a). */
    HeldState
    beyond(const HeldState &a, const HeldState &b, const double share)
    {
      HeldState result = b;
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
                           HeldState                                                                 &good,
                           const std::function<NewtonResult(Newton<dim> &, StateVector &, double &)> &solve,
                           const std::function<void(const std::string &)>                            &say)
  {
    const auto   other   = galvanostatic ? newton.at_a_potential() : nullptr;
    Newton<dim> &held    = other ? *other : newton;
    const double forward = (wanted > 0.) == galvanostatic ? -1. : 1.; // deposition is at negative potentials
    good                 = HeldState();
    op.discretization().initialize(good.fields, op.n_fields());
    good.fields = 0.; // the bulk, at rest
    HeldState    before = good;
    NewtonResult last;
    std::string  reason = "DIVERGED_MAX_IT";
    double       step = first_step;
    for (unsigned int k = 0; k < most_steps && step >= smallest_step; ++k)
      {
        const double covered = std::abs(good.electrode_potential - before.electrode_potential);
        const auto   ahead   = [&](const double volts) {
          HeldState state           = covered > 0. ? beyond(before, good, volts / covered) : good;
          state.electrode_potential = good.electrode_potential + forward * volts;
          return state;
        };
        const double left = !galvanostatic ? std::abs(wanted - good.electrode_potential) :
                            covered > 0.   ? covered * (wanted - good.current_density) / (good.current_density - before.current_density) :
                                             std::numeric_limits<double>::infinity();
        if (left > 0. && left <= step)
          {
            HeldState found = ahead(left);
            last            = solve(newton, found.fields, found.electrode_potential);
            if (last.converged)
              {
                good = found;
                return last;
              }
            reason = last.reason;
            step   = 0.5 * left;
          }
        HeldState next       = ahead(step);
        last                 = solve(held, next.fields, next.electrode_potential);
        next.current_density = op.working_current() / op.discretization().mesh.footprint();
        if (last.converged && !(galvanostatic && std::abs(next.current_density) > std::abs(wanted)))
          {
            say(text("  converged at an electrode potential of %.5g mV, %.4g mA/cm^2", 1e3 * next.electrode_potential, 0.1 * next.current_density));
            before = std::exchange(good, next);
            step *= growth;
            continue;
          }
        if (!last.converged)
          reason = last.reason;
        step *= 0.5; // no state, or beyond the current
      }
    last.converged = false;
    last.reason    = reason;
    return last;
  }

  template NewtonResult
  solve_by_potential_steps(Operator<2> &, Newton<2> &, bool, double, HeldState &, const std::function<NewtonResult(Newton<2> &, StateVector &, double &)> &, const std::function<void(const std::string &)> &);
  template NewtonResult
  solve_by_potential_steps(Operator<3> &, Newton<3> &, bool, double, HeldState &, const std::function<NewtonResult(Newton<3> &, StateVector &, double &)> &, const std::function<void(const std::string &)> &);
} // namespace zincfield
