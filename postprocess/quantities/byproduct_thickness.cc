#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class ByproductThickness : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {155, "m", "thickness of by-products", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const unsigned int working = m.electrodes.working;
        const Coating     *coating = m.model.boundaries[working].coating;
        if (!coating || !coating->precipitates())
          return not_defined();
        return reported(m.electrodes.integral([&](const ElectrodeSample &s) {
          return s.boundary == working ? s.location.grown : 0.;
        }) / m.electrodes.area);
      }
    };

    const Register<QuantityKind, ByproductThickness>
      byproduct_thickness("byproduct_thickness", "Mean thickness that a layer has gained by what precipitates, pores included.");
  } // namespace
} // namespace zincfield
