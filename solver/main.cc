#include "solver/digest/digest.h"
#include "solver/input/command_line.h"
#include "solver/input/speciation_report.h"
#include "solver/runs/failure.h"
#include "solver/runs/pooled_cases.h"
#include "solver/simulation.h"
#include "solver/support/errors.h"
#include "solver/support/interruption.h"
#include "solver/support/single_process.h"

#include <deal.II/base/mpi.h>

#include <cstdlib>
#include <iostream>

namespace
{
  using namespace zincfield;

  int
  carry_out(CommandLine &command_line, const bool speaks)
  {
    if (command_line.action == CommandLine::Action::print)
      {
        std::ostream &stream = command_line.status == 0 ? std::cout : std::cerr;
        if (speaks && !(stream << command_line.text << std::flush))
          throw MachineError("Standard output does not take the text: the disk is full or the other end is closed.");
        return command_line.status;
      }
    if (command_line.options.jobs > 1)
      command_line.options.collect = true; // of what run_members() has run
    const std::vector<Case> cases = read_cases(command_line);
    if (command_line.action == CommandLine::Action::check)
      {
        if (speaks)
          std::cout << check_report(command_line.options.input_file, cases) << '\n' << digest(cases) << std::flush;
        return 0;
      }
    if (command_line.action == CommandLine::Action::speciate)
      {
        const std::string report = speciation_report(cases);
        if (speaks)
          std::cout << report << std::flush;
        return 0;
      }
    return run(cases, command_line.options);
  }
} // namespace

int
main(int argc, char **argv)
{
  keep_sigusr1_in_mind();
  // Before MPI starts: PETSc would take --help and --version for its own, and processes that are started later would be taken for
  // ranks.
  CommandLine command_line = parse_command_line(argc, argv);
  if (command_line.action == CommandLine::Action::run && command_line.options.jobs > 1)
    if (const int status = run_in_process_pool(command_line); status != 0)
      return status;
  keep_sigusr1_in_mind(); // run_members() listens itself while others run
  prepare_single_process();
  int                                            no_arguments = 1;
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(no_arguments, argv, 1);
  const FailureReport                            failure(MPI_COMM_WORLD);
  end_on_signals(dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0,
                 dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) > 1);
  try
    {
      return carry_out(command_line, dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0);
    }
  catch (...)
    {
      return failure.report(std::current_exception());
    }
}
