#pragma once

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>
#include <deal.II/lac/full_matrix.h>

#include <array>
#include <vector>

namespace zincfield
{
  /** A rectangle in plan [um], and in how many equal intervals its sides are divided. */
  struct PlanGrid
  {
    dealii::Point<2>            corner; // the lowest
    std::array<double, 2>       sides{{1., 1.}};
    std::array<unsigned int, 2> n{{1, 1}}; // intervals

    unsigned int
    n_points() const
    {
      return (n[0] + 1) * (n[1] + 1);
    }

    /** The number of a point in rows along x; what lies beyond a side is its mirror image. */
    unsigned int
    index(int i, int j) const;

    dealii::Point<2>
    point(unsigned int i, unsigned int j) const;

    /** The same rectangle with `factor` times the intervals. */
    PlanGrid
    divided(unsigned int factor) const;
  };

  /**
   * A function over a rectangle that is mirrored at its sides: a sum of bicubic B-splines, twice continuously differentiable. No
   * wave much shorter than two intervals is in it.
   */
  class SplineSurface
  {
  public:
    SplineSurface() = default;

    /** `coefficients` of the B-splines about the points of `grid`, in the order of PlanGrid::index(). */
    SplineSurface(const PlanGrid &grid, std::vector<double> coefficients);

    /** The function with the given derivatives along x and y. */
    double
    value(const dealii::Point<2> &plan, unsigned int x_derivative = 0, unsigned int y_derivative = 0) const;

    const PlanGrid &
    grid() const
    {
      return grid_;
    }
    const std::vector<double> &
    coefficients() const
    {
      return coefficients_;
    }

  private:
    PlanGrid            grid_;
    std::vector<double> coefficients_;
  };

  /** The splines on `grid` closest, in the mean square, to `values` at the points of the same grid divided by `factor`. */
  SplineSurface
  closest_splines(const PlanGrid &grid, unsigned int factor, const std::vector<double> &values);

  /** The same, but nowhere beyond the values within two intervals: each coefficient lies among those within one. */
  SplineSurface
  closest_splines_within(const PlanGrid &grid, unsigned int factor, const std::vector<double> &values);
} // namespace zincfield
