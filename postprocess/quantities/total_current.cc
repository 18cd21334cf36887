#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class TotalCurrent : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {30, "A", "total current"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        Quantity total = reported(m.current * m.unit_area);
        total.unit     = m.per_depth ? "A/m" : "A";
        return total;
      }
    };

    const Register<QuantityKind, TotalCurrent>
      total_current("total_current", "Current through the working electrode; of a plane section, per metre of depth.");
  } // namespace
} // namespace zincfield
