#include "postprocess/quantities/quantity_kind.h"

#include "physics/constants.h"

namespace zincfield
{
  namespace
  {
    class SandTime : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {170, "s", "Sand time"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        const TransportModel &transport   = *m.model.transport;
        const double          diffusivity = transport.bulk_diffusivity(), i = m.mean_current_density();
        if (!(diffusivity > 0. && m.flows() && i > 0. && m.has_bulk_zinc())) // dissolution uses no zinc ions up
          return not_defined();
        if (m.model.data.chemistry) // the formula knows one ion, and complexes hold zinc too
          return not_defined("complexes and pairs bring zinc as well: a run with a Programme finds the time");
        const double root =
          m.zinc->charge * faraday_constant * m.zinc->bulk_concentration / (2. * i * (1. - transport.bulk_transference()));
        return reported(dealii::numbers::PI * diffusivity * root * root,
                        std::string("planar, ") + (m.is_coated() ? "without the coating, " : "") +
                          "of the mean current density in a stagnant cell without an end");
      }
    };

    const Register<QuantityKind, SandTime>
      sand_time("sand_time", "Time after which zinc is used up at a plane electrode: pi D (z F c / (2 i (1 - t+)))^2, Sand 1901.");
  } // namespace
} // namespace zincfield
