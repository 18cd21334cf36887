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
        if (!m.flows() || m.model.transport->traits().is_primary)
          return not_defined();
        const double zinc = m.electrodes.deposition + m.scaffold.deposition, current = m.electrodes.current + m.scaffold.current;
        return reported(current < 0. ? current / zinc : zinc / current);
      }
    };

    const Register<QuantityKind, CoulombicEfficiency>
      coulombic_efficiency("coulombic_efficiency",
                           "Share of the current that deposits zinc; while it dissolves, current over what dissolves.");
  } // namespace
} // namespace zincfield
