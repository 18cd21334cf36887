#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class CorrosionCurrent : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {151, "A/m^2", "corrosion current density"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const double dissolved = -m.electrodes.deposition / m.electrodes.footprint;
        const bool   at_rest   = std::abs(m.current) < 1e-6 * std::abs(m.electrodes.deposition);
        return at_rest && dissolved > 0. ? reported(dissolved) : not_defined();
      }
    };

    const Register<QuantityKind, CorrosionCurrent>
      corrosion_current("corrosion_current_density", "At open circuit: current density by which zinc dissolves.");
  } // namespace
} // namespace zincfield
