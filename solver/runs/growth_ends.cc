#include "solver/runs/growth_ends.h"

#include "solver/support/customary_unit.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  namespace
  {
    /** Share of an end to which it is met. */
    constexpr double exactness = 1e-10;

    /** An approach to a gap counts as made when so much of the gap at the start is left. */
    constexpr double gap_exactness = 1e-3;

    /** d|charge|/dt. */
    double
    rate_of_magnitude(const double charge, const double rate)
    {
      return charge == 0. ? std::abs(rate) : charge > 0. ? rate : -rate;
    }
  } // namespace

  GrowthEnds::GrowthEnds(const GrowthOptions &options, const ProtocolStep *const step, const double gap)
    : options_(options)
    , gap_at_start_(gap)
    , has_step_(step)
  {
    using Readings = GrowthReadings;
    const auto one = [](const Readings &) { return 1.; };
    const auto add = [&](const std::string &name, const double end, const auto value, const auto rate, const bool of_run) {
      if (end > 0.)
        exact_.push_back({name, end, value, rate, of_run});
    };
    add(
      text("the capacity of %.6g mAh/cm^2", options.until_capacity / 3.6e4), options.until_capacity,
      [](const Readings &r) { return std::abs(r.charge); },
      [](const Readings &r) { return rate_of_magnitude(r.charge, r.charge_rate); }, true);
    add(
      text("the time of %.6g h", options.until_time / 3600.), options.until_time, [](const Readings &r) { return r.time; }, one,
      true);
    add(
      text("the thickness of %.6g um", 1e6 * options.until_thickness), options.until_thickness,
      [](const Readings &r) { return r.thickness; }, [](const Readings &r) { return r.thickness_rate; }, true);
    if (!step)
      return;
    step_ = *step;
    add(
      "its time", step->duration, [](const Readings &r) { return r.time_in_step; }, one, false);
    for (const StopCondition &stop : step->stops)
      if (stop.kind == StopCondition::Kind::charge)
        add(
          text("its charge of %.6g mAh/cm^2", stop.value / 3.6e4), stop.value,
          [](const Readings &r) { return std::abs(r.charge_in_step); },
          [](const Readings &r) { return rate_of_magnitude(r.charge_in_step, r.charge_rate); }, false);
  }

  std::string
  GrowthEnds::reached(const GrowthReadings &r, bool &of_run, bool &failed) const
  {
    of_run = failed = false;
    for (const Exact &end : exact_)
      if (end.value(r) >= end.end * (1. - exactness))
        {
          of_run = end.of_run;
          return end.name + " is reached";
        }
    using Kind = StopCondition::Kind;
    for (const StopCondition &stop : step_.stops)
      if ((stop.kind == Kind::potential_below && r.potential <= stop.value) ||
          (stop.kind == Kind::potential_above && r.potential >= stop.value))
        return "the potential has come to " + in_customary_unit(r.potential, "V", 5);
      else if (stop.kind == Kind::current_below && std::abs(r.current) <= stop.value)
        return "the current has fallen to " + in_customary_unit(r.current, "A/m^2", 5);
      else if (stop.kind == Kind::concentration_below && r.concentration <= stop.value)
        return "the zinc at the electrode has fallen to " + in_customary_unit(r.concentration, "mol/m^3", 5);
    of_run = true;
    if (options_.until_gap > 0. && r.gap - options_.until_gap <= gap_exactness * gap_at_start_)
      return text("the deposit is within %.6g um of the counter electrode or the bulk", 1e6 * r.gap);
    if (r.gap <= (options_.contact_gap + gap_exactness) * gap_at_start_)
      {
        failed = !options_.until_contact;
        return "the deposit touches the counter electrode or the bulk";
      }
    if (r.mouth <= (options_.contact_gap + gap_exactness) * r.depth)
      {
        failed = !options_.until_contact;
        return text("the deposit has closed over a pit, whose mouth is %.2g um wide", 1e6 * r.mouth);
      }
    if (r.thinnest <= -options_.foil_thickness)
      return text("the foil is used up where it was stripped most, by %.6g um", -1e6 * r.thinnest);
    of_run = false;
    return "";
  }

  double
  GrowthEnds::longest_step(const GrowthReadings &r) const
  {
    double longest = std::numeric_limits<double>::infinity();
    for (const Exact &end : exact_)
      if (const double rate = end.rate(r); rate > 0.)
        longest = std::min(longest, (end.end - end.value(r)) / rate);
    const double target = std::max(options_.until_gap, options_.contact_gap * gap_at_start_);
    if (r.approach > 0.)
      longest = std::min(longest, (r.gap - target) / r.approach);
    return longest;
  }

  double
  GrowthEnds::share_of_step(const GrowthReadings &before, const GrowthReadings &after) const
  {
    double share = 1.;
    for (const Exact &end : exact_)
      if (const double gained = end.value(after) - end.value(before); gained > 0. && end.value(after) > end.end * (1. + exactness))
        share = std::min(share, (end.end - end.value(before)) / gained);
    return share;
  }

  double
  GrowthEnds::share_done(const GrowthReadings &r) const
  {
    double share = 0.;
    for (const Exact &end : exact_)
      share = std::max(share, end.value(r) / end.end);
    const double target = std::max(options_.until_gap, options_.contact_gap * gap_at_start_);
    if (options_.until_gap > 0. || options_.until_contact)
      share = std::max(share, (gap_at_start_ - r.gap) / (gap_at_start_ - target));
    return std::min(share, 1.);
  }
} // namespace zincfield
