#include "physics/coatings/checked_thickness.h"
#include "physics/coatings/thickness.h"
#include "physics/constants.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * Thickness that decays from the tip outward: `d = d_far + (d_tip - d_far) exp(-s/L)`, s the distance from the nearest tip
     * along the projected base plane.
     *
     * - `d_tip`, `d_far` [m] > 0; `L` [m] > 0: decay length.
     */
    class ThicknessByDistance : public ThicknessProfile
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.quantity("Thickness at tip", tip_, "nm", Range::positive(), "Thickness at the tip.");
        p.quantity("Thickness far away", far_, "nm", Range::positive(), "Thickness far from every tip.");
        p.quantity("Decay length", length_, "um", Range::positive(), "L in exp(-distance/L).");
      }
      double
      thickness(const Location &location) const override
      {
        const double decay = std::exp(-location.distance_from_tip * mesh_unit / length_);
        return checked_thickness(far_ + (tip_ - far_) * decay, location, "by distance from tip");
      }

      bool
      depends_on_tip() const override
      {
        return true;
      }

    private:
      double tip_ = required_value, far_ = required_value, length_ = required_value;
    };

    const Register<ThicknessProfile, ThicknessByDistance>
      by_distance("by distance from tip", "Exponential decay from the tip outward.");
  } // namespace
} // namespace zincfield
