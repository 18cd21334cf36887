#include "solver/linear/petsc_options.h"
#include "solver/support/errors.h"

#include <gtest/gtest.h>
#include <petscksp.h>

// What a function throws that PETSc calls arrives behind PETSc, whose own functions have returned.

namespace zincfield::petsc_callback_tests
{
  namespace
  {
    bool throws = false;

    PetscErrorCode
    multiply(Mat, Vec x, Vec y)
    {
      return call_back([&]() {
        if (throws)
          throw Stopped("in the middle of a product");
        check(VecCopy(x, y));
      });
    }
  } // namespace

  TEST(PetscCallback, ThrowsBehindPetsc)
  {
    keep_petsc_errors();
    Mat identity;
    Vec x, y;
    KSP solver;
    check(MatCreateShell(PETSC_COMM_SELF, 3, 3, 3, 3, nullptr, &identity));
    check(MatShellSetOperation(identity, MATOP_MULT, reinterpret_cast<void (*)()>(multiply)));
    check(MatCreateVecs(identity, &x, &y));
    check(VecSet(x, 2.));
    check(KSPCreate(PETSC_COMM_SELF, &solver));
    check(KSPSetOperators(solver, identity, identity));
    check(KSPSetType(solver, KSPFGMRES));
    PC none;
    check(KSPGetPC(solver, &none));
    check(PCSetType(none, PCNONE));

    throws                    = true;
    const PetscErrorCode code = KSPSolve(solver, x, y); // returns
    EXPECT_NE(code, 0);
    EXPECT_THROW(check(code), Stopped);
    EXPECT_THROW(check(code), MachineError); // the exception is thrown once

    throws = false;
    check(KSPSolve(solver, x, y));
    PetscReal norm;
    check(VecNorm(y, NORM_INFINITY, &norm));
    EXPECT_NEAR(norm, 2., 1e-12);
    PetscPopErrorHandler();
    check(KSPDestroy(&solver));
    check(VecDestroy(&x));
    check(VecDestroy(&y));
    check(MatDestroy(&identity));
  }
} // namespace zincfield::petsc_callback_tests
