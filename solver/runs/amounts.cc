#include "solver/runs/amounts.h"

#include "physics/transport/bulk_amounts.h"
#include "solver/assembly/materials_of_cell.h"

namespace zincfield
{
  namespace
  {
    constexpr double share_of_nothing = 1e-3;

    std::array<double, max_fields>
    bulk_of(const TransportModel &transport)
    {
      std::array<double, max_fields> bulk{};
      for (unsigned int f = 0; f < transport.n_fields(); ++f)
        bulk[f] = transport.fields()[f].bulk_value;
      return bulk;
    }
  } // namespace

  Sources<double>
  amounts_of_bulk(const TransportModel &transport, const unsigned int material)
  {
    return amounts_of_bulk(transport, material, transport.properties(material, Location()));
  }

  Sources<double>
  amounts_of_bulk(const TransportModel &transport, const unsigned int material, const Properties &properties)
  {
    if (const auto *const known = dynamic_cast<const BulkAmounts *>(&transport))
      return known->bulk_amounts(material, properties);
    const std::array<double, max_fields> bulk = bulk_of(transport);
    Sources<double>                      amount{};
    transport.accumulation(material, properties, bulk.data(), bulk.data(), amount);
    return amount;
  }

  double
  least_current(const CellModel &model, const double largest_applied)
  {
    if (largest_applied > 0.)
      return share_of_nothing * largest_applied;
    const TransportModel                &transport = *model.transport;
    const std::array<double, max_fields> bulk      = bulk_of(transport);
    const unsigned int                   solution  = material_of_solution(model);
    Coefficients<double>                 a;
    transport.coefficients(solution, transport.properties(solution, Location()), bulk.data(), a);
    return share_of_nothing * std::abs(a[0][0]) * transport.fields()[0].scale / (model.data.geometry->feature_size() * mesh_unit);
  }

  void
  count_displacement(Report &report, const double current_density)
  {
    Quantity    &mean  = report.quantities.at("mean_current_density");
    const double share = mean.value / current_density;
    if (share != 0. && std::isfinite(share))
      report.quantities.at("total_current").value /= share;
    mean.value = current_density;
  }

  void
  add_amount_balances(Report                               &report,
                      const TransportModel                 &transport,
                      const std::array<double, max_fields> &stored,
                      const TimeState::Fluxes              &passed,
                      const double                          moved_charge)
  {
    std::array<double, max_fields> surplus{};
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      {
        if (f != transport.potential())
          surplus[f] = stored[f];
        for (const auto &through : passed)
          surplus[f] += through[f];
      }
    const std::vector<std::string> conserved = transport.conserved();
    for (unsigned int k = 0; k < conserved.size(); ++k)
      {
        const auto weights = transport.conserved_flux_weights(k);
        double     total   = 0.;
        for (unsigned int f = 0; f < transport.n_fields(); ++f)
          total += weights[f] * surplus[f];
        report.balance[conserved[k]] = std::abs(total) / moved_charge;
      }
  }
} // namespace zincfield
