#pragma once

#include "solver/input/case.h"

#include <array>
#include <string>

namespace zincfield
{
  /** What stop conditions look at. */
  struct Readings
  {
    double                potential            = 0.; // of the working electrode, or cell voltage [V]
    double                current_density      = 0.; // deposition, over the projected area [A/m^2]
    double                charge               = 0.; // passed since the step of the protocol began [C/m^2]
    double                lowest_concentration = 0.; // of zinc at the working electrode [mol/m^3]; infinite without species
    double                lowest_anywhere      = 0.; // the same at any electrode; NaN where a film has no solution
    double                activation           = 0.; // largest overpotential of the zinc reaction, in thermal voltages
    bool                  has_closed_pores     = false;
    std::array<double, 3> fullest{};    // where the pores of scaffolds are fullest [um]
    double                deposit = 0.; // zinc deposited since the run began, less what has dissolved [C/m^2]
  };

  /** How far beyond the condition the readings are, relative to its own size: reached from 0 on. */
  double
  beyond(const StopCondition &condition, const Readings &readings);

  /** The largest of beyond() over the conditions of a step, and which; -infinity without any. */
  double
  beyond(const ProtocolStep &step, const Readings &readings, unsigned int &which);

  /** "the potential has fallen to -100 mV", for the log; of a condition that the first state of the step meets, "is below ... from
   * the beginning". */
  std::string
  describe(const StopCondition &condition, bool from_the_beginning);
} // namespace zincfield
