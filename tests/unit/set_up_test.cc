#include "solver/linear/set_up.h"

#include "solver/linear/boomeramg.h"
#include "solver/linear/petsc_options.h"

#include <gtest/gtest.h>

#include <petscksp.h>

#include <cmath>
#include <functional>
#include <limits>

// Preconditioners of a matrix that has no inverse: what it is is said, and the next matrix is not taken for it.

namespace zincfield::set_up_tests
{
  namespace
  {
    /** The second difference of n points between fixed ends, which `change` may spoil. */
    class Chain
    {
    public:
      Chain(const std::function<void(Mat)> &change, const PetscInt n)
      {
        check(MatCreateAIJ(MPI_COMM_WORLD, n, n, n, n, 3, nullptr, 0, nullptr, &matrix));
        for (PetscInt i = 0; i < n; ++i)
          for (PetscInt j = std::max<PetscInt>(0, i - 1); j < std::min(n, i + 2); ++j)
            check(MatSetValue(matrix, i, j, i == j ? 2. : -1., INSERT_VALUES));
        check(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
        check(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
        change(matrix);
        check(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
        check(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
      }
      ~Chain()
      {
        MatDestroy(&matrix);
      }
      Chain(const Chain &) = delete;

      Mat matrix = nullptr;
    };

    void
    nothing(Mat)
    {}

    std::function<void(Mat)>
    entry(const double value)
    {
      return [value](Mat matrix) { check(MatSetValue(matrix, 3, 4, value, INSERT_VALUES)); };
    }

    /** A row and a column without entries: a zero pivot whatever the order. */
    void
    empty_row(Mat matrix)
    {
      const PetscInt row = 5;
      check(MatSetOption(matrix, MAT_KEEP_NONZERO_PATTERN, PETSC_TRUE));
      check(MatZeroRowsColumns(matrix, 1, &row, 0., nullptr, nullptr));
    }

    class Preconditioning
    {
    public:
      explicit Preconditioning(const std::string &kind)
      {
        check(PCCreate(MPI_COMM_WORLD, &pc_));
        if (kind == "BoomerAMG")
          {
            set_boomeramg_defaults<2>(pc_, "set_up_test_");
            return;
          }
        check(PCSetOptionsPrefix(pc_, "factors_"));
        check(PCSetType(pc_, PCLU));
        check(PCFactorSetMatSolverType(pc_, kind == "MUMPS" ? MATSOLVERMUMPS : MATSOLVERPETSC));
      }
      ~Preconditioning()
      {
        PCDestroy(&pc_);
      }
      Preconditioning(const Preconditioning &) = delete;

      /** "" or what set_up() throws. */
      std::string
      reason(const std::function<void(Mat)> &change, const PetscInt n = 20)
      {
        const Chain chain(change, n);
        try
          {
            check(PCSetOperators(pc_, chain.matrix, chain.matrix));
            check(PCSetFromOptions(pc_));
            set_up(pc_, "the test");
          }
        catch (const NoInverse &error)
          {
            return error.what();
          }
        catch (const MachineError &error)
          {
            return std::string("machine: ") + error.what();
          }
        // A sine is an eigenvector: the inverse leaves its shape alone.
        Vec x, y;
        check(MatCreateVecs(chain.matrix, &x, &y));
        for (PetscInt i = 0; i < n; ++i)
          check(VecSetValue(x, i, std::sin(M_PI * (i + 1.) / (n + 1.)), INSERT_VALUES));
        check(VecAssemblyBegin(x));
        check(VecAssemblyEnd(x));
        check(PCApply(pc_, x, y));
        check(VecScale(y, 2. - 2. * std::cos(M_PI / (n + 1.))));
        check(VecAXPY(y, -1., x));
        PetscReal error;
        check(VecNorm(y, NORM_INFINITY, &error));
        EXPECT_LT(error, 0.05); // BoomerAMG: one cycle
        check(VecDestroy(&x));
        check(VecDestroy(&y));
        return "";
      }

    private:
      PC pc_ = nullptr;
    };
  } // namespace

  TEST(SetUp, EntriesThatAreNoNumbers)
  {
    for (const std::string kind : {"MUMPS", "PETSc", "BoomerAMG"})
      {
        Preconditioning preconditioning(kind);
        for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
          {
            EXPECT_EQ(preconditioning.reason(entry(value)), "the test has entries that are no finite numbers") << kind;
            EXPECT_EQ(preconditioning.reason(nothing), "") << kind;
          }
      }
  }

  TEST(SetUp, SingularFactors)
  {
    for (const std::string kind : {"MUMPS", "PETSc"})
      {
        Preconditioning preconditioning(kind);
        for (unsigned int time = 0; time < 2; ++time) // before and after another matrix
          {
            EXPECT_EQ(preconditioning.reason(empty_row), "the test is singular") << kind;
            EXPECT_EQ(preconditioning.reason(nothing), "") << kind;
          }
      }
  }

  TEST(SetUp, FactorsWithoutMemory)
  {
    // two to five numbers a row of 200 000, in 1 MB
    check(PetscOptionsSetValue(nullptr, "-factors_mat_mumps_icntl_23", "1"));
    EXPECT_EQ(Preconditioning("MUMPS").reason(nothing, 200000),
              "machine: There is not enough memory for the factors of the test. Run with fewer unknowns a rank.");
    check(PetscOptionsClearValue(nullptr, "-factors_mat_mumps_icntl_23"));
  }

  TEST(SetUp, PivotsWithoutRoom)
  {
    // MUMPS may take no more workspace than it foresees less 100 %: none.
    check(PetscOptionsSetValue(nullptr, "-factors_mat_mumps_icntl_14", "-100"));
    EXPECT_EQ(Preconditioning("MUMPS").reason(nothing), "the test is close to singular (its pivots find no room in the workspace "
                                                        "of MUMPS; the option mat_mumps_icntl_14 of PETSc gives them more)");
    check(PetscOptionsClearValue(nullptr, "-factors_mat_mumps_icntl_14"));
    EXPECT_EQ(Preconditioning("MUMPS").reason(nothing), "");
  }
} // namespace zincfield::set_up_tests
