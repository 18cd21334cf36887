#pragma once

#include "solver/input/case.h"

namespace zincfield
{
  void
  declare_electrolyte(Parameters &parameters, Case &data);

  /** Boundaries: one for every name of the geometry, in its order. */
  void
  declare_boundaries(Parameters &parameters, Case &data);

  /** Joins boundaries of an imported mesh to this one, where the input says so. */
  void
  declare_parts(Parameters &parameters, const std::string &boundary, Case &data);

  /** A current density over the area of the working electrode, or in its place a total current. After the boundaries. */
  void
  declare_current(Parameters &parameters, const std::string &key, double &density, const std::string &doc, const Case &data);

  /** With a protocol the section is to stay empty. */
  void
  declare_control(Parameters &parameters, Case &data);

  /** The control protocol of a transient run; without steps the run looks for a steady state. */
  void
  declare_protocol(Parameters &parameters, Case &data);
  void
  declare_time(Parameters &parameters, TimeOptions &options);

  /** Growth of the deposit, after the protocol: a quasi-steady one becomes Case::growth_protocol. */
  void
  declare_growth(Parameters &parameters, Case &data);

  /** The frequencies of an impedance; with a protocol the section is to stay empty. */
  void
  declare_impedance(Parameters &parameters, ImpedanceOptions &options, bool has_protocol);

  void
  declare_measurement(Parameters &parameters, Measurement &measurement);

  /** The section Fits. */
  void
  declare_fits(Parameters &parameters, std::vector<Fit> &fits);

  /** Numerical settings, which all have defaults. */
  void
  declare_discretization(Parameters &parameters, DiscretizationOptions &options);
  void
  declare_solver(Parameters &parameters, SolverOptions &options);
  void
  declare_output(Parameters &parameters, OutputOptions &options);

  /** How figures are drawn: read by what draws them, from used.prm. */
  void
  declare_figures(Parameters &p);
} // namespace zincfield
