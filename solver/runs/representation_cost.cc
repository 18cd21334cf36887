#include "solver/runs/representation_cost.h"

#include "postprocess/quantities/measure.h"
#include "solver/adaptivity/unmeshed_films.h"
#include "solver/nonlinear/initial_state.h"
#include "solver/nonlinear/newton.h"
#include "solver/support/customary_unit.h"
#include "solver/support/printf_text.h"
#include "solver/time/integrator.h"

namespace zincfield
{
  namespace
  {
    /** The change is what the representation costs to first order in its thickness over the lengths of the cell: next to it stand
     * terms that may be as large. */
    constexpr double caution = 2.;

    /** Whether there is a state of the rougher picture beside this one; its numbers come out in `report`. */
    template <int dim>
    bool
    solve_roughly(Operator<dim> &op, const StateVector &start, const double start_potential, Report &report)
    {
      const Case  &data                = op.model().data;
      StateVector  state               = start;
      double       electrode_potential = start_potential;
      const bool   galvanostatic       = data.control.mode == ControlMode::galvanostatic;
      Newton<dim>  newton(op, data.solver, galvanostatic, nullptr);
      const double load = galvanostatic ? data.control.applied_current_density : start_potential;
      if (!newton.solve(state, electrode_potential, load).converged)
        return false;
      report = measure(op.discretization(), op.model(), state, electrode_potential, op.boundary_flux());
      return true;
    }

    /** Twice the change from the picture of `fine` to that of `rough`, which both have the names of `quantities`. */
    void
    set_cost(std::map<std::string, Quantity>       &quantities,
             const std::map<std::string, Quantity> &fine,
             const std::map<std::string, Quantity> &rough)
    {
      for (auto &[name, quantity] : quantities)
        quantity.representation = caution * std::abs(rough.at(name).value - fine.at(name).value);
    }

    /** Steps of a protocol that a transient run is taken through again: what was before them has died away, or is the same in both
     * pictures. */
    constexpr std::size_t most_steps_repeated = 6;

    /** The end of a transient run in the present picture, in one step of implicit Euler for each step of the protocol. */
    template <int dim>
    bool
    solve_in_time(Operator<dim> &op, const StateVector &last, const ProtocolResult &done, Report &report)
    {
      const Case &data = op.model().data;
      TimeState   now;
      initial_state(op, now.fields, now.electrode_potential);
      op.set_step({});
      op.accumulate(now.accumulation, now.fields, now.electrode_potential);
      now.flux.assign(op.boundary_flux().size(), {});
      now.passed = now.flux;
      Integrator<dim>   integrator(op, esdirk(lowest_order), data.time.tolerance, 0.);
      const std::size_t first = done.steps.size() - std::min(most_steps_repeated, done.steps.size());
      for (std::size_t k = first; k < done.steps.size(); ++k)
        {
          const ProtocolStepResult &step   = done.steps[k];
          const double              length = step.end - step.begin;
          if (!(length > 0.))
            continue;
          const bool   galvanostatic = step.drive == Drive::galvanostatic || step.drive == Drive::rest;
          const double value         = galvanostatic ? step.charge / length : step.potential;
          Newton<dim>  newton(op, data.solver, galvanostatic, nullptr);
          TimeState    to        = now;
          to.electrode_potential = step.potential;
          if (k + 1 == done.steps.size())
            to.fields = last;
          if (!integrator.start(newton, {galvanostatic, [value](double) { return value; }}, now, to, length).failure.empty())
            return false;
          now = std::move(to);
        }
      report = measure(op.discretization(), op.model(), now.fields, now.electrode_potential, now.flux,
                       op.film_values(now.accumulation.film_states));
      op.set_step({});
      return true;
    }

    /** Does as `solve` says with the rougher picture of films. */
    template <int dim, typename Solve>
    bool
    with_rough_films(CellModel &model, Operator<dim> &op, const Solve &solve)
    {
      model.set_rough(true);
      op.reinit();
      const bool found = solve();
      model.set_rough(false);
      op.reinit();
      return found;
    }

    void
    add_to_errors(std::map<std::string, Quantity> &quantities, const bool has_others)
    {
      for (auto &entry : quantities)
        if (std::isfinite(entry.second.representation))
          entry.second.error = has_others ? entry.second.error + entry.second.representation
                                          : entry.second.representation; // none where one mesh gave none
    }

    void
    add_cost(Report &report, const Report &fine, const Report &rough)
    {
      set_cost(report.quantities, fine.quantities, rough.quantities);
      set_cost(report.voltage_split, fine.voltage_split, rough.voltage_split);
    }

    /** How large it is. */
    std::string
    size_of_cost(const Report &report)
    {
      const Quantity &current = report.quantities.at("mean_current_density");
      return in_customary_unit(report.quantities.at("electrode_potential").representation, "V", 2) + " of the electrode potential" +
             text(", %.2g %% of the mean current density", 100. * current.representation / std::abs(current.value));
    }
  } // namespace

  template <int dim>
  std::string
  add_representation_cost(
    CellModel &model, Operator<dim> &op, const StateVector &state, const double electrode_potential, Report &report)
  {
    if (!model.has_unmeshed_film())
      return "";
    Report rough;
    if (!with_rough_films(model, op, [&]() { return solve_roughly(op, state, electrode_potential, rough); }))
      return "what it costs that a film has no mesh could not be estimated, as a rougher picture of it has no state at this load: "
             "error bars leave it out; set Representation = resolved";
    add_cost(report, report, rough);
    add_cost_along_the_metal(op.discretization(), model, state, electrode_potential, {}, report);
    add_to_errors(report.quantities, true);
    add_to_errors(report.voltage_split, true);
    return "error bars contain what it costs that a film has no mesh: " + size_of_cost(report);
  }

  template <int dim>
  std::string
  add_transient_representation_cost(
    CellModel &model, Operator<dim> &op, const StateVector &state, const ProtocolResult &done, Report &report)
  {
    if (!model.has_unmeshed_film())
      return "";
    Report fine, rough;
    if (!solve_in_time(op, state, done, fine) ||
        !with_rough_films(model, op, [&]() { return solve_in_time(op, state, done, rough); }))
      return "what it costs that a film has no mesh could not be estimated at the end of the run: there are no error bars";
    add_cost(report, fine, rough);
    add_cost_along_the_metal(op.discretization(), model, state, done.electrode_potential, done.film_states, report);
    add_to_errors(report.quantities, false);
    add_to_errors(report.voltage_split, false);
    return "error bars are what it costs that a film has no mesh, estimated at the end of the run, without what its mesh and its "
           "time steps cost: " +
           size_of_cost(report);
  }

  template std::string
  add_representation_cost(CellModel &, Operator<2> &, const StateVector &, double, Report &);
  template std::string
  add_representation_cost(CellModel &, Operator<3> &, const StateVector &, double, Report &);
  template std::string
  add_transient_representation_cost(CellModel &, Operator<2> &, const StateVector &, const ProtocolResult &, Report &);
  template std::string
  add_transient_representation_cost(CellModel &, Operator<3> &, const StateVector &, const ProtocolResult &, Report &);
} // namespace zincfield
