#include "solver/results/run_log.h"

#include "solver/support/errors.h"
#include "solver/support/output_file.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
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

  RunLog::RunLog(const std::string &path, const MPI_Comm communicator, const bool append, const bool verbose)
    : communicator_(communicator)
    , speaks_(!path.empty() && dealii::Utilities::MPI::this_mpi_process(communicator) == 0)
    , terminal_(writes_to_terminal())
    , verbose_(verbose)
    , log_path_(path)
  {
    if (const char *const interval = std::getenv("ZINCFIELD_PROGRESS_INTERVAL"))
      progress_interval_ = std::max(std::atof(interval), 0.);
    if (speaks_)
      {
        log_.open(log_path_, append ? std::ios::app : std::ios::out);
        look_at(log_, log_path_);
      }
    require_written();
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
  RunLog::look_at(const std::ofstream &file, const std::string &path)
  {
    if (!file && lost_path_.empty())
      lost_path_ = path;
  }

  void
  RunLog::require_written()
  {
    const std::string lost = dealii::Utilities::MPI::broadcast(communicator_, lost_path_);
    if (!lost.empty())
      throw MachineError(not_written(lost));
  }

  void
  RunLog::say(std::ostream &stream, const std::string &text)
  {
    if (!speaks_ || text.empty())
      return;
    clear_bar();
    stream << text << std::endl;
    log_ << text << std::endl;
    look_at(log_, log_path_);
    progress(share_);
  }

  void
  RunLog::line(const std::string &text)
  {
    say(std::cout, text);
  }

  void
  RunLog::warning(const std::string &text)
  {
    say(std::cerr, text);
  }

  void
  RunLog::note(const std::string &text)
  {
    if (speaks_)
      log_ << text << std::endl;
    look_at(log_, log_path_);
  }

  void
  RunLog::detail(const std::string &text)
  {
    if (verbose_)
      line(text);
    else
      progress(share_);
  }

  std::string
  RunLog::progress_text() const
  {
    char text[60];
    std::snprintf(text, sizeof(text), "%.0f %%", 100. * share_);
    // Of a run that goes on, what it had when it began says nothing about the speed.
    const double done = share_ - std::max(share_at_start_, 0.);
    if (share_ >= 1. || done <= 0.)
      return text;
    return text + (", about " + duration(timer_.wall_time() * (1. - share_) / done) + " left");
  }

  void
  RunLog::progress(const double share)
  {
    share_ = share;
    if (share_at_start_ < 0.)
      share_at_start_ = earlier_seconds_ > 0. ? share : 0.;
    if (!speaks_ || share <= 0.)
      return;
    if (!terminal_)
      {
        const double now = timer_.wall_time();
        if (now - last_progress_ < progress_interval_ || share >= 1.)
          return;
        last_progress_         = now;
        const std::string text = "progress: " + progress_text();
        std::cout << text << std::endl;
        log_ << text << std::endl;
        look_at(log_, log_path_);
        return;
      }
    const int width = 30, done = static_cast<int>(width * share);
    std::cout << "\r[" << std::string(done, '=') << std::string(width - done, ' ') << "] " << progress_text() << "\033[K"
              << std::flush;
    bar_shown_ = true;
  }

  void
  RunLog::close_history()
  {
    if (!history_.is_open())
      return;
    history_.close();
    look_at(history_, history_path_);
    history_.clear();
  }

  void
  RunLog::close()
  {
    if (speaks_)
      {
        close_history();
        log_.close();
        look_at(log_, log_path_);
      }
    require_written();
  }

  void
  RunLog::open_history(const std::string &variant_directory)
  {
    if (speaks_)
      {
        close_history();
        history_path_ = variant_directory + "/history.csv";
        history_.open(history_path_);
        history_ << "cycle,unknowns,newton_step,linear_iterations,relative_residual,electrode_potential [V],current_density "
                    "[A/m^2],estimated_error,seconds\n"
                 << std::flush;
        look_at(history_, history_path_);
      }
    require_written();
  }

  void
  RunLog::continue_history(const std::string &variant_directory, const std::uint64_t bytes, const double seconds)
  {
    earlier_seconds_ = seconds - timer_.wall_time();
    if (speaks_)
      {
        close_history();
        history_path_ = variant_directory + "/history.csv";
        std::error_code failed;
        if (std::filesystem::file_size(history_path_, failed) > bytes && !failed)
          std::filesystem::resize_file(history_path_, bytes, failed);
        history_.open(history_path_, std::ios::app);
        look_at(history_, history_path_);
      }
    require_written();
  }

  std::uint64_t
  RunLog::history_bytes()
  {
    return history_.is_open() ? static_cast<std::uint64_t>(history_.tellp()) : 0;
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
    std::snprintf(row, sizeof(row), "%u,%.0f,%u,%u,%.6e,%.12e,%.12e,%s,%.3f\n", cycle, unknowns, newton_step, linear_iterations,
                  residual, electrode_potential, current_density, estimated_error.c_str(), seconds());
    history_ << row << std::flush;
    look_at(history_, history_path_);
  }
} // namespace zincfield
