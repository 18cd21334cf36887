#include "physics/coatings/checked_thickness.h"
#include "physics/coatings/thickness.h"
#include "physics/constants.h"
#include "physics/registry.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /**
     * Thickness that changes with the height of the metal surface above its base plane:
     * `d = d_base + (d_tip - d_base) (h/h_ref)^p`, with h/h_ref held between 0 and 1.
     *
     * - `d_base`, `d_tip` [m] > 0 at height 0 and at (and above) the reference height; `h_ref` [m] > 0; `p` [1] > 0, 1: linear.
     */
    class ThicknessByHeight : public ThicknessProfile
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.quantity("Thickness at base", base_, "nm", Range::positive(), "Thickness at height 0.");
        p.quantity("Thickness at tip", tip_, "nm", Range::positive(), "Thickness at the reference height and above.");
        p.quantity("Reference height", height_, "um", Range::positive(), "Height of the tip above the base plane.");
        p.quantity("Exponent", exponent_, "1", Range::positive(), "p in (height/reference height)^p; 1: linear.");
      }
      double
      thickness(const Location &location) const override
      {
        const double relative = std::clamp(location.height * mesh_unit / height_, 0., 1.);
        return checked_thickness(base_ + (tip_ - base_) * std::pow(relative, exponent_), location, "by height");
      }

    private:
      double base_ = required_value, tip_ = required_value, height_ = required_value, exponent_ = 1.;
    };

    const Register<ThicknessProfile, ThicknessByHeight>
      by_height("by height", "Between a base and a tip value, by the height of the surface.");
  } // namespace
} // namespace zincfield
