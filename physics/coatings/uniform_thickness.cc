#include "physics/coatings/thickness.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /** The same thickness `d` [m] > 0 everywhere. */
    class UniformThickness : public ThicknessProfile
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.quantity("Thickness", thickness_, "nm", Range::positive(), "Thickness along the normal.");
      }
      double
      thickness(const Location &) const override
      {
        return thickness_;
      }
      bool
      is_uniform() const override
      {
        return true;
      }

    private:
      double thickness_ = required_value;
    };

    const Register<ThicknessProfile, UniformThickness> uniform("uniform", "The same thickness everywhere.");
  } // namespace
} // namespace zincfield
