#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class SurfaceChargeDensity : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {140, "C/m^2", "charge of the metal"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        for (const WallCharge &wall : m.wall_charges)
          if (wall.boundary == m.model.boundaries[m.electrodes.working].name)
            return reported(wall.density, "of the metal, mean over the true area");
        return not_defined();
      }

      std::map<std::string, Quantity>
      at_other_boundaries(const Measurements &m) const override
      {
        std::map<std::string, Quantity> result;
        for (const WallCharge &wall : m.wall_charges)
          if (wall.boundary != m.model.boundaries[m.electrodes.working].name)
            result[wall.boundary] = reported(wall.density);
        return result;
      }
    };

    const Register<QuantityKind, SurfaceChargeDensity>
      surface_charge_density("surface_charge_density", "Charge of the metal over its true area, where double layers are resolved.");
  } // namespace
} // namespace zincfield
