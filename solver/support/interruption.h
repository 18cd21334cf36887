#pragma once

#include <mpi.h>

#include <string>

namespace zincfield
{
  /** From now on SIGUSR1 is kept in mind, see stop_requested(). To be called first of all: until then it ends the process, and MPI
   * takes 0.4 s to start. */
  void
  keep_sigusr1_in_mind();

  /**
   * From now on SIGINT (Ctrl-C) and SIGTERM end this process at once, with a line from the rank that `speaks` and the exit status
   * 130 or 143. Nothing needs rescuing: files appear whole or not at all, and a summary says "unfinished" until its last variant is
   * in it. SIGUSR1 is kept in mind, also where another part of the program looked out for it before.
   */
  void
  end_on_signals(bool speaks, bool one_of_several);

  /**
   * From now on SIGTERM (a batch system's end of time), like SIGUSR1, only asks the run to stop; see stop_requested(). Not under
   * mpirun, which kills its ranks a second after SIGTERM: there it goes on to end them at once, unless mpirun was told to wait
   * (--mca odls_base_sigkill_timeout, 5 s or more).
   */
  void
  stop_on_signals();

  /**
   * While it lives there is nothing to keep that is not kept: a signal that asks the run to stop ends the process at once, with the
   * status of a run that was stopped, 75. For meshes and tables, which may take long before there is a state.
   */
  class StopAtOnce
  {
  public:
    StopAtOnce();
    ~StopAtOnce();
    StopAtOnce(const StopAtOnce &) = delete;
  };

  /** Asks the run to stop when it has lasted so long [s]. */
  void
  limit_time(double seconds);

  /**
   * Why the run has to stop here, where it can go on later: "SIGTERM", "SIGUSR1" or "--max-time"; empty: it has not. The same on
   * all ranks, which all call it. One message between ranks: for each step of a solver, not for each cell.
   */
  std::string
  stop_requested(MPI_Comm communicator);

  /** Whether a signal that asks the run to stop has reached this process; without a message to other ranks. */
  bool
  stop_signal_received();

  /** Throws Stopped where stop_requested(). */
  void
  stop_if_requested(MPI_Comm communicator);
} // namespace zincfield
