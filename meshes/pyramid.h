#pragma once

#include "meshes/extruded_geometry.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  /**
   * One pyramid on a regular base and the flat valley around it.
   *
   * With r the distance from the axis measured towards the nearest flat (the gauge of the base polygon) the height is
   * `h = H0 - s sqrt(r^2 + a^2)`, h(width/2) = 0, h(0) = height, and `a = s tip_radius`, so that the radius of curvature of the
   * apex (in a section through opposite flats) is the tip radius. Ridges stay edges and fade into the rounded apex.
   *
   * The offset is M = (c p, M_z) at a distance p from the axis, continuous over the ridges because all facets are alike; c makes
   * it the mitre at the foot, from where it fades to the vertical in the middle of the valley. Where pyramids touch, c = 0.
   */
  class Pyramid
  {
  public:
    Pyramid() = default;

    Pyramid(const unsigned int n_flats, const double width, const double pitch, const double height, const double tip_radius)
      : n_flats_(n_flats)
      , foot_(0.5 * width)
      , side_(0.5 * pitch)
    {
      // s (sqrt(foot^2 + (s R)^2) - s R) grows with s from 0 to foot^2/(2 R).
      const auto rise = [&](const double s) { return s * (std::hypot(foot_, s * tip_radius) - s * tip_radius); };
      double     low = 0., high = height / foot_;
      while (rise(high) < height)
        high *= 2.;
      for (unsigned int i = 0; i < 100; ++i)
        (rise(0.5 * (low + high)) < height ? low : high) = 0.5 * (low + high);
      slope_    = 0.5 * (low + high);
      rounding_ = slope_ * tip_radius;
      summit_   = height + slope_ * rounding_;

      const double steepness = slope_ * foot_ / std::hypot(foot_, rounding_);
      if (side_ > foot_)
        spread_ = (std::sqrt(1. + steepness * steepness) - 1.) / steepness / foot_; // (1 - n_z)/(n_r foot)
    }

    /** Slope of the facets far from the rounded apex. */
    double
    slope() const
    {
      return slope_;
    }

    /** How far lines may go along M before they close the valley, with room to spare. */
    double
    longest_handle() const
    {
      return spread_ > 0. ? 0.8 * (side_ - foot_) / (spread_ * foot_) : 1e300;
    }

    /** Position and offset at the horizontal position p relative to the axis. */
    MetalPoint
    surface(const dealii::Tensor<1, 2> &p) const
    {
      double r = 0.;
      for (unsigned int i = 0; i < n_flats_; ++i)
        r = std::max(r, p[0] * std::cos(2. * M_PI * i / n_flats_) + p[1] * std::sin(2. * M_PI * i / n_flats_));

      if (side_ <= foot_)
        r = std::min(r, foot_); // pyramids touch: there is no valley, and round-off must not find one

      MetalPoint surface;
      surface.distance_from_tip = p.norm();
      if (r <= foot_)
        {
          const double root = std::hypot(r, rounding_), steepness = r > 0. || rounding_ > 0. ? slope_ * r / root : slope_;
          surface.position = dealii::Point<3>(p[0], p[1], summit_ - slope_ * root);
          // M.n = 1 with n = (steepness towards the flat, 1)/sqrt(1 + steepness^2)
          surface.offset =
            dealii::Tensor<1, 3>({spread_ * p[0], spread_ * p[1], std::sqrt(1. + steepness * steepness) - steepness * spread_ * r});
        }
      else
        {
          const double fade = spread_ * foot_ / r * (side_ - r) / (side_ - foot_);
          surface.position  = dealii::Point<3>(p[0], p[1], 0.);
          surface.offset    = dealii::Tensor<1, 3>({fade * p[0], fade * p[1], 1.});
        }
      return surface;
    }

  private:
    unsigned int n_flats_ = 6;
    double       foot_ = 1., side_ = 1., slope_ = 1., rounding_ = 0., summit_ = 1., spread_ = 0.;
  };
} // namespace zincfield
