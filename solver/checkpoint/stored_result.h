#pragma once

#include "solver/fitting/fit.h"
#include "solver/variant_run.h"

#include <nlohmann/json.hpp>

namespace zincfield
{
  /** Numbers, reports and results as a checkpoint keeps them: every digit, and what is not a number too. */
  nlohmann::json
  stored(double value);
  double
  number(const nlohmann::json &json);

  nlohmann::json
  stored(const std::vector<Report> &reports);
  std::vector<Report>
  reports(const nlohmann::json &json);

  nlohmann::json
  stored(const std::vector<ProgrammeStepResult> &steps);
  std::vector<ProgrammeStepResult>
  programme_steps(const nlohmann::json &json);

  nlohmann::json
  stored(const VariantResult &result);
  VariantResult
  result(const nlohmann::json &json);

  nlohmann::json
  stored(const std::vector<FitResult> &fits);
  /** `asked`: the fits of the input, in their order. */
  std::vector<FitResult>
  fits(const nlohmann::json &json, const std::vector<Fit> &asked);
} // namespace zincfield
