#include "solver/runs/failure.h"

#include "solver/input/input_error.h"
#include "solver/support/errors.h"

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>

namespace zincfield
{
  namespace
  {
    struct Verdict
    {
      int         status;
      std::string text;
    };

    std::string
    first_line(const std::string &text)
    {
      const std::size_t begin = text.find_first_not_of("\n -");
      return begin == std::string::npos ? text : text.substr(begin, text.find('\n', begin) - begin);
    }

    Verdict
    judge(const std::exception_ptr &error)
    {
      try
        {
          std::rethrow_exception(error);
        }
      catch (const InputError &e)
        {
          return {1, e.what()};
        }
      catch (const std::domain_error &e) // a value that varies in space left its range
        {
          return {1, e.what()};
        }
      catch (const SolverError &e)
        {
          return {2, e.what()};
        }
      catch (const Stopped &e)
        {
          return {75, e.what()};
        }
      catch (const MachineError &e)
        {
          return {3, e.what()};
        }
      catch (const std::bad_alloc &)
        {
          return {3, "The memory of this machine is exhausted."};
        }
      catch (const dealii::ExceptionBase &e)
        {
          // deal.II's assertions are several lines; which one it was helps whoever reads the report.
          return {3, std::string("Internal error: ") + e.get_exc_name() + " in " + first_line(e.what())};
        }
      catch (const std::exception &e)
        {
          return {3, "Internal error: " + first_line(e.what())};
        }
      catch (...)
        {
          return {3, "Internal error of an unknown kind."};
        }
    }
  } // namespace

  FailureReport::FailureReport(MPI_Comm communicator)
  {
    // A communicator of its own: a rank that failed must not meet the others in the middle of their messages.
    MPI_Comm_dup(communicator, &communicator_);
  }

  FailureReport::~FailureReport()
  {
    MPI_Comm_free(&communicator_);
  }

  int
  FailureReport::report(const std::exception_ptr &error) const
  {
    const Verdict verdict  = judge(error);
    int           together = 0;
    MPI_Request   request;
    MPI_Ibarrier(communicator_, &request);
    for (unsigned int tries = 0; tries < 300 && together == 0; ++tries)
      {
        MPI_Test(&request, &together, MPI_STATUS_IGNORE);
        if (together == 0)
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    int rank = 0;
    MPI_Comm_rank(communicator_, &rank);
    if (rank == 0 || together == 0)
      std::cerr << "zincfield: " << verdict.text << std::endl;
    if (together == 0)
      MPI_Abort(communicator_, verdict.status);
    return verdict.status;
  }
} // namespace zincfield
