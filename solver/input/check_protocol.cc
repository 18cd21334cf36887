#include "solver/input/checks.h"
#include "solver/input/scaffolds.h"
#include "solver/input/units.h"

namespace zincfield
{
  namespace
  {
    void
    check_deposit(const Parameters &p, const Case &data, const ProtocolStep &step)
    {
      const std::string place = "Programme/Steps/" + step.name + "/Stop at deposit";
      if (data.growth.wanted)
        p.reject(place, "the steps of a deposit that grows have other ends", "Stop at charge, or Growth/Mode = none");
      if (has_scaffold(data))
        p.reject(place, "zinc in a scaffold is no deposit on the metal", "Stop at charge");
      if (step.drive == Drive::galvanostatic && step.current_density > 0.)
        p.reject(place, "the step deposits zinc", "a negative Current density, or Stop at charge");
    }
  } // namespace

  void
  check_protocol(const Parameters &p, const Case &data)
  {
    for (const Boundary &boundary : data.boundaries)
      if (data.is_transient() && traits_of(data).resolves_charge && is_metal(boundary) && boundary.stern_capacitance == 0.)
        p.reject("Boundaries/" + boundary.name + "/Stern capacitance",
                 "in time the current that charges a metal is that of its Stern layer",
                 allowed_quantity("uF/cm^2", Range::positive()));
    const bool zinc = find_zinc(data.species);
    for (const ProtocolStep &step : data.growth_protocol.steps)
      for (const StopCondition &stop : step.stops)
        if (stop.kind == StopCondition::Kind::deposit_below)
          check_deposit(p, data, step);
    for (const ProtocolStep &step : data.protocol.steps)
      {
        if (step.duration == 0. && step.stops.empty())
          p.reject("Programme/Steps/" + step.name + "/Duration", "the step has no end", "a time > 0, or a Stop condition");
        for (const StopCondition &stop : step.stops)
          if (stop.kind == StopCondition::Kind::deposit_below)
            check_deposit(p, data, step);
          else if (stop.kind == StopCondition::Kind::concentration_below && !zinc && !traits_of(data).uses_salt)
            p.reject("Programme/Steps/" + step.name + "/Stop at surface concentration",
                     "the transport model \"" + data.transport + "\" follows no concentration of zinc",
                     "another transport model, or another condition");
      }
  }
} // namespace zincfield
