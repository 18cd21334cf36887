#include "solver/nonlinear/acceptance.h"

#include "postprocess/balances.h"
#include "solver/support/customary_unit.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Of the current applied. */
    constexpr double current_accuracy = 1e-6;

    /** Sum of the rows over their norm: the root of their number where rounding is all that is left in each. */
    constexpr double sum_over_norm = 100.;

    /** Concentrations at the metal may fall below zero by this share of the bulk's, the error of the current: elements undershoot.
     * In time, where a layer is thin at first, by less. */
    constexpr double allowed_undershoot = 0.01, allowed_undershoot_in_time = 1e-3;

    /** Concentration of an ion that the bulk has none of, over the largest in the bulk, that counts as much as another's own. */
    constexpr double scale_of_absent = 1e-3;

    template <int dim>
    bool
    has_numbers(const StateVector &state, const double electrode_potential, const Carried &carried)
    {
      bool finite = std::isfinite(state.l2_norm()) && std::isfinite(electrode_potential) && std::isfinite(carried.current) &&
                    std::isfinite(carried.net_current);
      for (const auto &fluxes : carried.flux)
        for (const double flux : fluxes)
          finite = finite && std::isfinite(flux);
      return finite;
    }
  } // namespace

  double
  scale_of_zinc(const CellModel &model)
  {
    const Species *const zinc = find_zinc(model.transport->species());
    if (!zinc)
      return 0.;
    double largest = 0.;
    for (const Species &species : model.transport->species())
      largest = std::max(largest, species.bulk_concentration);
    return zinc->bulk_concentration > 0. ? zinc->bulk_concentration : scale_of_absent * largest;
  }

  template <int dim>
  Carried
  carried(const Operator<dim> &op, const double residual)
  {
    double net = 0.;
    for (unsigned int id = 0; id < op.boundary_flux().size(); ++id)
      net += op.current(id);
    return {op.working_current(), net, op.boundary_flux(), residual};
  }

  template <int dim>
  double
  allowed_difference(const Operator<dim> &op, const double applied)
  {
    return current_accuracy * std::max(std::abs(applied), op.step().least_current) * op.discretization().mesh.footprint();
  }

  template <int dim>
  double
  rounding_of_current(const Operator<dim> &op, const double electrode_potential)
  {
    if (op.step().rate == 0. || !op.step().before)
      return sum_over_norm * op.rounding_noise();
    double charge = 0.; // of which the drop across a double layer, however small, is the difference of two potentials
    for (const double of_metal : op.step().before->metal_charge)
      charge += std::abs(of_metal);
    for (const BoundaryLaw &boundary : op.model().boundaries)
      if (boundary.is_electrode())
        charge += std::max(boundary.double_layer_capacitance, boundary.stern_capacitance) *
                  (std::abs(electrode_potential) + thermal_voltage(op.model().transport->temperature())) *
                  op.discretization().mesh.footprint();
    return 4. * std::numeric_limits<double>::epsilon() * op.step().rate * charge + sum_over_norm * op.rounding_noise();
  }

  template <int dim>
  std::string
  why_refused(const Operator<dim>        &op,
              const StateVector          &state,
              const double                electrode_potential,
              const AtElectrodes         &metal,
              const Carried              &carried,
              const std::optional<double> applied)
  {
    const CellModel &model     = op.model();
    const double     footprint = op.discretization().mesh.footprint();
    if (!has_numbers<dim>(state, electrode_potential, carried))
      return "the solution has values that are no finite numbers";
    const double undershoot =
      model.data.is_transient() ? allowed_undershoot_in_time : std::min(allowed_undershoot, model.data.discretization.accuracy);
    if (std::isnan(metal.lowest_concentration))
      return "a film without a mesh has no solution of its own: the current may be more than it lets through";
    if (metal.lowest_concentration < -undershoot * scale_of_zinc(model))
      return no_salt_left;
    if (!(metal.activation <= largest_activation))
      return beyond_rates;
    const double rounding = rounding_of_current(op, electrode_potential);
    if (applied && !(std::abs(carried.current - *applied * footprint) <= allowed_difference(op, *applied) + rounding))
      return "the current through the electrode is " + in_customary_unit(carried.current / footprint, "A/m^2", 7) + " where " +
             in_customary_unit(*applied, "A/m^2", 7) + " are applied";

    // A time step moves stored amounts, which its equations count; the charge balances in every one, but for displacement through a
    // bulk boundary where Poisson's equation is solved.
    if (op.has_loads() || (op.step().rate > 0. && model.transport->traits().resolves_charge))
      return "";
    const double left = sum_over_norm * carried.residual * op.residual_scale() / op.surface_norm() * footprint;
    for (const auto &[what, through] : flows(*model.transport, carried.flux, carried.net_current))
      if ((what == charge_balance || op.step().rate == 0.) &&
          !(std::abs(through.sum) <= largest_imbalance * through.largest + left + rounding))
        return (what == charge_balance ? "the charge" : "the amount of " + what) +
               text(" does not balance: the boundaries let through %.3g A/m^2 more than they take, of %.3g A/m^2; lower \"Newton "
                    "tolerance\"",
                    through.sum / footprint, through.largest / footprint);
    return "";
  }

  template Carried
  carried(const Operator<2> &, double);
  template Carried
  carried(const Operator<3> &, double);
  template double
  allowed_difference(const Operator<2> &, double);
  template double
  allowed_difference(const Operator<3> &, double);
  template double
  rounding_of_current(const Operator<2> &, double);
  template double
  rounding_of_current(const Operator<3> &, double);
  template std::string
  why_refused(const Operator<2> &, const StateVector &, double, const AtElectrodes &, const Carried &, std::optional<double>);
  template std::string
  why_refused(const Operator<3> &, const StateVector &, double, const AtElectrodes &, const Carried &, std::optional<double>);
} // namespace zincfield
