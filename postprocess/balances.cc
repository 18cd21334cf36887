#include "postprocess/balances.h"

namespace zincfield
{
  std::map<std::string, Flow>
  flows(const TransportModel &transport, const std::vector<std::array<double, max_fields>> &boundary_flux, const double net_current)
  {
    std::map<std::string, Flow>    result;
    const std::vector<std::string> conserved    = transport.conserved();
    const auto                     species_flux = [&](const std::array<double, max_fields> &flux, const unsigned int k) {
      const auto weights = transport.conserved_flux_weights(k);
      double     total   = 0.;
      for (unsigned int f = 0; f < transport.n_fields(); ++f)
        total += weights[f] * flux[f];
      return total;
    };
    double largest = 0.; // a current through an electrode may be nothing but the difference of what ions carry
    for (const auto &flux : boundary_flux)
      {
        largest = std::max(largest, std::abs(transport.current(flux)));
        for (unsigned int k = 0; k < conserved.size(); ++k)
          {
            Flow &flow = result[conserved[k]];
            flow.sum += species_flux(flux, k);
            largest = std::max(largest, std::abs(species_flux(flux, k)));
          }
      }
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      if (transport.fields()[f].role == FieldRole::electronic_potential)
        for (const auto &flux : boundary_flux)
          result[electron_balance].sum += flux[f];
    result[charge_balance].sum = net_current;
    for (auto &[name, flow] : result)
      flow.largest = largest;
    return result;
  }
} // namespace zincfield
