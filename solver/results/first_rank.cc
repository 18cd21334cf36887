#include "solver/results/first_rank.h"

#include "solver/input/input_error.h"
#include "solver/support/errors.h"

#include <deal.II/base/mpi.h>

namespace zincfield
{
  void
  on_first_rank(const std::function<void()> &action)
  {
    enum Problem
    {
      nothing,
      of_input,
      of_machine
    };
    std::pair<int, std::string> problem(nothing, "");
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      try
        {
          action();
        }
      catch (const InputError &error)
        {
          problem = {of_input, error.what()};
        }
      catch (const std::exception &error)
        {
          problem = {of_machine, error.what()};
        }
    problem = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, problem);
    if (problem.first == of_input)
      throw InputError(problem.second);
    if (problem.first == of_machine)
      throw MachineError(problem.second);
  }
} // namespace zincfield
