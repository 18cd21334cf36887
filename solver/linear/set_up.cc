#include "solver/linear/set_up.h"

#include "solver/linear/petsc_options.h"

#include <petscksp.h>

#include <algorithm>
#include <cmath>

namespace zincfield
{
  namespace
  {
    /**
     * INFOG(1) of MUMPS: singular by its pattern or its numbers; more pivots put off than the workspace foreseen has room for, as
     * in singular matrices; memory that the system does not give or ICNTL(23) does not allow. PETSc takes the second for a lack of
     * memory. Source: MUMPS 5.5 users' guide, section 8.
     */
    constexpr int singular[] = {-6, -10}, no_room_for_pivots[] = {-8, -9}, no_memory[] = {-5, -7, -13, -18, -19};

    template <std::size_t n>
    bool
    is_one_of(const int status, const int (&list)[n])
    {
      return std::find(list, list + n, status) != list + n;
    }

    /** Seen by the product with a vector of ones. hypre stops at other entries with an error, and MUMPS takes their pivots for
     * anything. */
    bool
    is_finite(Mat matrix)
    {
      Vec ones, sums;
      check(MatCreateVecs(matrix, &ones, &sums));
      check(VecSet(ones, 1.));
      check(MatMult(matrix, ones, sums));
      PetscInt           n;
      const PetscScalar *sum;
      check(VecGetLocalSize(sums, &n));
      check(VecGetArrayRead(sums, &sum));
      int finite = std::all_of(sum, sum + n, [](const double x) { return std::isfinite(x); }) ? 1 : 0;
      check(VecRestoreArrayRead(sums, &sum));
      MPI_Allreduce(MPI_IN_PLACE, &finite, 1, MPI_INT, MPI_MIN, PetscObjectComm(reinterpret_cast<PetscObject>(matrix)));
      check(VecDestroy(&ones));
      check(VecDestroy(&sums));
      return finite == 1;
    }

    /** INFOG(1) of the factors; 0 where they are not MUMPS'. */
    int
    mumps_status(PC preconditioner)
    {
      PetscBool is_lu;
      check(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(preconditioner), PCLU, &is_lu));
      if (!is_lu)
        return 0;
      Mat           factors;
      MatSolverType package;
      PetscBool     is_mumps;
      PetscInt      status = 0;
      check(PCFactorGetMatrix(preconditioner, &factors));
      check(PCFactorGetMatSolverType(preconditioner, &package));
      check(PetscStrcmp(package, MATSOLVERMUMPS, &is_mumps));
      if (is_mumps)
        check(MatMumpsGetInfog(factors, 1, &status));
      return status;
    }
  } // namespace

  void
  set_up(PC preconditioner, const std::string &matrix)
  {
    Mat entries;
    check(PCGetOperators(preconditioner, nullptr, &entries));
    if (!is_finite(entries))
      throw NoInverse(matrix + " has entries that are no finite numbers");
    check(PCSetUp(preconditioner));

    PCFailedReason reason;
    check(PCGetFailedReason(preconditioner, &reason));
    if (reason == PC_NOERROR)
      return;
    const int status = mumps_status(preconditioner);
    check(PCReset(preconditioner)); // else the next matrix meets the failure of this one
    if (is_one_of(status, no_room_for_pivots))
      throw NoInverse(matrix + " is close to singular (its pivots find no room in the workspace of MUMPS; the option "
                               "mat_mumps_icntl_14 of PETSc gives them more)");
    if (is_one_of(status, no_memory) || (status == 0 && reason == PC_FACTOR_OUTMEMORY))
      throw MachineError("There is not enough memory for the factors of " + matrix + ". Run with fewer unknowns a rank.");
    if (is_one_of(status, singular) || status == 0)
      throw NoInverse(matrix + " is singular");
    throw MachineError("MUMPS could not make the factors of " + matrix + " (INFOG(1) = " + std::to_string(status) + ").");
  }
} // namespace zincfield
