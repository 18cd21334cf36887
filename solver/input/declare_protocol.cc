#include "solver/input/declare_sections.h"
#include "solver/input/sequence.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    const std::vector<std::string> drive_names = {"galvanostatic", "potentiostatic", "sweep", "rest"};

    ProtocolStep
    declare_step(const std::string &name, Parameters &keys, const Case &data)
    {
      ProtocolStep step;
      step.name         = name;
      std::string drive = "?";
      keys.choice("Drive", drive, drive_names,
                  "galvanostatic: constant current; potentiostatic: constant potential (against the bulk, or the cell voltage "
                  "where there is a counter electrode); sweep: a potential that changes "
                  "at a constant rate; rest: no current.");
      for (unsigned int k = 0; k < drive_names.size(); ++k)
        if (drive == drive_names[k])
          step.drive = static_cast<Drive>(k);
      const auto value = [&](const bool needed, const std::string &key, double &number, const std::string &unit, const Range &range,
                             const std::string &doc) {
        if (keys.describing() || needed)
          keys.quantity(key, number, unit, range, doc);
        else if (keys.given(key))
          keys.reject(key, "a step with Drive = " + drive + " has no such value", "no such key");
      };
      const bool sweep = step.drive == Drive::sweep;
      if (keys.describing() || step.drive == Drive::galvanostatic)
        declare_current(keys, "Current density", step.current_density,
                        "Galvanostatic: over the projected area of the working electrode; positive: zinc deposits.", data);
      else
        for (const char *const key : {"Current density", "Total current"})
          value(false, key, step.current_density, "", Range::any(), "");
      value(step.drive == Drive::potentiostatic || sweep, "Potential", step.potential, "V", Range::any(),
            "Potentiostatic: of the working electrode; negative: zinc deposits. Sweep: where it begins.");
      value(sweep, "End potential", step.end_potential, "V", Range::any(), "Sweep: where it ends.");
      value(sweep, "Sweep rate", step.sweep_rate, "mV/s", Range::positive(), "Sweep: how fast the potential changes.");
      value(!sweep, "Duration", step.duration, "s", Range::non_negative(),
            "How long the step lasts at most. 0: until one of its Stop conditions is met.");

      const auto stop = [&](const StopCondition::Kind kind, const std::string &key, const std::string &unit, const Range &range,
                            const std::string &doc) {
        double number = 0.;
        if (!keys.describing() && !keys.given(key))
          return;
        keys.quantity(key, number, unit, range, doc + " Left out: no such condition.");
        step.stops.push_back({kind, number});
      };
      using Kind = StopCondition::Kind;
      stop(Kind::potential_below, "Stop below potential", "V", Range::any(),
           "The step ends when the potential of the working electrode (the cell voltage) has fallen to this.");
      stop(Kind::potential_above, "Stop above potential", "V", Range::any(), "The step ends when the potential has risen to this.");
      stop(Kind::charge, "Stop at charge", "mAh/cm^2", Range::positive(),
           "The step ends when this charge has passed in it, in either direction.");
      stop(
        Kind::deposit_below, "Stop at deposit", "mAh/cm^2", Range::non_negative(),
        "The step ends when the zinc that has been deposited since the run began, less what has dissolved, has fallen to this; 0: "
        "all of it is stripped, as when a measured potential runs away.");
      stop(Kind::concentration_below, "Stop at surface concentration", "mol/L", Range::non_negative(),
           "The step ends when the lowest concentration of zinc at the working electrode has fallen to this; 0: to a thousandth of "
           "the bulk's, from where Sand's time is extrapolated.");
      stop(Kind::current_below, "Stop below current density", "mA/cm^2", Range::positive(),
           "The step ends when the magnitude of the current has fallen to this.");
      if (keys.describing())
        return step;
      if (sweep)
        {
          step.duration = std::abs(step.end_potential - step.potential) / step.sweep_rate;
          if (step.duration == 0.)
            keys.reject("End potential", "the sweep ends where it begins", "another value than that of Potential");
        }
      return step;
    }
  } // namespace

  void
  declare_protocol(Parameters &p, Case &data)
  {
    Protocol   &protocol = data.protocol;
    std::string sequence;
    p.text("Sequence", sequence,
           "The steps in their order, with loops: rest, 50 * (charge, 2 * pulse, discharge). Empty: every step once.");
    p.named_sections("Steps", "What drives the cell, one step after the other.", [&](const std::string &name, Parameters &keys) {
      const ProtocolStep step = declare_step(name, keys, data);
      if (!keys.describing())
        protocol.steps.push_back(step);
    });
    if (p.describing())
      return;
    std::vector<std::string> names;
    for (const ProtocolStep &step : protocol.steps)
      {
        if (step.name.find_first_of(",*()") != std::string::npos)
          p.reject("Steps/" + step.name, "the name of a step stands in sequences", "a name without , * ( )");
        names.push_back(step.name);
      }
    if (names.empty())
      {
        if (!sequence.empty())
          p.reject("Sequence", "there are no Steps", "subsections of Steps");
        return;
      }
    for (unsigned int k = 0; k < names.size(); ++k)
      protocol.sequence.push_back(k);
    if (sequence.empty())
      return;
    try
      {
        protocol.sequence = read_sequence(sequence, names);
      }
    catch (const SequenceError &error)
      {
        p.reject("Sequence", error.what(), "steps with commas between them, loops as 3 * (one, two)");
      }
  }

  void
  declare_time(Parameters &p, TimeOptions &o)
  {
    p.quantity("Tolerance", o.tolerance, "1", {0., 0.1, false, true},
               "Largest error of a step in time: of concentrations over those of the bulk, and of potentials over RT/F.");
    std::string order = o.order == 0 ? "adaptive" : std::to_string(o.order);
    p.choice("Order", order, {"adaptive", "2", "3", "4"},
             "Of the integrator. adaptive: in every step the one that covers most time for its work at this tolerance, beginning "
             "low after every switch (3 with Mesh adaptation: longer steps outrun the mesh); or the same for all steps.");
    o.order = order == "adaptive" ? 0 : std::stoi(order);
    p.quantity("First step", o.first_step, "s", Range::non_negative(),
               "Time step after every switch, at most Largest step; 0: a millionth of the step of the programme.");
    p.quantity("Largest step", o.largest_step, "s", Range::non_negative(),
               "Longest time step; 0: as long as the tolerance allows.");
    p.integer("Maximum steps", o.maximum_steps, 1, 2000000000, "Time steps of a whole programme after which the run gives up.");
    p.quantity("Field interval", o.field_interval, "s", Range::non_negative(),
               "Time between fields in files; 0: at the end of every step of the programme.");
    p.boolean("Mesh adaptation", o.adapt_mesh,
              "Refine and coarsen the mesh while the run goes on, see docs/theory.md. false: the mesh of the start, of Geometry "
              "and Initial refinements.");
    p.integer("Steps between meshes", o.steps_between_meshes, 1, 1000000,
              "Time steps after which the mesh is looked at again; after every switch it is looked at at once.");
    p.quantity("Mesh tolerance", o.mesh_tolerance, "1", {0., 1., false, true},
               "Largest estimated error in space: share of the energy norm of the present fluxes, field by field. Cells with more "
               "than their part of it are refined, with far less coarsened.");
    p.integer("Mesh levels", o.mesh_levels, 1, 20,
              "Most refinements of a cell beyond those of the mesh of the start. Each halves the thinnest diffusion layer that is "
              "resolved.");
    if (!p.describing() && o.largest_step > 0. && o.first_step > o.largest_step)
      p.reject("First step", "it is longer than Largest step", "a time up to that of Largest step, or 0 s");
  }
} // namespace zincfield
