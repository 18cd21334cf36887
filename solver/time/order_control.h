#pragma once

#include "solver/time/butcher.h"

#include <array>
#include <string>

namespace zincfield
{
  /** Factor by which a step is to be changed whose error over the tolerance falls with the length's power `error_order`; steps
   * change by no more than 1/5 to 4. */
  double
  step_factor(double error, unsigned int error_order);

  /** Accepted steps by order, order 1 first. */
  using StepsByOrder = std::array<unsigned int, highest_order>;

  /** "2 of order 1, 12 of order 2", for the log. */
  std::string
  describe(const StepsByOrder &steps);

  /** Errors over the tolerance by order, lowest_order first; negative: not known. */
  using ErrorsByOrder = std::array<double, highest_order - lowest_order + 1>;

  /**
   * Chooses the order of the next time step: the one that covers most time for its work.
   *
   * The step that each order could take follows from what its error would have been in the last step, and is no longer than there
   * is time left for; its work is the number of implicit stages and a fixed part. Another order has to promise 15 % more, and two
   * steps at an order come before the next change, so that errors of estimates do not move it to and fro. Where the solution is not
   * smooth (a switch, a step without a solution) the lowest order begins.
   */
  class OrderControl
  {
  public:
    /** `fixed`: the order of all steps; 0: adaptive. `work_of_a_step`: what it costs beside its stages, in stages. */
    OrderControl(unsigned int fixed, double work_of_a_step);

    bool
    is_adaptive() const
    {
      return fixed_ == 0;
    }

    unsigned int
    order() const
    {
      return state_.order;
    }

    /** The solution has not been smooth. */
    void
    begin();

    /** A step of length `dt` [s] was too long: choose the order to repeat it with, the second time in a row a lower one. Returns
     * the length. */
    double
    rejected(double dt, const ErrorsByOrder &errors);

    /** After an accepted step of length `dt` [s]: choose the order. `longest`: what the next step may be at most [s]. Returns the
     * length of that step. */
    double
    accepted(double dt, const ErrorsByOrder &errors, double longest);

    /** All that the next choice depends on beside the steps that follow. */
    struct State
    {
      unsigned int order = lowest_order, steps = 0, rejections = 0; // steps since the last change, rejections in a row
    };
    const State &
    state() const
    {
      return state_;
    }
    void
    set_state(const State &state)
    {
      state_ = state;
    }

  private:
    /** What the order may take after a step of length `dt`. */
    double
    longest_step(unsigned int order, double dt, const ErrorsByOrder &errors, double longest) const;

    /** Change to the order that covers most time for its work, where that is more than `advantage` times what the present one
     * covers. */
    void
    choose(double dt, const ErrorsByOrder &errors, double longest, double advantage);

    const unsigned int fixed_;
    const double       work_of_a_step_;
    State              state_;
  };
} // namespace zincfield
