#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class RoughnessFactor : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {20, "1", "roughness factor"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return reported(m.electrodes.area / m.electrodes.footprint);
      }
    };

    const Register<QuantityKind, RoughnessFactor>
      roughness_factor("roughness_factor", "True area of the working electrode over its projected area.");
  } // namespace
} // namespace zincfield
