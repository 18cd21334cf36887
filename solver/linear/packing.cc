#include "solver/linear/packing.h"

#include "solver/linear/field_matrices.h"

namespace zincfield
{
  namespace
  {
    PetscInt
    n_owned(const StateVector &state)
    {
      return static_cast<PetscInt>(state.n_blocks()) * state.block(0).locally_owned_size();
    }
  } // namespace

  void
  pack(const StateVector &state, Vec vector)
  {
    PetscScalar *entry = nullptr;
    check(VecGetArray(vector, &entry));
    PetscScalar *const first = entry;
    for (unsigned int f = 0; f < state.n_blocks(); ++f)
      entry = std::copy(state.block(f).begin(), state.block(f).end(), entry);
    entry = first;
    check(VecRestoreArray(vector, &entry));
  }

  void
  unpack(Vec vector, StateVector &state)
  {
    const PetscScalar *entry = nullptr;
    check(VecGetArrayRead(vector, &entry));
    const PetscScalar *next = entry;
    for (unsigned int f = 0; f < state.n_blocks(); ++f)
      {
        const auto n = state.block(f).locally_owned_size();
        std::copy(next, next + n, state.block(f).begin());
        next += n;
      }
    check(VecRestoreArrayRead(vector, &entry));
  }

  void
  pack_extra(const double value, const StateVector &state, Vec vector)
  {
    PetscInt size;
    check(VecGetLocalSize(vector, &size));
    PetscScalar *entry = nullptr;
    check(VecGetArray(vector, &entry));
    if (size > n_owned(state))
      entry[n_owned(state)] = value;
    check(VecRestoreArray(vector, &entry));
  }

  double
  unpack_extra(Vec vector, const StateVector &state)
  {
    PetscInt size;
    check(VecGetLocalSize(vector, &size));
    const PetscScalar *entry = nullptr;
    check(VecGetArrayRead(vector, &entry));
    double value = size > n_owned(state) ? entry[n_owned(state)] : 0.;
    check(VecRestoreArrayRead(vector, &entry));
    const MPI_Comm communicator = state.block(0).get_mpi_communicator();
    MPI_Bcast(&value, 1, MPI_DOUBLE, dealii::Utilities::MPI::n_mpi_processes(communicator) - 1, communicator);
    return value;
  }
} // namespace zincfield
