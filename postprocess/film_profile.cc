#include "postprocess/film_profile.h"

#include "physics/electrolytes/species.h"

#include <cmath>

namespace zincfield
{
  SaltTransfer::SaltTransfer(const CellModel &model)
    : transport_(*model.transport)
    , bulk_properties_(transport_.properties(0, Location()))
    , bulk_(transport_.fields()[0].bulk_value)
  {
    const auto &species = transport_.species();
    other_              = find_zinc(species) == species.data() ? 1 : 0;
  }

  bool
  SaltTransfer::holds(const CellModel &model)
  {
    const TransportModel &transport = *model.transport;
    const auto           &species   = transport.species();
    if (transport.n_fields() != 2 || transport.traits().resolves_charge || species.size() != 2 || !find_zinc(species))
      return false;
    const unsigned int other = find_zinc(species) == species.data() ? 1 : 0;
    for (const BoundaryLaw &boundary : model.boundaries)
      if (boundary.law)
        for (const auto &reaction : boundary.law->reactions())
          {
            const auto weights = transport.species_flux_weights(other);
            if (weights[0] * transport.row_weight(0, *reaction) + weights[1] * transport.row_weight(1, *reaction) != 0.)
              return false;
          }
    return true;
  }

  double
  SaltTransfer::conductance(const unsigned int material, const Properties &p, const double c) const
  {
    const double         u[] = {c, 0.};
    Coefficients<double> a;
    transport_.coefficients(material, p, u, a);
    const auto   at_rest = transport_.species_flux_weights(other_), current = transport_.current_weights();
    const double slope = -(at_rest[0] * a[0][0] + at_rest[1] * a[1][0]) / (at_rest[0] * a[0][1] + at_rest[1] * a[1][1]); // dphi/dc
    double       sum   = 0.;
    for (unsigned int f = 0; f < 2; ++f)
      if (current[f] != 0.)
        sum += current[f] * (a[f][0] + a[f][1] * slope);
    return sum;
  }

  bool
  SaltTransfer::is_constant(const std::vector<FilmSlab> &slabs) const
  {
    const auto constant = [&](const unsigned int material, const Properties &p) {
      const double here = conductance(material, p, bulk_);
      return std::abs(conductance(material, p, 0.1 * bulk_) - here) < 1e-9 * here &&
             std::abs(conductance(material, p, 2. * bulk_) - here) < 1e-9 * here;
    };
    return constant(0, bulk_properties_) &&
           std::all_of(slabs.begin(), slabs.end(), [&](const FilmSlab &slab) { return constant(slab.material, slab.properties); });
  }

  double
  SaltTransfer::between(const double from, const double to) const
  {
    // Gauss' rule of three points on 256 parts: data of a dilute solution bend near c = 0
    constexpr unsigned int parts = 256;
    double                 sum   = 0.;
    for (unsigned int part = 0; part < parts; ++part)
      for (const auto &[x, weight] :
           {std::make_pair(-std::sqrt(0.6), 5. / 18.), std::make_pair(0., 8. / 18.), std::make_pair(std::sqrt(0.6), 5. / 18.)})
        sum += weight / parts * conductance(0, bulk_properties_, from + (to - from) * (part + 0.5 + 0.5 * x) / parts);
    return (to - from) * sum;
  }

  SaltTransfer::Outside
  SaltTransfer::outside_film(const std::vector<FilmSlab> &slabs, const double c, const double current) const
  {
    // Runge and Kutta's method outward from the metal, in steps that change the concentration by a tenth at most: 1/kappa is steep
    // where little is left
    Outside at{c, 0.};
    for (auto slab = slabs.rbegin(); slab != slabs.rend(); ++slab)
      {
        const auto rates = [&](const double concentration) {
          const double u[] = {concentration, 0.};
          return std::make_pair(current / conductance(slab->material, slab->properties, concentration),
                                1. / transport_.conductivity(slab->material, slab->properties, u));
        };
        for (double left = slab->thickness; left > 0.;)
          {
            const auto   first  = rates(at.concentration);
            const double most   = 0.1 * std::max(at.concentration, 1e-4 * bulk_) / std::abs(first.first);
            const double step   = most < left ? most : left;
            const auto   second = rates(at.concentration + 0.5 * step * first.first),
                       third    = rates(at.concentration + 0.5 * step * second.first),
                       fourth   = rates(at.concentration + step * third.first);
            at.concentration += step / 6. * (first.first + 2. * second.first + 2. * third.first + fourth.first);
            at.resistance += step / 6. * (first.second + 2. * second.second + 2. * third.second + fourth.second);
            left -= step;
            if (!(at.concentration > 0. && at.concentration < 100. * bulk_)) // no state of a film
              return at;
          }
      }
    return at;
  }

  double
  SaltTransfer::share_of_limit(const std::vector<FilmSlab> &slabs, const double c, const double current) const
  {
    if (slabs.empty())
      return between(c, bulk_) / between(0., bulk_);
    const double now = between(outside_film(slabs, c, current).concentration, bulk_);
    double       low = 0., high = 1.;
    for (unsigned int step = 0; step < 50; ++step)
      {
        const double share                                                                                  = 0.5 * (low + high);
        (share * between(outside_film(slabs, 0., current / share).concentration, bulk_) < now ? low : high) = share;
      }
    return 0.5 * (low + high);
  }

  double
  film_resistance(const CellModel &model, const std::vector<FilmSlab> &slabs, const double *below, const double current)
  {
    const TransportModel &transport = *model.transport;
    if (slabs.empty())
      return 0.;
    if (SaltTransfer::holds(model))
      return SaltTransfer(model).outside_film(slabs, below[0], current).resistance;
    const auto bulk =
      transport.bulk_fields(0.); // where double layers are resolved, what is beside the metal says nothing about the film
    double sum = 0.;
    for (const FilmSlab &slab : slabs)
      sum += slab.thickness /
             transport.conductivity(slab.material, slab.properties, transport.traits().resolves_charge ? bulk.data() : below);
    return sum;
  }
} // namespace zincfield
