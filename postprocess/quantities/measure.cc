#include "postprocess/quantities/measure.h"

#include "physics/constants.h"
#include "postprocess/balances.h"
#include "postprocess/quantities/quantity_kind.h"
#include "postprocess/quantities/voltage_split.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** What of charge and species comes in and does not go out, over what flows. */
    std::map<std::string, double>
    balance(const Measurements &m, const std::vector<std::array<double, max_fields>> &boundary_flux)
    {
      const TransportModel &transport   = *m.model.transport;
      double                net_current = 0.;
      for (const auto &flux : boundary_flux)
        net_current += transport.current(flux);
      // Without a total current that of an ion, or what RT/F would make of the reactions, is what there is to compare with.
      const auto   through = flows(transport, boundary_flux, net_current);
      const double exchange =
        std::max(m.electrodes.conductance * thermal_voltage(transport.temperature()), through.at(charge_balance).largest);
      const double flow = std::abs(m.current) > 1e-9 * exchange ? std::abs(m.current) : exchange;

      std::map<std::string, double> relative;
      for (const auto &[what, of] : through)
        relative[what] = std::abs(of.sum) / std::max(flow, 1e-9 * m.electrodes.footprint);
      return relative;
    }
  } // namespace

  template <int dim>
  Report
  measure(const Discretization<dim>                         &discretization,
          const CellModel                                   &model,
          const StateVector                                 &state,
          const double                                       electrode_potential,
          const std::vector<std::array<double, max_fields>> &boundary_flux,
          const FilmValues                                  &film_states)
  {
    const StateVector ghosted = with_ghosts(discretization, state);
    Measurements      m{model,
                   integrate_over_electrodes(discretization, model, ghosted, electrode_potential, film_states),
                   integrate_over_volume(discretization, model, ghosted, electrode_potential),
                   {},
                   wall_charges(discretization, model, boundary_flux),
                   integrate_over_scaffolds(discretization, model, ghosted, electrode_potential)};
    m.singularities = find_singularities(discretization, model, m.electrodes.working);
    m.current       = model.transport->current(boundary_flux[m.electrodes.working]);
    m.per_depth     = dim == 2 && !discretization.axisymmetric;
    m.unit_area     = m.per_depth ? mesh_unit : mesh_unit * mesh_unit;
    m.zinc          = find_zinc(model.transport->species());

    Report     report;
    const auto add = [&](const std::string &name, Quantity quantity, const QuantityDescription &description) {
      if (quantity.unit.empty())
        quantity.unit = description.unit;
      report.add(name, quantity);
    };
    for (const auto &[name, kind] : quantity_kinds())
      {
        if (!kind->concerns(m))
          continue;
        const QuantityDescription description = kind->description();
        add(name, kind->measure(m), description);
        for (const auto &[boundary, quantity] : kind->at_other_boundaries(m))
          add(name + "/" + boundary, quantity, description);
      }
    report.voltage_split = voltage_split(m);
    report.balance       = balance(m, boundary_flux);
    return report;
  }

  template Report
  measure(const Discretization<2> &,
          const CellModel &,
          const StateVector &,
          double,
          const std::vector<std::array<double, max_fields>> &,
          const FilmValues &);
  template Report
  measure(const Discretization<3> &,
          const CellModel &,
          const StateVector &,
          double,
          const std::vector<std::array<double, max_fields>> &,
          const FilmValues &);
} // namespace zincfield
