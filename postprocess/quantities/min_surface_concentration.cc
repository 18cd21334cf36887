#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class MinSurfaceConcentration : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {90, "mol/m^3", "least Zn²⁺ at the surface", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        return reported(m.least_zinc(),
                        m.is_coated() ? "of the solution that is in equilibrium with the coating beside the metal" : "");
      }
    };

    const Register<QuantityKind, MinSurfaceConcentration>
      min_surface_concentration("min_surface_concentration",
                                "Least concentration of zinc beside the metal of the working electrode.");
  } // namespace
} // namespace zincfield
