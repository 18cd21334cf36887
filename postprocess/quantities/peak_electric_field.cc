#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class PeakElectricField : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {80, "V/m", "peak electric field", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        Quantity peak =
          m.singularities.field
            ? not_defined(no_limit)
            : reported(m.volume.peak_field, m.is_coated() ? "in the solution: the field in the coating is not in it" : "");
        peak.jump = m.volume.field_jump;
        return peak;
      }
    };

    const Register<QuantityKind, PeakElectricField>
      peak_electric_field("peak_electric_field", "Largest electric field in the solution.");
  } // namespace
} // namespace zincfield
