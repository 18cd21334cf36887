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
} // namespace zincfield
