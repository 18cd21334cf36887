#pragma once

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>

#include <vector>

namespace zincfield
{
  /**
   * The surface z = sum_mn a_mn f_m(x/W) f_n(y/D) over the rectangle [0, W] x [0, D], with f_k(t) = cos(k pi t): any smooth surface
   * that is mirrored at its sides. Or, periodic, with f_k = 1, sin(2 pi t), cos(2 pi t), sin(4 pi t), ...: one that repeats itself.
   * Lengths in micrometres.
   */
  class CosineSurface
  {
  public:
    CosineSurface() = default;

    /** `amplitudes`: those of m = 0, ... for n = 0 first; with one n the surface is a line over [0, width]. */
    CosineSurface(double width, double depth, std::vector<std::vector<double>> amplitudes, bool periodic = false);

    double
    height(const dealii::Point<2> &plan) const;

    dealii::Tensor<1, 2>
    slope(const dealii::Point<2> &plan) const;

    /** What is found on a grid of eight points to the shortest half wave. */
    struct Extremes
    {
      double           highest = -1e300, lowest = 1e300, steepest = 0.; // [um], [um], slope
      double           sharpest_valley = 0.;                            // curvature [1/um] of the narrowest, over slopes
      dealii::Point<2> summit;
    };
    Extremes
    extremes() const;

    /** Root mean square of the height about its mean [um]. */
    double
    rms() const;

    /** Half of the shortest wavelength in the series. */
    double
    shortest_half_wave() const;

  private:
    /** f_k(x/length) for all k, or their derivatives. */
    std::vector<double>
    waves(double x, double length, std::size_t n, unsigned int derivative) const;

    double
    sum(const dealii::Point<2> &plan, unsigned int x_derivative, unsigned int y_derivative) const;

    double                           width_ = 1., depth_ = 1.;
    std::vector<std::vector<double>> amplitudes_;
    bool                             periodic_ = false;
  };

  /** The amplitudes of what goes through `heights` given in the middles of equal intervals (n first, then m), up to `n_x` and `n_y`
   * waves: the discrete cosine transform, or Fourier's. */
  std::vector<std::vector<double>>
  cosine_transform(const std::vector<std::vector<double>> &heights, unsigned int n_x, unsigned int n_y, bool periodic = false);
} // namespace zincfield
