#pragma once

#include "physics/transport/properties.h"

#include <vector>

namespace zincfield
{
  /** A part of a slab of a film: its share of the slab's thickness, the area of its cross-section over that of the metal, its depth
   * in the layer, and the properties there. */
  struct LayerPart
  {
    double     share = 1., area = 1., depth = 0.;
    Properties properties{};
  };

  /**
   * What a coefficient x of transport across a slab amounts to when its parts lie in series: 1/sum(share/(area x)), for a flux per
   * area of the metal. 0 where a part lets nothing through.
   */
  template <typename Value>
  double
  in_series(const std::vector<LayerPart> &parts, const Value &value)
  {
    double resistance = 0.;
    for (const LayerPart &part : parts)
      {
        const double x = value(part.properties);
        if (!(x > 0.))
          return 0.;
        resistance += part.share / (part.area * x);
      }
    return 1. / resistance;
  }

  /** What a slab holds of x per area of the metal and thickness: sum(share area x). */
  template <typename Value>
  double
  held_in(const std::vector<LayerPart> &parts, const Value &value)
  {
    double amount = 0.;
    for (const LayerPart &part : parts)
      amount += part.share * part.area * value(part.properties);
    return amount;
  }

  /** Mean of x through a slab: sum(share x). */
  template <typename Value>
  double
  mean_of(const std::vector<LayerPart> &parts, const Value &value)
  {
    double sum = 0.;
    for (const LayerPart &part : parts)
      sum += part.share * value(part.properties);
    return sum;
  }
} // namespace zincfield
