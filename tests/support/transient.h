#pragma once

#include "solver/runs/transient_run.h"
#include "tests/support/solved.h"

namespace zincfield
{
  /** The lines of a steady case with a protocol, "Key = value" of its steps by "name/Key = value", in place of its control. */
  inline Lines
  with_protocol(const Lines &lines, const Lines &steps)
  {
    Lines result;
    for (const std::string &line : lines)
      if (line.compare(0, 8, "Control/") != 0)
        result.push_back(line);
    for (const std::string &step : steps)
      result.push_back("Programme/Steps/" + step);
    return result;
  }

  /** A transient case on one mesh. */
  template <int dim>
  struct Transient : Solved<dim>
  {
    Transient(const Lines &lines, const unsigned int refinements, const MPI_Comm communicator = MPI_COMM_WORLD)
      : Solved<dim>(lines, refinements, communicator)
    {
      this->op = std::make_unique<Operator<dim>>(*this->discretization, this->model);
      initial_state(*this->op, this->state, this->electrode_potential);
    }

    const ProtocolResult &
    run()
    {
      RunLog silent("", MPI_COMM_WORLD);
      result =
        TransientRun<dim>(*this->discretization, *this->op, "", silent, [](double) {}).run(this->state, this->electrode_potential);
      return result;
    }

    ProtocolResult result;
  };
} // namespace zincfield
