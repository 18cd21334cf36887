#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class CoulombicEfficiency : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {150, "1", "Coulombic efficiency"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return m.flows() && !m.model.transport->traits().is_primary
                 ? reported((m.electrodes.deposition + m.scaffold.deposition) / (m.electrodes.current + m.scaffold.current))
                 : not_defined();
      }
    };

    const Register<QuantityKind, CoulombicEfficiency>
      coulombic_efficiency("coulombic_efficiency", "Share of the current that deposits zinc.");
  } // namespace
} // namespace zincfield
