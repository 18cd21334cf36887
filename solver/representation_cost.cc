#include "solver/representation_cost.h"

#include "solver/nonlinear/newton.h"
#include "solver/printf_text.h"

namespace zincfield
{
  namespace
  {
    /** The change is what the representation costs to first order in its thickness over the lengths of the cell: next to it stand terms that may be as large. */
    constexpr double safety = 2.;

    /** Whether there is a state of the rougher picture beside this one; its numbers come out in `report`. */
    template <int dim>
    bool
    solve_roughly(Operator<dim> &op, const StateVector &start, const double start_potential, Report &report)
    {
      const Case  &data               = op.model().data;
      StateVector  state              = start;
      double       electrode_potential = start_potential;
      const bool   galvanostatic      = data.control.mode == ControlMode::galvanostatic;
      Newton<dim>  newton(op, data.solver, galvanostatic, nullptr);
      const double load = galvanostatic ? data.control.applied_current_density : start_potential;
      if (!newton.solve(state, electrode_potential, load).converged)
        return false;
      report = measure(op.discretization(), op.model(), state, electrode_potential, op.boundary_flux());
      return true;
    }

    void
    add_cost(std::map<std::string, Quantity> &quantities, const std::map<std::string, Quantity> &rough)
    {
      for (auto &[name, quantity] : quantities)
      {
        quantity.representation = safety * std::abs(rough.at(name).value - quantity.value);
        if (std::isfinite(quantity.representation))
          quantity.error += quantity.representation; // none where one mesh gave none
      }
    }
  } // namespace

  template <int dim>
  std::string
  add_representation_cost(CellModel &model, Operator<dim> &op, const StateVector &state, const double electrode_potential, Report &report)
  {
    if (!model.has_unmeshed_film())
      return "";
    model.set_rough(true);
    op.reinit();
    Report     rough;
    const bool found = solve_roughly(op, state, electrode_potential, rough);
    model.set_rough(false);
    op.reinit();
    if (!found)
      return "what it costs that a film has no mesh could not be estimated, as a rougher picture of it has no state at this load: error bars leave it out; set Representation = resolved";
    add_cost(report.quantities, rough.quantities);
    add_cost(report.voltage_split, rough.voltage_split);
    return "error bars contain what it costs that a film has no mesh: " + text("%.2g mV of the electrode potential", 1e3 * report.quantities.at("electrode_potential").representation) +
           text(", %.2g %% of the mean current density", 100. * report.quantities.at("mean_current_density").representation / std::abs(report.quantities.at("mean_current_density").value));
  }

  template std::string
  add_representation_cost(CellModel &, Operator<2> &, const StateVector &, double, Report &);
  template std::string
  add_representation_cost(CellModel &, Operator<3> &, const StateVector &, double, Report &);
} // namespace zincfield
