#pragma once

#include "physics/chemistry/chemistry.h"
#include "physics/kinetics/electrode_reaction.h"

namespace zincfield
{
  /** A law that knows the bulk beside which the zinc reference stands: that of aqueous chemistry, or what its keys say. */
  template <typename Law>
  class ReactionInWater : public ElectrodeReaction<Law>
  {
  public:
    void
    set_chemistry(const std::shared_ptr<const Chemistry> &chemistry) override
    {
      if (!chemistry)
        return;
      has_separate_hydroxide_ = chemistry->water_rate() > 0.;
      ph_                     = chemistry->ph(chemistry->bulk_log_free());
      if (const int zinc = chemistry->component_index("Zn2+"); zinc >= 0)
        activity_ = std::pow(10., chemistry->log_activity(zinc, chemistry->bulk_log_free()[zinc]));
    }

  protected:
    double ph_ = 4., activity_ = 1.;        // of the bulk; activity of Zn2+
    bool   has_separate_hydroxide_ = false; // H+ and OH- are not always in equilibrium
  };
} // namespace zincfield
