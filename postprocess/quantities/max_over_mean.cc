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
        if (!m.flows())
          return not_defined();
        // Under dissolution the strongest current is the most negative.
        const bool deposits = m.electrodes.mean() > 0.;
        Quantity   result   = reported((deposits ? m.electrodes.largest : m.electrodes.smallest) / m.electrodes.mean());
        result.jump = std::abs((deposits ? m.electrodes.doubt_of_largest : m.electrodes.doubt_of_smallest) / m.electrodes.mean());
        return result;
      }
    };

    const Register<QuantityKind, MaxOverMean>
      max_over_mean("max_over_mean", "Largest deposition current density over the mean over the true area.");
  } // namespace
} // namespace zincfield
