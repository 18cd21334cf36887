#pragma once

#include "solver/impedance/spectrum.h"
#include "solver/results/growth_result.h"
#include "solver/results/transient_result.h"

namespace zincfield
{
  /** What one variant leaves for the summary. */
  struct CaseResult
  {
    std::string                     name;
    Report                          report;
    double                          cells = 0., unknowns = 0.;
    unsigned int                    cycles = 0, newton_steps = 0, linear_iterations = 0;
    double                          operator_evaluations = 0.;
    double                          setup_s = 0., solve_s = 0., peak_bytes = 0., wall_time_s = 0.;
    std::string                     preconditioner;
    std::vector<ProtocolStepResult> protocol; // of a transient run
    unsigned int                    time_steps = 0, rejected_steps = 0;
    StepsByOrder                    steps_by_order{};
    GrowthResult                    growth;
    Spectrum                        impedance; // without points where none was asked for
    std::string                     label;     // what the fields are not, where they may be mistaken; empty: nothing
    std::vector<std::string>        notes;     // on the model and on the solution, as in the log
    std::string                     failure;   // why the variant did not converge; empty: it did
  };
} // namespace zincfield
