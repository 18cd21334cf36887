#pragma once

#include <mpi.h>

#include <string>

namespace zincfield
{
  /** About what the program takes for an unknown with all that belongs to it [bytes]: as measured on large meshes, see
   * docs/performance.md. */
  constexpr double bytes_per_unknown = 1000.;

  /** What this machine could still give to all its processes, or the batch system to those of this job if that is less [bytes];
   * infinite where the system does not say. */
  double
  available_memory();

  /** Memory of one machine [bytes]. */
  struct Memory
  {
    double needed, left;

    bool
    suffices() const
    {
      return needed <= left;
    }
  };

  /** "about 12.3 GB of memory, and 4.5 GB are left". */
  std::string
  describe(const Memory &memory);

  /** What so many unknowns take on the machine where it is scarcest, and what is left there. All ranks call it. */
  Memory
  memory_for(double n_unknowns, MPI_Comm communicator);
} // namespace zincfield
