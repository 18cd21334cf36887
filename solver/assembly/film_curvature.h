#pragma once

#include "meshes/geometry.h"

#include <functional>

namespace zincfield
{
  /**
   * Resistance of a film on curved metal over that of the same film on flat metal, for a given current into the metal: int_0^1
   * dx/((1 + a x)(1 + b x)).
   *
   * At the distance s from metal with the principal curvatures k_1, k_2 the same current crosses (1 + k_1 s)(1 + k_2 s) times the
   * area: ln(1 + d/R)/(d/R) about a cylinder, 1/(1 + d/R) about a sphere.
   *
   * @param a, b k_1 d and k_2 d > -1, positive where the metal is convex
   */
  double
  curved_resistance(double a, double b);

  /** How a film without a mesh compares with the radii of the metal under it. */
  struct BentFilm
  {
    double share = 0.;    // largest thickness over radius
    bool   fills = false; // some pit
  };

  /** Of a film of this thickness [m] on a built shape; nothing is known of other shapes. */
  BentFilm
  bent_film(const Geometry &geometry, const std::function<double(const Location &)> &thickness);
} // namespace zincfield
