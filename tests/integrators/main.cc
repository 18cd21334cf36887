#include "solver/linear/petsc_options.h"
#include "tests/integrators/problems.h"

#include <petscts.h>

#include <fstream>
#include <iostream>

// zincfield's integrators beside SUNDIALS IDA and PETSc TS on the same operator with the same factorisation: work at equal error.
// compare_integrators FILE.csv [PROBLEM ...]

namespace zincfield::main_tests
{
  namespace
  {
    /** What is compared: the potential under a current, the current density under a potential. */
    double
    reading(const Problem &problem, const Instant &instant)
    {
      return problem.galvanostatic ? instant.potential : instant.current_density;
    }

    /** Cubic through the four instants of `trace` around a time, of one segment where there are four. */
    double
    interpolated(const Problem &problem, const Trace &trace, const double time, const double begin, const double end)
    {
      const auto &all = trace.instants;
      const auto  low =
        std::upper_bound(all.begin(), all.end(), begin, [](const double t, const Instant &i) { return t < i.time; }) - all.begin();
      const auto high =
        std::upper_bound(all.begin(), all.end(), end, [](const double t, const Instant &i) { return t < i.time; }) - all.begin();
      auto from = std::upper_bound(all.begin(), all.end(), time, [](const double t, const Instant &i) { return t < i.time; }) -
                  all.begin() - 2;
      from         = std::max<long>(low, std::min<long>(from, high - 4));
      double value = 0.;
      for (long i = from; i < from + 4; ++i)
        {
          double weight = 1.;
          for (long j = from; j < from + 4; ++j)
            if (j != i)
              weight *= (time - all[j].time) / (all[i].time - all[j].time);
          value += weight * reading(problem, all[i]);
        }
      return value;
    }

    /** Largest error at the steps of a run, from a thousandth of each segment on: mV, or shares of the largest current. */
    double
    error(const Problem &problem, const Trace &trace, const Trace &reference)
    {
      double begin = 0., worst = 0., largest = 0.;
      for (const Instant &instant : reference.instants)
        largest = std::max(largest, std::abs(instant.current_density));
      for (const Segment &segment : problem.segments)
        {
          const double end = begin + segment.duration;
          for (const Instant &instant : trace.instants)
            if (instant.time >= begin + 1e-3 * segment.duration && instant.time <= end * (1. + 1e-12))
              worst = std::max(worst, std::abs(reading(problem, instant) -
                                               interpolated(problem, reference, instant.time, begin, end * (1. + 1e-12))));
          begin = end;
        }
      return worst * (problem.galvanostatic ? 1e3 : 1. / largest);
    }

    Trace
    counted(Dae &dae, const std::function<Trace()> &run)
    {
      const Effort before      = dae.counters();
      Trace        trace       = run();
      const Effort after       = dae.counters();
      trace.effort.evaluations = after.evaluations - before.evaluations;
      trace.effort.setups      = after.setups - before.setups;
      trace.effort.solves      = after.solves - before.solves;
      trace.effort.seconds     = after.seconds - before.seconds;
      if (!dae.problem().closed)
        trace.drift = std::numeric_limits<double>::quiet_NaN();
      return trace;
    }

    void
    compare(const Problem &problem, std::ofstream &file)
    {
      Dae         dae(problem);
      const Trace reference = run_ida(dae, 1e-9, 1e-3);
      std::printf("%s: %u unknowns, reference of %zu steps\n", problem.name.c_str(), dae.size(), reference.instants.size());
      const auto show = [&](const std::function<Trace()> &run) {
        const Trace trace = counted(dae, run);
        const auto &e     = trace.effort;
        char        row[300];
        std::snprintf(row, sizeof(row), "%s,%s,%.0e,%.3g,%.1e,%lu,%lu,%lu,%lu,%lu,%.3g,%s", problem.name.c_str(),
                      trace.integrator.c_str(), trace.tolerance, trace.failure.empty() ? error(problem, trace, reference) : NAN,
                      trace.drift, e.steps, e.rejected, e.evaluations, e.setups, e.solves, e.seconds, trace.failure.c_str());
        file << row << std::endl;
        std::puts(row);
        std::fflush(stdout);
      };
      for (const double tolerance : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6})
        for (const unsigned int order : {2u, 3u, 4u})
          if (order > 2 || tolerance > 1e-5)
            show([&] { return run_own(dae, order, tolerance); });
      for (const double tolerance : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7})
        show([&] { return run_ida(dae, tolerance); });
      for (const char *method : {"bdf 2", "bdf 4", "arkimex 3", "arkimex 4", "rosw rodas3"})
        for (const double tolerance : {1e-2, 1e-3, 1e-4, 1e-5, 1e-6})
          show([&] { return run_petsc(dae, method, tolerance); });
    }
  } // namespace
} // namespace zincfield::main_tests

int
main(int argc, char **argv)
{
  using namespace zincfield;
  if (argc < 2)
    {
      std::cerr << "compare_integrators FILE.csv [PROBLEM ...]\n";
      return 1;
    }
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  check(PetscLogDefaultBegin());
  check(TSInitializePackage());
  std::ofstream file(argv[1]);
  file << "problem,integrator,tolerance,error [mV or share],drift of the amount,steps,rejected,evaluations,set-ups,solves,seconds "
          "of the processor,failure\n";
  for (const Problem &problem : problems())
    if (argc == 2 || std::any_of(argv + 2, argv + argc, [&](const char *name) { return problem.name == name; }))
      compare(problem, file);
  return file ? 0 : 3;
}
