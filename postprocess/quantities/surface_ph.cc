#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    /** The first of the composition numbers is pH. */
    class SurfacePh : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {152, "1", "highest pH at the surface", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return m.electrodes.highest_composition.empty() ? not_defined() : reported(m.electrodes.highest_composition[0]);
      }
    };

    const Register<QuantityKind, SurfacePh> surface_ph("surface_ph", "Highest pH beside the metal of the working electrode.");
  } // namespace
} // namespace zincfield
