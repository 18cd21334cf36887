#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class CellVoltage : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {130, "V", "cell voltage"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return m.electrodes.counter >= 0 ? reported(m.electrodes.electrode_potential) : not_defined();
      }
    };

    const Register<QuantityKind, CellVoltage>
      cell_voltage("cell_voltage", "Potential of the working electrode against the counter electrode.");
  } // namespace
} // namespace zincfield
