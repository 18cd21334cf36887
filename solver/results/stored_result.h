#pragma once

#include "solver/results/fit_result.h"
#include "solver/results/case_result.h"

#include <nlohmann/json.hpp>

namespace zincfield
{
  /**
   * Numbers, reports and results as a checkpoint keeps them: every member, every digit, and NaN too. One list of a record's members
   * serves both directions, see stored_result.cc. What was not written by stored() is read as std::runtime_error, which says what
   * is wrong.
   */
  nlohmann::json
  stored(double value);
  double
  number(const nlohmann::json &json);

  nlohmann::json
  stored(const std::vector<Report> &reports);
  std::vector<Report>
  reports(const nlohmann::json &json);

  nlohmann::json
  stored(const ProtocolResult &result);
  ProtocolResult
  protocol_result(const nlohmann::json &json);

  nlohmann::json
  stored(const CaseResult &result);
  CaseResult
  result(const nlohmann::json &json);

  nlohmann::json
  stored(const std::vector<FitResult> &fits);
  std::vector<FitResult>
  fits(const nlohmann::json &json);
} // namespace zincfield
