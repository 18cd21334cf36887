#include "solver/nonlinear/continuation.h"

#include "physics/kinetics/forms_solid.h"
#include "physics/kinetics/share_of_solids.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/potential_steps.h"
#include "solver/support/customary_unit.h"
#include "solver/support/errors.h"

#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Smallest step of the load, as a share of the whole. */
    constexpr double smallest_load_step = 1. / 128.;

    /** Decades by which rates of solids are raised at first, at most and at least, and the share that is next to nothing: a solid
     * of seven ions is supersaturated by tens of decades where none of it may form. */
    constexpr double first_decades = 4., most_decades = 8., least_decades = 0.05, decades_of_nothing = 40.;

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
      if (data.control.mode == ControlMode::galvanostatic)
        return "a current density of " + in_customary_unit(value, "A/m^2", 4);
      return (data.control.mode == ControlMode::potentiostatic ? "an electrode potential of " : "a cell voltage of ") +
             in_customary_unit(value, "V", 4);
    }

    /** Share of the bulk's concentration below which an electrode counts as at its limiting current; as so near to it that a
     * current without a solution is above it. */
    constexpr double at_the_limit = 1e-3, near_the_limit = 0.05;

    std::string
    advice(const Case &data, const bool depleted, const std::string &reason)
    {
      if (reason == beyond_rates && !depleted)
        return std::string("a larger exchange current density, ") +
               (data.control.mode == ControlMode::galvanostatic ? "a lower \"Applied current density\""
                                                                : "a potential nearer to equilibrium") +
               ", and a look at their units.";
      if (depleted)
        return data.control.mode == ControlMode::galvanostatic
                 ? "a lower \"Applied current density\", a smaller distance to the bulk or counter electrode, or potentiostatic "
                   "control."
                 : "a potential nearer to equilibrium, or a smaller distance to the bulk or counter electrode.";
      return std::string("more \"Newton steps\", ") +
             (data.control.mode == ControlMode::galvanostatic
                ? "a lower \"Applied current density\" (it may be above the limiting current)"
                : "a potential nearer to equilibrium") +
             ", a finer mesh (\"Initial refinements\"), and a look at the units of conductivities, diffusivities and thicknesses.";
    }

    /** Lowest concentration of zinc at an electrode over that of the bulk. */
    double
    lowest_share(const CellModel &model, const AtElectrodes &metal)
    {
      const Species *const zinc = find_zinc(model.transport->species());
      return zinc && zinc->bulk_concentration > 0. ? metal.lowest_concentration / zinc->bulk_concentration : 1.;
    }

    bool
    has_solids(const CellModel &model)
    {
      for (const BoundaryLaw &boundary : model.boundaries)
        if (boundary.law)
          for (const auto &reaction : boundary.law->reactions())
            if (dynamic_cast<const FormsSolid *>(reaction.get()))
              return true;
      return false;
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

  namespace
  {
    /** One search for a steady state: from the given start, then by ways that take longer. */
    template <int dim>
    class Continuation
    {
    public:
      Continuation(Operator<dim>                                  &op,
                   Newton<dim>                                    &newton,
                   StateVector                                    &state,
                   double                                         &electrode_potential,
                   const std::function<void(const std::string &)> &say)
        : op_(op)
        , newton_(newton)
        , state_(state)
        , electrode_potential_(electrode_potential)
        , say_(say)
        , data_(op.model().data)
        , galvanostatic_(data_.control.mode == ControlMode::galvanostatic)
        , full_(load(data_))
      {}

      NewtonResult
      run();

    private:
      /** Solves for `target`; what converged but is no solution is refused. */
      NewtonResult
      solve(Newton<dim> &method, StateVector &fields, double &potential, double target);

      NewtonResult
      solve(const double target)
      {
        return solve(newton_, state_, electrode_potential_, target);
      }

      /** From the given start, where need be again with factors of the whole Jacobian. */
      bool
      solve_from_the_start();

      /** Raises the electrode potential in steps: space charge carries more than the limiting current. */
      bool
      raise_potential();

      /** Raises the rates at which solids precipitate, from next to nothing: fast ones are zero on one side of saturation, and
       * powers of concentrations on the other. */
      bool
      raise_solids();

      /** Raises the load in steps, from rest; leaves the last state found behind. Returns the share of the load that was reached.
       */
      double
      raise_load();

      [[noreturn]] void
      report_the_end(double reached);

      void
      say_no_solution(const std::string &what_next)
      {
        say_("No solution from this start (" + explain(total_.reason) + "): " + what_next);
      }

      Operator<dim>                                  &op_;
      Newton<dim>                                    &newton_;
      StateVector                                    &state_;
      double                                         &electrode_potential_;
      const std::function<void(const std::string &)> &say_;
      const Case                                     &data_;
      const bool                                      galvanostatic_;
      const double                                    full_; // load
      NewtonResult                                    total_;
      bool                                            depleted_ = false; // whether there was no salt left on the way
    };

    template <int dim>
    NewtonResult
    Continuation<dim>::run()
    {
      if (!galvanostatic_)
        electrode_potential_ = full_;
      else if (full_ == 0.)
        {
          ImplicitStep step  = op_.step();
          step.least_current = current_of_exchange(op_.model());
          op_.set_step(step);
        }
      if (solve_from_the_start())
        return total_;
      if (op_.model().transport->traits().resolves_charge && raise_potential())
        return total_;
      if (has_solids(op_.model()) && raise_solids())
        return total_;
      if (galvanostatic_ && full_ == 0.)
        throw SolverError("No steady state was found at open circuit: " + explain(total_.reason) + ".",
                          advice(data_, false, total_.reason));
      if (const double reached = raise_load(); reached < 1.)
        report_the_end(reached);
      total_.converged = true;
      return total_;
    }

    template <int dim>
    NewtonResult
    Continuation<dim>::solve(Newton<dim> &method, StateVector &fields, double &potential, const double target)
    {
      NewtonResult result = method.solve(fields, potential, target);
      if (!result.converged)
        return result;
      const auto applied = galvanostatic_ && method.is_galvanostatic() ? std::optional<double>(target) : std::nullopt;
      result.reason =
        why_refused(op_, fields, potential, at_electrodes(op_, fields, potential), carried(op_, result.residual), applied);
      result.converged = result.reason.empty();
      return result;
    }

    template <int dim>
    bool
    Continuation<dim>::solve_from_the_start()
    {
      const bool   may_factorise   = newton_.may_factorise();
      const double start_potential = electrode_potential_;
      StateVector  start;
      if (may_factorise)
        start = state_;
      total_ = solve(full_);
      if (!total_.converged && may_factorise && total_.reason != no_salt_left && total_.reason != beyond_rates)
        {
          say_no_solution("again with factors of the whole Jacobian");
          newton_.factorise();
          state_                    = start;
          electrode_potential_      = start_potential;
          const NewtonResult second = solve(full_);
          add_work(total_, second);
          total_.converged = second.converged;
          total_.reason    = second.reason;
        }
      return total_.converged;
    }

    template <int dim>
    bool
    Continuation<dim>::raise_potential()
    {
      say_no_solution("raising the electrode potential in steps");
      PotentiostaticState found;
      fill_with_bulk(op_, near_rest(op_.model(), galvanostatic_ ? full_ : 0.), found.fields, found.electrode_potential);
      const NewtonResult last = solve_by_potential_steps<dim>(
        op_, newton_, galvanostatic_, full_, found,
        [&](Newton<dim> &method, StateVector &fields, double &potential) {
        const NewtonResult one = solve(method, fields, potential, full_);
        add_work(total_, one);
        return one;
        },
        say_);
      if (!last.converged)
        return false;
      state_               = found.fields;
      electrode_potential_ = found.electrode_potential;
      total_.converged     = true;
      return true;
    }

    template <int dim>
    bool
    Continuation<dim>::raise_solids()
    {
      say_no_solution("raising the rates of precipitation in steps");
      StateVector good;
      double      good_potential = 0., decades = -decades_of_nothing, step = first_decades;
      fill_with_bulk(op_, near_rest(op_.model(), galvanostatic_ ? full_ : 0.), good, good_potential);
      bool begun = false; // at next to nothing
      while (step >= least_decades)
        {
          const double next    = begun ? std::min(0., decades + step) : decades;
          share_of_solids      = std::pow(10., next);
          state_               = good;
          electrode_potential_ = galvanostatic_ ? good_potential : full_;
          if (const auto potentials = galvanostatic_ && !begun ? drawing(op_.model(), full_) : std::nullopt)
            fill_for_current(op_, *potentials, full_, state_, electrode_potential_);
          const NewtonResult one = solve(full_);
          add_work(total_, one);
          if (!one.converged && !begun)
            break;
          step = one.converged ? std::min(most_decades, 1.5 * step) : 0.5 * step;
          if (!one.converged)
            continue;
          begun          = true;
          decades        = next;
          good           = state_;
          good_potential = electrode_potential_;
          if (decades == 0.)
            return total_.converged = true;
        }
      share_of_solids = 1.;
      return false;
    }

    template <int dim>
    double
    Continuation<dim>::raise_load()
    {
      say_no_solution("raising the load in steps");
      depleted_ = total_.reason == no_salt_left;
      StateVector good;
      double      good_potential = 0., reached = 0., step = 0.25;
      fill_with_bulk(op_, near_rest(op_.model(), galvanostatic_ ? full_ : 0.), good, good_potential);
      while (reached < 1. && step >= smallest_load_step)
        {
          const double next    = std::min(1., reached + step);
          state_               = good;
          electrode_potential_ = galvanostatic_ ? good_potential : next * full_;
          if (const auto potentials = galvanostatic_ && reached == 0. ? drawing(op_.model(), next * full_) : std::nullopt)
            fill_for_current(op_, *potentials, next * full_, state_, electrode_potential_);
          const NewtonResult one = solve(next * full_);
          depleted_              = depleted_ || one.reason == no_salt_left;
          add_work(total_, one);
          step *= one.converged ? 1.5 : 0.5;
          if (!one.converged)
            {
              total_.reason = one.reason; // nearest to the last state that was found
              continue;
            }
          say_("  converged at " + load_text(data_, next * full_));
          reached        = next;
          good           = state_;
          good_potential = electrode_potential_;
        }
      state_               = good;
      electrode_potential_ = good_potential;
      return reached;
    }

    template <int dim>
    void
    Continuation<dim>::report_the_end(const double reached)
    {
      const std::string how_far =
        "No steady state was found beyond " + load_text(data_, reached * full_) + " (asked: " + load_text(data_, full_) + "): ";
      if (reached > 0.)
        {
          const double lowest = lowest_share(op_.model(), at_electrodes(op_, state_, electrode_potential_));
          depleted_           = depleted_ || (galvanostatic_ && lowest < near_the_limit);
          if (!galvanostatic_ && lowest < at_the_limit)
            throw SolverError(how_far + "there the electrode is at its limiting current, with almost no salt left beside it.",
                              "nothing if the limiting current is what you want: the state written is that. Otherwise " +
                                advice(data_, true, total_.reason));
        }
      throw SolverError(how_far + (depleted_ ? std::string(no_salt_left) : explain(total_.reason)) + ".",
                        advice(data_, depleted_, total_.reason));
    }
  } // namespace

  template <int dim>
  NewtonResult
  solve_with_continuation(Operator<dim>                                  &op,
                          Newton<dim>                                    &newton,
                          StateVector                                    &state,
                          double                                         &electrode_potential,
                          const std::function<void(const std::string &)> &say)
  {
    return Continuation<dim>(op, newton, state, electrode_potential, say).run();
  }

  template NewtonResult
  solve_with_continuation(Operator<2> &, Newton<2> &, StateVector &, double &, const std::function<void(const std::string &)> &);
  template NewtonResult
  solve_with_continuation(Operator<3> &, Newton<3> &, StateVector &, double &, const std::function<void(const std::string &)> &);
} // namespace zincfield
