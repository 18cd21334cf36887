#pragma once

#include <deque>

namespace zincfield
{
  /** One evaluator a field. */
  template <typename Evaluator, typename... Arguments>
  std::deque<Evaluator> // a vector would copy them, which face evaluators cannot
  evaluators(const unsigned int n, const Arguments &...arguments)
  {
    std::deque<Evaluator> list;
    for (unsigned int f = 0; f < n; ++f)
      list.emplace_back(arguments...);
    return list;
  }
} // namespace zincfield
