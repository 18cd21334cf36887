#include "postprocess/quantities/quantity_kind.h"

#include "physics/constants.h"

namespace zincfield
{
  namespace
  {
    class WagnerNumber : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {160, "1", "Wagner number"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const TransportModel &transport = *m.model.transport;
        double                bulk[max_fields];
        for (unsigned int f = 0; f < transport.n_fields(); ++f)
          bulk[f] = transport.fields()[f].bulk_value;
        const double conductivity = transport.conductivity(0, transport.properties(0, Location()), bulk); // [S/m]
        const double conductance  = m.electrodes.conductance / m.electrodes.area;                         // [S/m^2]
        return conductance > 0. ? reported(conductivity / (conductance * m.model.data.geometry->feature_size() * mesh_unit))
                                : not_defined();
      }
    };

    const Register<QuantityKind, WagnerNumber>
      wagner_number("wagner_number", "Length that a conductivity over a conductance per area is, over the size of the feature.");
  } // namespace
} // namespace zincfield
