#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class ElectrodePotential : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {120, "V", "electrode potential", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return reported(m.electrodes.electrode_potential);
      }

      std::optional<Functional>
      functional(const ElectrodeIntegrals &electrodes) const override
      {
        if (electrodes.model.data.control.mode != ControlMode::galvanostatic)
          return {};
        return Functional{std::max(std::abs(electrodes.electrode_potential), 1e-6), {}, 1.};
      }
    };

    const Register<QuantityKind, ElectrodePotential>
      electrode_potential("electrode_potential", "Potential of the working electrode.");
  } // namespace
} // namespace zincfield
