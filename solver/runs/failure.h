#pragma once

#include <deal.II/base/mpi.h>

#include <exception>
#include <string>

namespace zincfield
{
  /** Reports an exception that ends the program: once, in one paragraph, on standard error. Made before anything can fail. */
  class FailureReport
  {
  public:
    explicit FailureReport(MPI_Comm communicator);
    ~FailureReport();
    FailureReport(const FailureReport &) = delete;
    FailureReport &
    operator=(const FailureReport &) = delete;

    /**
     * The exit status: 1 wrong input, 2 not solved, 75 stopped and to be continued, 3 anything else. If all ranks come here, the
     * first one prints; if some do not within a few seconds, they wait for this rank in vain: it prints, and ends all of them.
     */
    int
    report(const std::exception_ptr &error) const;

  private:
    MPI_Comm communicator_;
  };
} // namespace zincfield
