#pragma once

#include "solver/results/fit_result.h"

namespace zincfield
{
  /** The number of a case that its measurement is compared with [SI]. Throws SolverError where it has none. */
  using ComputedNumber = std::function<double(const Case &)>;

  /**
   * Find the parameters of a fit: least squares of computed minus measured by the method of Gauss and Newton, steps halved until
   * they improve, on the logarithms of the parameters, derivatives from differences. `cases`: all variants of the input, those
   * fitted with a measurement. Throws SolverError where it does not arrive.
   */
  FitResult
  find_parameters(const Fit                                      &fit,
                  const std::vector<Case>                        &cases,
                  const ComputedNumber                           &computed,
                  const std::function<void(const std::string &)> &say);

  /** The values found as texts "Section/Key = value". */
  std::vector<std::string>
  found_values(const Fit &fit);
} // namespace zincfield
