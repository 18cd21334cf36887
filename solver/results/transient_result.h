#pragma once

#include "postprocess/report.h"
#include "solver/assembly/film_states.h"
#include "solver/input/case.h"
#include "solver/time/order_control.h"

#include <limits>
#include <string>
#include <vector>

namespace zincfield
{
  /** How one step of a protocol ended. */
  struct ProtocolStepResult
  {
    std::string name, reason; // why it ended
    Drive       drive = Drive::rest;
    double      begin = 0., end = 0.; // [s]
    double      charge  = 0.;         // passed in it [C/m^2 of the projected area], positive: deposition
    double      moved   = 0.;         // the same, of its magnitude
    double      deposit = std::numeric_limits<double>::quiet_NaN(); // zinc on the metal at its end, less that at the run's begin
                                                                    // [C/m^2]; NaN: not known
    double efficiency = std::numeric_limits<double>::quiet_NaN();   // of the cycle that ends with it, see cycle_efficiency()
    double potential  = 0.;                                         // of the working electrode at its end [V]
    double transition_time =
      std::numeric_limits<double>::quiet_NaN(); // from its begin until the zinc at the electrode is used up [s]
  };

  /** What a transient run leaves behind. */
  struct ProtocolResult
  {
    std::vector<ProtocolStepResult> steps;
    Report                          report; // at the end
    double                          electrode_potential = 0.;
    FilmValues                      film_states;       // at the end, see Sampler
    double                          most_crowded = 0.; // at any step, see most_crowded() [mol/m^3]
    unsigned int                    time_steps = 0, rejected_steps = 0, newton_steps = 0, linear_iterations = 0, mesh_changes = 0;
    StepsByOrder                    steps_by_order{};     // 1: the implicit Euler steps after switches
    double                          sum_of_unknowns = 0.; // over the time steps: over their number, the mean
    std::string                     failure;              // why it ended before its end; empty: it did not
  };
} // namespace zincfield
