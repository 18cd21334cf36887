#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    class MaxOverMean : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {40, "1", "largest / mean current", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        if (m.singularities.current)
          return not_defined(no_limit);
        return m.flows() ? m.extreme_over_mean(true) : not_defined();
      }
    };

    const Register<QuantityKind, MaxOverMean>
      max_over_mean("max_over_mean", "Largest deposition current density over the mean over the true area.");
  } // namespace
} // namespace zincfield
