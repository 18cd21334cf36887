#pragma once

#include <functional>
#include <stdexcept>
#include <vector>

namespace zincfield
{
  /** Lengths that differ so much, or numbers of cells so large, that no computer holds the coarse mesh. */
  class TooManyCells : public std::runtime_error
  {
  public:
    using std::runtime_error::runtime_error;
  };

  /** Throws TooManyCells where a line or a surface of the coarse mesh has more than `most` cells. */
  void
  require_few_cells(double n, double most = 1e5);

  /**
   * Points from `from` to `to` whose spacing starts near `first` and grows by about `growth` from one interval to the next; the
   * spacing never exceeds `largest`. Both ends are included exactly.
   */
  std::vector<double>
  graded_points(double from, double to, double first, double growth, double largest = 1e300);

  /** The length of the interval between `points` (ascending) that holds one. */
  double
  spacing(const std::vector<double> &points, double at);

  /**
   * `points` (ascending) with more of them beside one, `edge`: the intervals on both sides are cut, the first at `before` and
   * `after` from it, and on by steps that grow by 2.5 at most, or by as much as leaves no more than four. What was a point stays
   * one.
   */
  std::vector<double>
  graded_beside(const std::vector<double> &points, double edge, double before, double after);

  /** `n` equal intervals. */
  std::vector<double>
  uniform_points(double from, double to, unsigned long n);

  /**
   * Parameters from 0 to `end` of a line whose heights grow from `first` by about `growth` from one to the next; `of_height` is the
   * parameter of a height, and no spacing exceeds what `largest` says of the parameter where it begins.
   */
  std::vector<double>
  graded_parameters(double                               end,
                    double                               first,
                    double                               growth,
                    const std::function<double(double)> &of_height,
                    const std::function<double(double)> &largest);

  /** The parameter s in [0, 1] of a Bezier line of height `height` and handle `handle` (see SweptPoint) at which it has climbed to
   * `climbed`: 2 handle s (1-s) + height s^2. */
  double
  bezier_parameter(double height, double handle, double climbed);

  /** `first` followed by `second` without its first point, which is the last of `first`. */
  std::vector<double>
  join(std::vector<double> first, const std::vector<double> &second);

  /**
   * The parameters s of a Bezier line of height `height` and handle `handle` (see SweptPoint) at which it has climbed to
   * graded heights, the first cell being `first` high and none higher than about `largest`.
   */
  std::vector<double>
  graded_levels(double height, double handle, double first, double growth, double largest = 1e300);

  /**
   * How tall cells of a three-dimensional gap should be at most, `width` wide on average: needles couple sideways in two
   * directions, where no line smoother helps multigrid, and cost several times the iterations. More than 32 cells in the gap are
   * not spent on it.
   */
  double
  tallest_cell(double gap, double width);
} // namespace zincfield
