#include "solver/support/interruption.h"

#include "solver/support/errors.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <unistd.h>

namespace zincfield
{
  namespace
  {
    using Clock = std::chrono::steady_clock;

    /** Seconds from mpirun's SIGTERM to its SIGKILL in which a run may hope to write a checkpoint; mpirun's default is 1. */
    constexpr double least_patience = 5.;

    volatile std::sig_atomic_t speaking = 0, beside_others = 0, stop_signal = 0, at_once = 0;

    constexpr int stopped_status = 75; // EX_TEMPFAIL

    const Clock::time_point started    = Clock::now();
    double                  time_limit = std::numeric_limits<double>::infinity();

    /** Only what POSIX allows here: write, signal, raise, _exit. */
    void
    end(const int number)
    {
      if (speaking)
        {
          const char *const text =
            "\nzincfield: interrupted; summary.json, where there is one, names the variants that are missing.\n";
          if (write(STDERR_FILENO, text, std::strlen(text)) < 0)
            _exit(128 + number);
        }
      // mpirun reports a rank that a signal killed as a crash; a status it passes on.
      if (beside_others)
        _exit(128 + number);
      std::signal(number, SIG_DFL);
      std::raise(number);
    }

    void
    remember(const int number)
    {
      stop_signal = number;
      if (!at_once)
        return;
      const char *const text = "zincfield: Stopped before a state was computed. To go on, give the same command with --resume.\n";
      if (speaking && write(STDERR_FILENO, text, std::strlen(text)) < 0)
        _exit(stopped_status);
      _exit(stopped_status);
    }

    void
    handle(const int number, void (*handler)(int))
    {
      struct sigaction action = {};
      action.sa_handler       = handler;
      action.sa_flags         = SA_RESTART; // what is being written goes on
      sigaction(number, &action, nullptr);
    }
  } // namespace

  void
  keep_sigusr1_in_mind()
  {
    handle(SIGUSR1, remember);
  }

  void
  end_on_signals(const bool speaks, const bool one_of_several)
  {
    speaking      = speaks;
    beside_others = one_of_several;
    handle(SIGINT, end);
    handle(SIGTERM, end);
    keep_sigusr1_in_mind();
  }

  void
  stop_on_signals()
  {
    const char *const patience = std::getenv("OMPI_MCA_odls_base_sigkill_timeout"); // of mpirun, which hands its settings on
    if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr || (patience && std::atof(patience) >= least_patience))
      handle(SIGTERM, remember);
  }

  StopAtOnce::StopAtOnce()
  {
    at_once = 1;
    if (stop_signal != 0) // just now
      remember(stop_signal);
  }

  StopAtOnce::~StopAtOnce()
  {
    at_once = 0;
  }

  void
  limit_time(const double seconds)
  {
    time_limit = seconds;
  }

  std::string
  stop_requested(MPI_Comm communicator)
  {
    int rank = 0;
    MPI_Comm_rank(communicator, &rank);
    // The first rank's clock counts for all. A signal may have reached some ranks only; the larger number wins.
    const bool over      = rank == 0 && std::chrono::duration<double>(Clock::now() - started).count() >= time_limit;
    int        reasons[] = {stop_signal, over ? 1 : 0};
    MPI_Allreduce(MPI_IN_PLACE, reasons, 2, MPI_INT, MPI_MAX, communicator);
    return reasons[0] == SIGTERM ? "SIGTERM" : reasons[0] != 0 ? "SIGUSR1" : reasons[1] != 0 ? "--max-time" : "";
  }

  bool
  stop_signal_received()
  {
    return stop_signal != 0;
  }

  void
  stop_if_requested(MPI_Comm communicator)
  {
    if (const std::string reason = stop_requested(communicator); !reason.empty())
      throw Stopped(reason);
  }
} // namespace zincfield
