#pragma once

#include <deal.II/base/mpi.h>
#include <deal.II/base/timer.h>

#include <fstream>
#include <string>

namespace zincfield
{
  /**
   * What a run says while it goes on: lines on the terminal and in log.txt, rows in history.csv. Rank 0 speaks. On a terminal a
   * bar with the share done and the time left follows the last line; without one there are no control characters, and a line says
   * the same every 30 s (ZINCFIELD_PROGRESS_INTERVAL: so many seconds).
   */
  class RunLog
  {
  public:
    /** `path`: of log.txt; empty: a log that says and writes nothing. `append`: to what an earlier run has left there.
     * `verbose`: detail() speaks. */
    RunLog(const std::string &path, MPI_Comm communicator, bool append = false, bool verbose = false);
    ~RunLog();

    void
    line(const std::string &text);

    /** A line that only a verbose log has: a Newton step. */
    void
    detail(const std::string &text);

    /** As line(), on the terminal to standard error. */
    void
    warning(const std::string &text);

    /** A line of log.txt only. */
    void
    note(const std::string &text);

    /** Throws MachineError, on all ranks, where a file was not written as far as the run has come. Called by all. */
    void
    require_written();

    /** Closes the files, and requires that all of them was written: some file systems only say so then. */
    void
    close();

    /** A row of history.csv in `variant_directory`; the first row of a file names the columns. */
    void
    open_history(const std::string &variant_directory);

    /** Goes on with the history of an earlier run: with its first `bytes`, what it wrote later is done again. `seconds`: its time
     * until then. */
    void
    continue_history(const std::string &variant_directory, std::uint64_t bytes, double seconds);

    /** Length of history.csv so far, on the rank that writes. */
    std::uint64_t
    history_bytes();
    void
    history(unsigned int       cycle,
            double             unknowns,
            unsigned int       newton_step,
            unsigned int       linear_iterations,
            double             residual,
            double             electrode_potential,
            double             current_density,
            const std::string &estimated_error);

    /** Share of the whole run that is done, for the bar. */
    void
    progress(double share);

    /** Of this run, with those of the earlier one that it goes on with. */
    double
    seconds() const
    {
      return earlier_seconds_ + timer_.wall_time();
    }

  private:
    void
    clear_bar();

    void
    close_history();

    /** Remembers the first file that did not take what it was given. */
    void
    look_at(const std::ofstream &file, const std::string &path);

    /** "42 % done, about 3 min left". */
    std::string
    progress_text() const;

    void
    say(std::ostream &stream, const std::string &text);

    const MPI_Comm communicator_;
    const bool     speaks_, terminal_, verbose_;
    std::string    log_path_, history_path_, lost_path_;
    bool           bar_shown_ = false;
    double         share_ = 0., earlier_seconds_ = 0., share_at_start_ = -1., last_progress_ = 0., progress_interval_ = 30.;
    std::ofstream  log_, history_;
    dealii::Timer  timer_;
  };
} // namespace zincfield
