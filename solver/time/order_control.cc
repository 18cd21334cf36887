#include "solver/time/order_control.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  namespace
  {
    /** An error just below the tolerance would be just above it in the next step. */
    constexpr double most_growth = 4., most_cut = 0.2, safety = 0.85;

    /** Time for its work that another order must promise, beside the present one. */
    constexpr double least_advantage = 1.15;

    /** Steps at an order before it may change again. */
    constexpr unsigned int least_steps = 2;
  } // namespace

  double
  step_factor(const double error, const unsigned int error_order)
  {
    return std::min(most_growth, std::max(most_cut, safety * std::pow(std::max(error, 1e-10), -1. / error_order)));
  }

  std::string
  describe(const StepsByOrder &steps)
  {
    std::string text;
    for (unsigned int order = 1; order <= highest_order; ++order)
      if (steps[order - 1] > 0)
        text += (text.empty() ? "" : ", ") + std::to_string(steps[order - 1]) + " of order " + std::to_string(order);
    return text;
  }

  OrderControl::OrderControl(const unsigned int fixed, const double work_of_a_step)
    : fixed_(fixed)
    , work_of_a_step_(work_of_a_step)
  {
    begin();
  }

  void
  OrderControl::begin()
  {
    state_ = {fixed_ > 0 ? fixed_ : lowest_order, least_steps, 0};
  }

  double
  OrderControl::longest_step(const unsigned int order, const double dt, const ErrorsByOrder &errors, const double longest) const
  {
    return std::min(longest, dt * step_factor(errors[order - lowest_order], esdirk(order).error_order));
  }

  void
  OrderControl::choose(const double dt, const ErrorsByOrder &errors, const double longest, const double advantage)
  {
    const auto pace = [&](const unsigned int order) {
      return longest_step(order, dt, errors, longest) / (esdirk(order).n_stages() - 1 + work_of_a_step_);
    };
    unsigned int best = state_.order;
    for (unsigned int other = lowest_order; other <= highest_order; ++other)
      if (errors[other - lowest_order] >= 0. && pace(other) > (best == state_.order ? advantage : 1.) * pace(best))
        best = other;
    if (best != state_.order)
      state_ = {best, 0, state_.rejections};
  }

  double
  OrderControl::rejected(const double dt, const ErrorsByOrder &errors)
  {
    const double shorter = longest_step(state_.order, dt, errors, dt);
    ++state_.rejections;
    if (!is_adaptive() || (state_.rejections > 1 && state_.order == lowest_order))
      return shorter;
    if (state_.rejections > 1)
      {
        state_ = {state_.order - 1, 0, state_.rejections};
        return shorter;
      }
    choose(dt, errors, dt, 1.);
    return longest_step(state_.order, dt, errors, dt);
  }

  double
  OrderControl::accepted(const double dt, const ErrorsByOrder &errors, const double longest)
  {
    state_.rejections = 0;
    ++state_.steps;
    if (is_adaptive() && state_.steps >= least_steps)
      choose(dt, errors, longest, least_advantage);
    return longest_step(state_.order, dt, errors, longest);
  }
} // namespace zincfield
