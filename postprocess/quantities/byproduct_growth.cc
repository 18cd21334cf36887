#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class ByproductGrowth : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {154, "m/s", "growth of by-products", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        if (m.electrodes.highest_composition.empty())
          return not_defined();
        const unsigned int working = m.electrodes.working;
        return reported(m.electrodes.integral([&](const ElectrodeSample &s) {
          return s.boundary == working ? s.precipitation : 0.;
        }) / m.electrodes.area);
      }
    };

    const Register<QuantityKind, ByproductGrowth> byproduct_growth(
      "byproduct_growth",
      "Mean thickness of dense solids that precipitate on the working electrode in a second; below 0 they dissolve.");
  } // namespace
} // namespace zincfield
