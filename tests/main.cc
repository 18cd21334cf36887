#include "solver/support/single_process.h"
#include "tests/support/temporary_folder.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

int
main(int argc, char **argv)
{
  testing::InitGoogleTest(&argc, argv);
  zincfield::prepare_single_process();
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const zincfield::TemporaryFolder               folder; // after MPI has taken its own
  return RUN_ALL_TESTS();
}
