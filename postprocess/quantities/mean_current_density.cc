#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class MeanCurrentDensity : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {10, "A/m^2", "mean current density", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return reported(m.mean_current_density());
      }

      std::optional<Functional>
      functional(const ElectrodeIntegrals &electrodes) const override
      {
        if (electrodes.model.data.control.mode == ControlMode::galvanostatic)
          return {};
        const double footprint = electrodes.footprint;
        return Functional{std::abs(electrodes.current) / footprint,
                          [footprint](double, const Location &) { return 1. / footprint; }};
      }
    };

    const Register<QuantityKind, MeanCurrentDensity>
      mean_current_density("mean_current_density", "Current through the working electrode over its projected area.");
  } // namespace
} // namespace zincfield
