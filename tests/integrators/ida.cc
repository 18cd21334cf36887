#include "tests/integrators/dae.h"

#include <ida/ida.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_linearsolver.h>
#include <sundials/sundials_matrix.h>

namespace zincfield::ida_tests
{
  namespace
  {
    /** Return values of user functions: tried again with a shorter step. */
    constexpr int recoverable = 1;

    struct Ida
    {
      Dae  &dae;
      void *memory = nullptr;
    };

    void
    require(const int flag, const char *what)
    {
      AssertThrow(flag >= 0, dealii::ExcMessage(std::string(what) + " of IDA returned " + std::to_string(flag)));
    }

    double
    shift(const Ida &ida)
    {
      double cj = 0.;
      IDAGetCurrentCj(ida.memory, &cj);
      return cj > 0. ? cj : 1.;
    }

    int
    residual(double, N_Vector y, N_Vector rate, N_Vector g, void *context)
    {
      Ida &ida = *static_cast<Ida *>(context);
      return ida.dae.residual(N_VGetArrayPointer(y), N_VGetArrayPointer(rate), shift(ida), N_VGetArrayPointer(g)) ? 0 : recoverable;
    }

    int
    jacobian(double, const double cj, N_Vector y, N_Vector, N_Vector, SUNMatrix, void *context, N_Vector, N_Vector, N_Vector)
    {
      static_cast<Ida *>(context)->dae.setup(N_VGetArrayPointer(y), cj);
      return 0;
    }

    int
    solve(SUNLinearSolver solver, SUNMatrix, N_Vector x, N_Vector b, double)
    {
      static_cast<Dae *>(solver->content)->solve(N_VGetArrayPointer(b), N_VGetArrayPointer(x));
      return 0;
    }

    /** A matrix without entries: its factors are the problem's. */
    SUNMatrix
    nominal_matrix(SUNContext context)
    {
      SUNMatrix matrix     = SUNMatNewEmpty(context);
      matrix->ops->getid   = [](SUNMatrix) { return SUNMATRIX_CUSTOM; };
      matrix->ops->zero    = [](SUNMatrix) { return 0; };
      matrix->ops->destroy = [](SUNMatrix m) { SUNMatFreeEmpty(m); };
      return matrix;
    }

    SUNLinearSolver
    linear_solver(Dae &dae, SUNContext context)
    {
      SUNLinearSolver solver  = SUNLinSolNewEmpty(context);
      solver->content         = &dae;
      solver->ops->gettype    = [](SUNLinearSolver) { return SUNLINEARSOLVER_DIRECT; };
      solver->ops->getid      = [](SUNLinearSolver) { return SUNLINEARSOLVER_CUSTOM; };
      solver->ops->initialize = [](SUNLinearSolver) { return 0; };
      solver->ops->setup      = [](SUNLinearSolver, SUNMatrix) { return 0; };
      solver->ops->solve      = solve;
      solver->ops->free       = [](SUNLinearSolver s) {
        SUNLinSolFreeEmpty(s);
        return 0;
      };
      return solver;
    }
  } // namespace

  Trace
  run_ida(Dae &dae, const double tolerance, const double newton_share)
  {
    Trace trace;
    trace.integrator = "SUNDIALS IDA";
    trace.tolerance  = tolerance;
    SUNContext context;
    require(SUNContext_Create(nullptr, &context), "SUNContext_Create");
    Ida                 ida{dae, IDACreate(context)};
    std::vector<double> state, slope(dae.size()), differential = dae.differential();
    dae.rest(state);
    const double   first = dae.amount(state.data());
    const N_Vector y = N_VMake_Serial(dae.size(), state.data(), context), rate = N_VMake_Serial(dae.size(), slope.data(), context),
                   id            = N_VMake_Serial(dae.size(), differential.data(), context);
    const SUNMatrix       matrix = nominal_matrix(context);
    const SUNLinearSolver linear = linear_solver(dae, context);
    require(IDAInit(ida.memory, residual, 0., y, rate), "IDAInit");
    require(IDASetUserData(ida.memory, &ida), "IDASetUserData");
    require(IDASStolerances(ida.memory, tolerance, tolerance), "IDASStolerances");
    require(IDASetId(ida.memory, id), "IDASetId");
    require(IDASetSuppressAlg(ida.memory, 1), "IDASetSuppressAlg");
    require(IDASetNonlinConvCoef(ida.memory, newton_share), "IDASetNonlinConvCoef");
    require(IDASetMaxNumSteps(ida.memory, 1000000), "IDASetMaxNumSteps");
    require(IDASetLinearSolver(ida.memory, linear, matrix), "IDASetLinearSolver");
    require(IDASetJacFn(ida.memory, jacobian), "IDASetJacFn");
    double begin = 0., moved = 0.;
    for (const Segment &segment : dae.problem().segments)
      {
        const double end = begin + segment.duration;
        double       now = begin + switching_share * segment.duration;
        dae.start(segment, now - begin, state, slope);
        require(IDAReInit(ida.memory, now, y, rate), "IDAReInit");
        require(IDASetInitStep(ida.memory, first_share * segment.duration), "IDASetInitStep");
        require(IDASetStopTime(ida.memory, end), "IDASetStopTime");
        trace.instants.push_back(dae.instant(now, state.data(), slope.data()));
        for (int flag = 0; flag != IDA_TSTOP_RETURN;)
          {
            const double before = now;
            flag                = IDASolve(ida.memory, end, &now, y, rate, IDA_ONE_STEP);
            if (flag < 0)
              {
                trace.failure = "IDASolve returned " + std::to_string(flag);
                break;
              }
            trace.instants.push_back(dae.instant(now, state.data(), slope.data()));
            moved += std::abs(trace.instants.back().current_density) * (now - before);
          }
        long steps, errors, failures;
        IDAGetNumSteps(ida.memory, &steps);
        IDAGetNumErrTestFails(ida.memory, &errors);
        IDAGetNumNonlinSolvConvFails(ida.memory, &failures);
        trace.effort.steps += steps;
        trace.effort.rejected += errors + failures;
        if (!trace.failure.empty())
          break;
        begin = end;
      }
    trace.drift = std::abs(dae.amount(state.data()) - first) / (moved * dae.cell().mesh.footprint());
    IDAFree(&ida.memory);
    for (const N_Vector vector : {y, rate, id})
      N_VDestroy(vector);
    SUNLinSolFree(linear);
    SUNMatDestroy(matrix);
    SUNContext_Free(&context);
    return trace;
  }
} // namespace zincfield::ida_tests
