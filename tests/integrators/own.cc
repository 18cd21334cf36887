#include "tests/integrators/dae.h"

namespace zincfield::own_tests
{
  Trace
  run_own(Dae &dae, const unsigned int order, const double tolerance)
  {
    const Problem &problem   = dae.problem();
    Operator<2>   &op        = dae.op();
    const double   footprint = dae.cell().mesh.footprint();
    Newton<2>      newton(op, dae.cell().data.solver, problem.galvanostatic, nullptr);
    Integrator<2>  integrator(op, esdirk(order), tolerance, problem.least_current);
    Trace          trace;
    TimeState      now;
    trace.integrator = "zincfield " + esdirk(order).name;
    trace.tolerance  = tolerance;
    dae.cell().discretization->initialize(now.fields, op.n_fields());
    initial_state(op, now.fields, now.electrode_potential);
    op.accumulate(now.accumulation, now.fields, now.electrode_potential);
    now.rate = now.accumulation;
    scale(now.rate, 0.);
    now.passed = now.flux = TimeState::Fluxes(op.model().boundaries.size());
    const double first    = now.accumulation.rows.block(0).mean_value() * now.accumulation.rows.block(0).size();
    double       moved    = 0.;

    const auto record = [&] { trace.instants.push_back({now.time, now.electrode_potential, now.current / footprint}); };
    for (const Segment &segment : problem.segments)
      {
        const double begin = now.time, end = begin + segment.duration;
        const Drives drives{problem.galvanostatic,
                            [&](const double time) { return segment.value + segment.slope * (time - begin); }};
        double       dt = first_share * segment.duration;
        TimeState    to = now;
        trace.failure   = integrator.start(newton, drives, now, to, switching_share * segment.duration).failure;
        if (!trace.failure.empty())
          return trace;
        now = to;
        record();
        while (end - now.time > 1e-12 * end)
          {
            const double left         = end - now.time;
            dt                        = dt >= left ? left : std::min(dt, 0.5 * left);
            const StepOutcome outcome = integrator.step(newton, drives, now, to, dt);
            if (!outcome.failure.empty() || outcome.error > 1.)
              {
                ++trace.effort.rejected;
                dt *= outcome.failure.empty() ? integrator.step_factor(outcome.error) : 0.25;
                if (!outcome.failure.empty())
                  integrator.set_trend(Integrator<2>::Trend());
                continue;
              }
            ++trace.effort.steps;
            moved += std::abs(to.charge - now.charge);
            now = to;
            record();
            dt *= integrator.step_factor(outcome.error);
          }
      }
    trace.drift = std::abs(now.accumulation.rows.block(0).mean_value() * now.accumulation.rows.block(0).size() - first) / moved;
    return trace;
  }
} // namespace zincfield::own_tests
