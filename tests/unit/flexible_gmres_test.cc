#include "solver/linear/flexible_gmres.h"

#include "solver/linear/field_matrices.h"

#include <gtest/gtest.h>

#include <cmath>

namespace zincfield
{
  namespace
  {
    constexpr PetscInt n = 12;

    struct Solved
    {
      PetscInt           iterations;
      KSPConvergedReason reason;
      double             error; // of the solution 1, 2, 3, ..., largest
    };

    /** Solve a diagonal system whose entries are 1, 2, ... `n_values` by turns, without preconditioner. */
    Solved
    solve(const unsigned int n_values, const unsigned int restart, const bool single_precision, const double tolerance, const PetscInt most_iterations = 200)
    {
      Mat matrix;
      Vec solution, right;
      KSP ksp;
      PC  pc;
      check(MatCreateAIJ(PETSC_COMM_SELF, n, n, n, n, 1, nullptr, 0, nullptr, &matrix));
      check(MatCreateVecs(matrix, &solution, &right));
      for (PetscInt i = 0; i < n; ++i)
        {
          const double entry = 1. + i % n_values;
          check(MatSetValue(matrix, i, i, entry, INSERT_VALUES));
          check(VecSetValue(right, i, entry * (i + 1.), INSERT_VALUES));
        }
      check(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
      check(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
      check(VecAssemblyBegin(right));
      check(VecAssemblyEnd(right));
      check(KSPCreate(PETSC_COMM_SELF, &ksp));
      set_flexible_gmres(ksp, restart, single_precision);
      check(KSPSetOperators(ksp, matrix, matrix));
      check(KSPSetTolerances(ksp, tolerance, 1e-300, PETSC_DEFAULT, most_iterations));
      check(KSPGetPC(ksp, &pc));
      check(PCSetType(pc, PCNONE));
      check(KSPSolve(ksp, right, solution));

      Solved result{};
      check(KSPGetIterationNumber(ksp, &result.iterations));
      check(KSPGetConvergedReason(ksp, &result.reason));
      const PetscScalar *x;
      check(VecGetArrayRead(solution, &x));
      for (PetscInt i = 0; i < n; ++i)
        result.error = std::max(result.error, std::abs(x[i] - (i + 1.)));
      check(VecRestoreArrayRead(solution, &x));
      release_vectors(ksp);
      check(KSPDestroy(&ksp));
      check(VecDestroy(&solution));
      check(VecDestroy(&right));
      check(MatDestroy(&matrix));
      return result;
    }
  } // namespace

  TEST(FlexibleGmres, TakesAsManyIterationsAsThereAreEigenvalues)
  {
    // the minimal polynomial of a diagonal matrix with k different entries has degree k
    for (const unsigned int k : {1u, 3u, 5u})
      {
        const Solved exact = solve(k, 60, false, 1e-10);
        EXPECT_EQ(exact.iterations, k);
        EXPECT_GT(exact.reason, 0);
        EXPECT_LT(exact.error, 1e-10);
      }
  }

  TEST(FlexibleGmres, RoundedDirectionsSpoilNoDigitOfTheSolution)
  {
    // the error is at most the residual over the smallest eigenvalue, 1; |b| = sqrt(sum (i a_i)^2) < sqrt(650) 5
    const Solved rounded = solve(5, 60, true, 1e-12);
    EXPECT_GT(rounded.reason, 0);
    EXPECT_GT(rounded.iterations, 5); // the directions are not those of a Krylov space any more
    EXPECT_LT(rounded.error, 1e-12 * std::sqrt(650.) * 5.);
  }

  TEST(FlexibleGmres, GoesOnAfterARestart)
  {
    const Solved restarted = solve(5, 2, false, 1e-10);
    EXPECT_GT(restarted.reason, 0);
    EXPECT_GT(restarted.iterations, 5);
    EXPECT_LT(restarted.error, 1e-10 * std::sqrt(650.) * 5.);
    const Solved stopped = solve(5, 2, false, 1e-10, 3);
    EXPECT_EQ(stopped.reason, KSP_DIVERGED_ITS);
    EXPECT_EQ(stopped.iterations, 3);
  }
} // namespace zincfield
