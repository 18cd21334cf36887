#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    /** Of the deposition current density over the true area [A/m^2]. */
    double
    standard_deviation(const ElectrodeIntegrals &electrodes)
    {
      return std::sqrt(std::max(0., electrodes.squared_deposition / electrodes.area - electrodes.mean() * electrodes.mean()));
    }

    class StdOverMean : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {60, "1", "standard deviation / mean current", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        if (m.singularities.deviation)
          return not_defined(no_limit);
        if (!m.flows())
          return not_defined();
        return reported(standard_deviation(m.electrodes) / std::abs(m.electrodes.mean()));
      }

      std::optional<Functional>
      functional(const ElectrodeIntegrals &electrodes) const override
      {
        const double mean = electrodes.mean(), deviation = standard_deviation(electrodes), area = electrodes.area;
        if (!(deviation > 1e-6 * std::abs(mean)))
          return {};
        const auto weight = [=](const double i, const Location &) {
          return ((i - mean) / deviation - deviation / mean) / (area * std::abs(mean));
        };
        return Functional{1., weight, 0., true};
      }
    };

    const Register<QuantityKind, StdOverMean>
      std_over_mean("std_over_mean",
                    "Standard deviation of the deposition current density over its mean, both over the true area.");
  } // namespace
} // namespace zincfield
