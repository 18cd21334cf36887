#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class Depletion : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {100, "1", "depletion"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return m.is_depleted() ? reported(1. - m.least_zinc() / m.zinc->bulk_concentration) : not_defined();
      }
    };

    const Register<QuantityKind, Depletion>
      depletion("depletion", "1 - least concentration of zinc at the working electrode over that in the bulk.");
  } // namespace
} // namespace zincfield
