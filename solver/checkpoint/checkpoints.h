#pragma once

#include "solver/checkpoint/snapshot.h"

#include <chrono>
#include <functional>

namespace zincfield
{
  /** A checkpoint that was found whole. */
  class StoredCheckpoint
  {
  public:
    StoredCheckpoint(const std::string &folder, nlohmann::json header, const std::vector<std::string> &parts);

    const std::string &
    folder() const
    {
      return folder_;
    }

    const nlohmann::json &
    scalars() const
    {
      return header_.at("scalars");
    }

    /** Calls `action(scalars())`; what is not there, or not as this program writes it, is an InputError that names the checkpoint.
     */
    template <typename Action>
    auto
    read(const Action &action) const
    {
      try
        {
          return action(scalars());
        }
      catch (...)
        {
          complain();
        }
    }

    /** Throws std::runtime_error where it holds none of this name. */
    std::vector<double>
    array(const std::string &name);

    /** Refines a mesh that is coarse still to what it was. Throws InputError where it is another mesh. */
    template <int dim>
    void
    restore_mesh(MeshHistory<dim> &mesh);

    /** Vectors and numbers of cells. */
    Parts &
    parts()
    {
      return parts_;
    }

  private:
    /** Of the exception that is being handled; the program's own ones are thrown as they are. */
    [[noreturn]] void
    complain() const;

    const std::string    folder_;
    const nlohmann::json header_;
    Parts                parts_;
  };

  /**
   * The checkpoints of one variant: folders 000001, 000002, ... in a folder of its own, of which the last two are kept.
   *
   * A run asks due() at every point at which it could go on later (the same on all ranks) and calls write() then, and whenever
   * stop_requested(). Written into a folder aside and renamed when all is on the disk: a run that is killed at any moment leaves
   * what was there. All functions are called by all ranks.
   */
  class Checkpoints
  {
  public:
    /** Of a run that writes none. */
    Checkpoints() = default;

    /**
     * `identity`: of the input, see identity(); a checkpoint of another one is refused. `interval`: between checkpoints [s].
     * `warn` is told of damaged ones.
     */
    Checkpoints(const std::string                              &folder,
                const nlohmann::json                           &identity,
                double                                          interval,
                MPI_Comm                                        communicator,
                const std::function<void(const std::string &)> &warn);

    /** Whether the interval has passed since the last one, or since the start. */
    bool
    due() const;

    /** Whether there is a folder to write into. */
    bool
    enabled() const
    {
      return !folder_.empty();
    }

    const std::string &
    folder() const
    {
      return folder_;
    }

    /** Throws MachineError where the disk refuses; earlier checkpoints then are as they were. */
    template <int dim>
    void
    write(const Snapshot<dim> &snapshot);

    /** One with scalars only, which replaces all others: of something that has been finished. */
    void
    write_last(const nlohmann::json &scalars);

    /** The newest that is whole, or null. Damaged ones are set aside. Throws InputError where it is of another input. */
    std::unique_ptr<StoredCheckpoint>
    newest();

    /** Removes all. */
    void
    clear();

  private:
    void
    write(nlohmann::json header, const std::map<std::string, std::vector<double>> &arrays, const std::string *part);

    /** Removes all but the newest `n`. */
    void
    keep(unsigned int n) const;

    using Clock = std::chrono::steady_clock;

    std::string                              folder_;
    nlohmann::json                           identity_;
    double                                   interval_     = 0.;
    MPI_Comm                                 communicator_ = MPI_COMM_SELF;
    std::function<void(const std::string &)> warn_;
    Clock::time_point                        last_ = Clock::now();
  };
} // namespace zincfield
