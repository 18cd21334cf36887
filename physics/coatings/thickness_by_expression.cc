#include "physics/coatings/checked_thickness.h"
#include "physics/coatings/thickness.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /** Thickness `d` [m] written by the user, a function of the Location. Errors: d <= 0 anywhere it is evaluated. */
    class ThicknessByExpression : public ThicknessProfile
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.expression("Thickness", thickness_, "nm", Range::positive(),
                     "Thickness along the normal, for example \"100 + 20*height [nm]\".");
      }
      double
      thickness(const Location &location) const override
      {
        return checked_thickness(thickness_(location), location, "expression");
      }

    private:
      SpatialValue thickness_ = required_value;
    };

    const Register<ThicknessProfile, ThicknessByExpression>
      by_expression("expression", "A formula in the position on the surface.");
  } // namespace
} // namespace zincfield
