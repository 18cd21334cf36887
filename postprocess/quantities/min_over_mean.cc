#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class MinOverMean : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {50, "1", "least / mean current", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const std::string note = m.singularities.vanishes ? "at an inward edge" : "";
        if (!m.flows())
          return not_defined(note);
        if (m.singularities.vanishes)
          return reported(0., note);
        return m.extreme_over_mean(false);
      }
    };

    const Register<QuantityKind, MinOverMean>
      min_over_mean("min_over_mean", "Least deposition current density over the mean over the true area.");
  } // namespace
} // namespace zincfield
