#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>

namespace zincfield
{
  /** Before MPI starts: spares a process that no launcher has started what OpenMPI does for several. */
  inline void
  prepare_single_process()
  {
    // OpenMPI starts a daemon beside it, and aborts where it finds no ssh on the PATH.
    setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
    // All such processes share one session folder, which the first to end removes while another may begin.
    constexpr std::array<const char *, 5> of_launchers = {"OMPI_COMM_WORLD_SIZE", "PMIX_NAMESPACE", "PMIX_RANK", "PMI_RANK",
                                                          "SLURM_PROCID"};
    if (std::none_of(of_launchers.begin(), of_launchers.end(), [](const char *name) { return std::getenv(name) != nullptr; }))
      {
        setenv("OMPI_MCA_orte_create_session_dirs", "0", 0);
        setenv("OMPI_MCA_sharedfp", "^sm", 0); // of files of all ranks, which would look for that folder and complain
      }
  }
} // namespace zincfield
