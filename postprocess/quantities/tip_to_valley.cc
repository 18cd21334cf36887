#include "postprocess/quantities/quantity_kind.h"
#include "postprocess/tip_region.h"

namespace zincfield
{
  namespace
  {
    bool
    has_regions(const ElectrodeIntegrals &electrodes)
    {
      return electrodes.tip_area > 0. && electrodes.valley_area > 0.;
    }

    double
    at_tips(const ElectrodeIntegrals &electrodes)
    {
      return electrodes.tip_deposition / electrodes.tip_area;
    }

    double
    in_valleys(const ElectrodeIntegrals &electrodes)
    {
      return electrodes.valley_deposition / electrodes.valley_area;
    }

    class TipToValley : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {70, "1", "tip / valley current", true};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        if (!m.model.data.geometry->knows_tip())
          return not_defined("the program does not know which points of an imported mesh are tips");
        return m.flows() && has_regions(m.electrodes) ? reported(at_tips(m.electrodes) / in_valleys(m.electrodes)) : not_defined();
      }

      std::optional<Functional>
      functional(const ElectrodeIntegrals &electrodes) const override
      {
        if (!electrodes.model.data.geometry->knows_tip() || !has_regions(electrodes) || electrodes.valley_deposition == 0.)
          return {};
        const double tip = at_tips(electrodes), valley = in_valleys(electrodes), tip_area = electrodes.tip_area,
                     valley_area = electrodes.valley_area;
        const double radius = tip_region_radius(electrodes.model.data), farthest = electrodes.farthest;
        const auto   weight = [=](double, const Location &location) {
          return tip_region_weight(location.distance_from_tip, radius) / (valley * tip_area) -
                 tip_region_weight(farthest - location.distance_from_tip, radius) * tip / (valley * valley * valley_area);
        };
        return Functional{std::abs(tip / valley), weight, 0., true};
      }
    };

    const Register<QuantityKind, TipToValley>
      tip_to_valley("tip_to_valley", "Deposition current density about the tips over that about the points farthest from a tip.");
  } // namespace
} // namespace zincfield
