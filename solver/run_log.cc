#include "solver/run_log.h"

#include "solver/errors.h"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace zincfield
{
  namespace
  {
    /** OpenMPI gives every rank a pseudo-terminal, wherever its own output goes: the launcher says where that is. */
    bool
    writes_to_terminal()
    {
      if (std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr && std::getenv("OMPI_UNIVERSE_SIZE") != nullptr)
        return std::getenv("ZINCFIELD_TERMINAL") != nullptr;
      return isatty(STDOUT_FILENO) == 1;
    }

    std::string
    duration(const double seconds)
    {
      char text[40];
      if (seconds < 100.)
        std::snprintf(text, sizeof(text), "%.0f s", seconds);
      else if (seconds < 6000.)
        std::snprintf(text, sizeof(text), "%.0f min", seconds / 60.);
      else
        std::snprintf(text, sizeof(text), "%.1f h", seconds / 3600.);
      return text;
    }
  } // namespace

  RunLog::RunLog(const std::string &directory, const MPI_Comm communicator)
    : speaks_(dealii::Utilities::MPI::this_mpi_process(communicator) == 0)
    , terminal_(writes_to_terminal())
  {
    if (!speaks_)
      return;
    log_.open(directory + "/log.txt");
    if (!log_)
      throw MachineError("Cannot write " + directory + "/log.txt: the folder is not writable or the disk is full.");
  }

  RunLog::~RunLog()
  {
    clear_bar();
  }

  void
  RunLog::clear_bar()
  {
    if (bar_shown_)
      std::cout << "\r\033[K" << std::flush;
    bar_shown_ = false;
  }

  void
  RunLog::line(const std::string &text)
  {
    if (!speaks_)
      return;
    clear_bar();
    std::cout << text << std::endl;
    log_ << text << std::endl;
    progress(share_);
  }

  void
  RunLog::progress(const double share)
  {
    share_ = share;
    if (!speaks_ || !terminal_ || share <= 0.)
      return;
    const int    width = 30, done = static_cast<int>(width * share);
    const double left  = seconds() * (1. - share) / share;
    char         text[120];
    std::snprintf(text, sizeof(text), "\r[%s%s] %3.0f %%", std::string(done, '=').c_str(), std::string(width - done, ' ').c_str(), 100. * share);
    std::cout << text << (share < 1. ? ", about " + duration(left) + " left" : "") << "\033[K" << std::flush;
    bar_shown_ = true;
  }

  void
  RunLog::open_history(const std::string &variant_directory)
  {
    if (!speaks_)
      return;
    history_.close();
    history_.clear();
    history_.open(variant_directory + "/history.csv");
    history_ << "cycle,unknowns,newton_step,linear_iterations,relative_residual,electrode_potential [V],current_density [A/m^2],estimated_error,seconds\n";
    if (!history_)
      throw MachineError("Cannot write " + variant_directory + "/history.csv: the folder is not writable or the disk is full.");
  }

  void
  RunLog::history(const unsigned int cycle,
                  const double       unknowns,
                  const unsigned int newton_step,
                  const unsigned int linear_iterations,
                  const double       residual,
                  const double       electrode_potential,
                  const double       current_density,
                  const std::string &estimated_error)
  {
    if (!speaks_)
      return;
    char row[300];
    std::snprintf(row, sizeof(row), "%u,%.0f,%u,%u,%.6e,%.12e,%.12e,%s,%.3f\n", cycle, unknowns, newton_step, linear_iterations, residual, electrode_potential,
                  current_density, estimated_error.c_str(), seconds());
    history_ << row << std::flush;
  }
} // namespace zincfield
