#include "physics/transport/transport_model.h"

namespace zincfield
{
  double
  TransportModel::conductivity(const unsigned int material, const Properties &p, const double *u) const
  {
    Coefficients<double> a;
    coefficients(material, p, u, a);
    return a[potential()][potential()];
  }

  std::array<double, max_fields>
  TransportModel::bulk_fields(const double phi) const
  {
    std::array<double, max_fields> u{};
    for (unsigned int f = 0; f < n_fields(); ++f)
      u[f] = fields_[f].bulk_value;
    u[potential()] = phi;
    return u;
  }

  double
  TransportModel::charge_density(const unsigned int material, const Properties &p, const double *u) const
  {
    if (displacement_rate() == 0.)
      return 0.;
    Sources<double> s{};
    sources(material, p, u, s);
    return s[potential()] / displacement_rate();
  }
} // namespace zincfield
