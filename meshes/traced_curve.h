#pragma once

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>

#include <vector>

namespace zincfield
{
  /**
   * A smooth curve along a table of points: a periodic cubic spline over the length along the table. A closed line returns to its
   * first point; an open one is mirrored at the vertical lines through both ends, which it meets at right angles.
   *
   * With a tolerance above 0 the line is smoothed by a Gaussian along its length, the widest one that leaves every point of the
   * table within three quarters of it, and then followed by as few evenly spaced pieces as stay within the last quarter.
   */
  class TracedCurve
  {
  public:
    TracedCurve() = default;

    TracedCurve(std::vector<dealii::Point<2>> points, bool closed, double tolerance);

    /** Length of the parameter: about that of the curve. */
    double
    length() const
    {
      return closed_ ? period_ : 0.5 * period_;
    }

    dealii::Point<2>
    at(double s) const
    {
      const auto value = derivative(s, 0);
      return dealii::Point<2>(value[0], value[1]);
    }

    /** First or second derivative. */
    dealii::Tensor<1, 2>
    derivative(double s, unsigned int order) const;

    /** Of unit length. */
    dealii::Tensor<1, 2>
    tangent(const double s) const
    {
      const auto along = derivative(s, 1);
      return along / along.norm();
    }

    /** Turn of the tangent over the length, positive to the left. */
    double
    curvature(double s) const;

    bool
    is_closed() const
    {
      return closed_;
    }

    /** Of the curve itself, without its mirror image. */
    unsigned int
    n_pieces() const
    {
      return closed_ ? knots_.size() : knots_.size() / 2;
    }

    /** Largest distance of a point of the table from the curve. */
    double
    deviation() const
    {
      return deviation_;
    }

  private:
    /** Interpolates points at these parameters; the last interval leads back to the first point, moved by `advance_`. */
    void
    interpolate(std::vector<double> knots, std::vector<dealii::Point<2>> points);

    void
    smooth(const std::vector<double> &lengths, const std::vector<dealii::Point<2>> &points, double tolerance);

    double                            period_ = 1., deviation_ = 0.;
    dealii::Tensor<1, 2>              advance_; // from one period to the next: of an open line, mirrored twice
    bool                              closed_ = true;
    std::vector<double>               knots_;
    std::vector<dealii::Point<2>>     points_;
    std::vector<dealii::Tensor<1, 2>> seconds_; // second derivatives at the knots
  };
} // namespace zincfield
