#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  /** What the ends of a growth look at; SI units, over the projected area. */
  struct GrowthReadings
  {
    double time = 0., charge = 0., thickness = 0.; // since the beginning [s], [C/m^2], deposited volume over area [m]
    double time_in_step = 0., charge_in_step = 0.; // since the step of the programme began
    double charge_rate = 0., thickness_rate = 0.;  // [A/m^2], [m/s]
    double potential = 0., current = 0.;           // of the working electrode [V], [A/m^2]
    double gap = 0., approach = 0.; // distance to the counter electrode or the bulk [m], how fast it may shrink [m/s]
    double thinnest      = 0.;      // lowest local thickness of the deposit [m]; negative: stripped
    double concentration = 0.;      // lowest of zinc at the electrode [mol/m^3]
    double mouth = 0., depth = 0.;  // width of the narrowest way into a pit [m], its depth
  };

  /** The ends of a run or of a step of its programme. */
  class GrowthEnds
  {
  public:
    /** Those of the section Growth, and of `step` where there is a programme. `gap`: at the start [m]. */
    GrowthEnds(const GrowthOptions &options, const ProtocolStep *step, double gap);

    /** Why it ends here: "the capacity of 1 mAh/cm^2 is reached"; empty: it does not. `of_run`: whether the run ends, too.
     * `failed`: whether it is no end that the input asks for. */
    std::string
    reached(const GrowthReadings &readings, bool &of_run, bool &failed) const;

    /** The longest step [s] that leads beyond no end that is met exactly, by the present rates. */
    double
    longest_step(const GrowthReadings &readings) const;

    /** By how much a step from `before` to `after` must be shortened to meet its end: the share of it, or 1. */
    double
    share_of_step(const GrowthReadings &before, const GrowthReadings &after) const;

    /** Share of the way to the nearest end. */
    double
    share_done(const GrowthReadings &readings) const;

  private:
    /** A number that grows up to an end that is met exactly. */
    struct Exact
    {
      std::string                                   name;
      double                                        end;
      std::function<double(const GrowthReadings &)> value, rate;
      bool                                          of_run;
    };

    const GrowthOptions options_;
    const double        gap_at_start_;
    const bool          has_step_;
    std::vector<Exact>  exact_;
    ProtocolStep        step_;
  };
} // namespace zincfield
