#pragma once

#include "physics/transport/transport_model.h"

#include <map>

namespace zincfield
{
  /** The balance of the total current, beside those of the species. */
  inline const std::string charge_balance = "charge";

  /** That of the electrons in scaffolds, between the metal and the reactions; with that of the charge, the ions' too. */
  inline const std::string electron_balance = "electrons in scaffolds";

  /** n.flux over the boundaries [A/m^2 times mesh units]: its sum, 0 where what comes in goes out, and the largest of all through
   * one of them. */
  struct Flow
  {
    double sum = 0., largest = 0.;
  };

  /** Of the charge and of every species, as F N_k. `net_current`: sum of the charge with displacement currents. */
  std::map<std::string, Flow>
  flows(const TransportModel &transport, const std::vector<std::array<double, max_fields>> &boundary_flux, double net_current);
} // namespace zincfield
