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
        const bool deposits = m.electrodes.mean() > 0.;
        Quantity   result   = reported((deposits ? m.electrodes.smallest : m.electrodes.largest) / m.electrodes.mean());
        result.jump = std::abs((deposits ? m.electrodes.doubt_of_smallest : m.electrodes.doubt_of_largest) / m.electrodes.mean());
        return result;
      }
    };

    const Register<QuantityKind, MinOverMean>
      min_over_mean("min_over_mean", "Least deposition current density over the mean over the true area.");
  } // namespace
} // namespace zincfield
