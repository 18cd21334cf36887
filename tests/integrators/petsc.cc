#include "solver/linear/petsc_options.h"
#include "tests/integrators/dae.h"

#include <petscts.h>

#include <sstream>

namespace zincfield::petsc_tests
{
  namespace
  {
    constexpr unsigned int most_steps = 3000; // of a segment

    struct Watch
    {
      Dae   &dae;
      Trace &trace;
      double moved = 0.;
    };

    Dae &
    problem_of(void *context)
    {
      return static_cast<Watch *>(context)->dae;
    }

    PetscErrorCode
    residual(TS ts, PetscReal, Vec y, Vec rate, Vec g, void *context)
    {
      return call_back([&] {
        const PetscScalar *state, *slope;
        PetscScalar       *result;
        PetscReal          dt;
        check(TSGetTimeStep(ts, &dt));
        check(VecGetArrayRead(y, &state));
        check(VecGetArrayRead(rate, &slope));
        check(VecGetArray(g, &result));
        const bool good = problem_of(context).residual(state, slope, 1. / dt, result);
        check(VecRestoreArray(g, &result));
        check(VecRestoreArrayRead(rate, &slope));
        check(VecRestoreArrayRead(y, &state));
        if (!good)
          check(VecSet(g, std::numeric_limits<double>::quiet_NaN()));
      });
    }

    PetscErrorCode
    jacobian(TS, PetscReal, Vec y, Vec, const PetscReal shift, Mat, Mat, void *context)
    {
      return call_back([&] {
        const PetscScalar *state;
        check(VecGetArrayRead(y, &state));
        problem_of(context).setup(state, shift);
        check(VecRestoreArrayRead(y, &state));
      });
    }

    PetscErrorCode
    solve(PC pc, Vec right, Vec solution)
    {
      return call_back([&] {
        void              *context;
        const PetscScalar *from;
        PetscScalar       *to;
        check(PCShellGetContext(pc, &context));
        check(VecGetArrayRead(right, &from));
        check(VecGetArray(solution, &to));
        problem_of(context).solve(from, to);
        check(VecRestoreArray(solution, &to));
        check(VecRestoreArrayRead(right, &from));
      });
    }

    PetscErrorCode
    record(TS, PetscInt, const PetscReal time, Vec y, void *context)
    {
      return call_back([&] {
        auto              &watch = *static_cast<Watch *>(context);
        const PetscScalar *state;
        check(VecGetArrayRead(y, &state));
        // its rate matters only where a double layer is charged, which these problems do not have
        const std::vector<double> nothing(watch.dae.size(), 0.);
        Instant                   now = watch.dae.instant(time, state, nothing.data());
        if (!watch.trace.instants.empty())
          watch.moved += std::abs(now.current_density) * (time - watch.trace.instants.back().time);
        watch.trace.instants.push_back(now);
        check(VecRestoreArrayRead(y, &state));
      });
    }

    void
    set_method(TS ts, const std::string &type)
    {
      std::istringstream words(type);
      std::string        name, variant;
      words >> name >> variant;
      check(TSSetType(ts, name.c_str()));
      if (name == "bdf")
        check(TSBDFSetOrder(ts, std::stoi(variant)));
      if (name == "arkimex")
        {
          check(TSARKIMEXSetType(ts, variant.c_str()));
          check(TSARKIMEXSetFullyImplicit(ts, PETSC_TRUE));
        }
      if (name == "rosw")
        check(TSRosWSetType(ts, variant.c_str()));
    }

    /** Newton's steps with the factors of the problem. */
    void
    set_solver(TS ts, Watch &watch)
    {
      SNES           snes;
      SNESLineSearch search;
      KSP            ksp;
      PC             pc;
      check(TSGetSNES(ts, &snes));
      check(SNESGetLineSearch(snes, &search));
      check(SNESLineSearchSetType(search, SNESLINESEARCHBASIC));
      check(SNESGetKSP(snes, &ksp));
      check(KSPSetType(ksp, KSPPREONLY));
      check(KSPGetPC(ksp, &pc));
      check(PCSetType(pc, PCSHELL));
      check(PCShellSetContext(pc, &watch));
      check(PCShellSetApply(pc, solve));
    }
  } // namespace

  Trace
  run_petsc(Dae &dae, const std::string &type, const double tolerance)
  {
    Trace trace;
    trace.integrator = "PETSc " + type;
    trace.tolerance  = tolerance;
    Watch               watch{dae, trace};
    std::vector<double> state, slope, differential = dae.differential(), absolute(dae.size());
    for (unsigned int i = 0; i < dae.size(); ++i)
      absolute[i] = differential[i] == 1. ? tolerance : 1e100; // algebraic unknowns do not count
    dae.rest(state);
    const double first = dae.amount(state.data()), begun = 0.;
    Vec          y, weights;
    Mat          matrix;
    check(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, dae.size(), state.data(), &y));
    check(VecCreateSeqWithArray(PETSC_COMM_SELF, 1, dae.size(), absolute.data(), &weights));
    check(MatCreateShell(PETSC_COMM_SELF, dae.size(), dae.size(), dae.size(), dae.size(), nullptr, &matrix));
    double begin = begun;
    for (const Segment &segment : dae.problem().segments)
      {
        const double end = begin + segment.duration;
        TS           ts; // a new one: the history of the last segment is of no use
        dae.start(segment, switching_share * segment.duration, state, slope);
        check(TSCreate(PETSC_COMM_SELF, &ts));
        check(TSSetEquationType(ts, TS_EQ_DAE_IMPLICIT_INDEX1));
        check(TSSetIFunction(ts, nullptr, residual, &watch));
        check(TSSetIJacobian(ts, matrix, matrix, jacobian, &watch));
        set_method(ts, type);
        set_solver(ts, watch);
        check(TSSetTolerances(ts, tolerance, weights, tolerance, nullptr));
        check(TSSetTime(ts, begin + switching_share * segment.duration));
        check(TSSetTimeStep(ts, first_share * segment.duration));
        check(TSSetMaxTime(ts, end));
        check(TSSetMaxSteps(ts, most_steps));
        check(TSSetMaxSNESFailures(ts, -1));
        check(TSSetExactFinalTime(ts, TS_EXACTFINALTIME_MATCHSTEP));
        check(TSMonitorSet(ts, record, &watch, nullptr));
        check(TSSetFromOptions(ts));
        check(TSSolve(ts, y));
        TSConvergedReason reason;
        PetscInt          steps, rejected, failures;
        check(TSGetConvergedReason(ts, &reason));
        check(TSGetStepNumber(ts, &steps));
        check(TSGetStepRejections(ts, &rejected));
        check(TSGetSNESFailures(ts, &failures));
        trace.effort.steps += steps;
        trace.effort.rejected += rejected + failures;
        check(TSDestroy(&ts));
        if (reason != TS_CONVERGED_TIME)
          {
            trace.failure = reason < 0 ? TSConvergedReasons[reason] : "more than " + std::to_string(most_steps) + " steps";
            break;
          }
        begin = end;
      }
    trace.drift = std::abs(dae.amount(state.data()) - first) / (watch.moved * dae.cell().mesh.footprint());
    check(VecDestroy(&y));
    check(VecDestroy(&weights));
    check(MatDestroy(&matrix));
    return trace;
  }
} // namespace zincfield::petsc_tests
