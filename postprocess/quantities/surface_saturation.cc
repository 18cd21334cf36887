#include "postprocess/quantities/quantity_kind.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    class SurfaceSaturation : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {153, "1", "highest saturation index", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const auto &highest = m.electrodes.highest_composition; // after the pH
        if (highest.size() < 2)
          return not_defined();
        const auto most = std::max_element(highest.begin() + 1, highest.end());
        return reported(*most, m.model.transport->composition_numbers()[most - highest.begin()].name);
      }
    };

    const Register<QuantityKind, SurfaceSaturation>
      surface_saturation("surface_saturation", "Highest saturation index of a solid beside the metal of the working electrode.");
  } // namespace
} // namespace zincfield
