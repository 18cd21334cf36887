#pragma once

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>

#include <vector>

namespace zincfield
{
  /**
   * The surface z = sum_mn a_mn cos(m pi x/W) cos(n pi y/D) over the rectangle [0, W] x [0, D]: any smooth surface that is mirrored
   * at its sides. Lengths in micrometres.
   */
  class CosineSurface
  {
  public:
    CosineSurface() = default;

    /** `amplitudes`: those of m = 0, ... for n = 0 first; with one n the surface is a line over [0, width]. */
    CosineSurface(double width, double depth, std::vector<std::vector<double>> amplitudes);

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
    /** cos(k pi x/length) for all k, or its derivatives. */
    static std::vector<double>
    waves(double x, double length, std::size_t n, unsigned int derivative);

    double
    sum(const dealii::Point<2> &plan, unsigned int x_derivative, unsigned int y_derivative) const;

    double                           width_ = 1., depth_ = 1.;
    std::vector<std::vector<double>> amplitudes_;
  };

  /** The amplitudes of what goes through `heights` given in the middles of equal intervals (n first, then m), up to `n_x` and `n_y`
   * waves: the discrete cosine transform. */
  std::vector<std::vector<double>>
  cosine_transform(const std::vector<std::vector<double>> &heights, unsigned int n_x, unsigned int n_y);
} // namespace zincfield
