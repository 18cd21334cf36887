#pragma once

#include "meshes/geometry.h"

#include <functional>
#include <string>

namespace zincfield
{
  /**
   * Share by which the drop over a film comes out too high where it is taken as flat, under a given current into the metal.
   *
   * At the distance s from metal with the principal curvatures k_1, k_2 the same current crosses (1 + k_1 s)(1 + k_2 s) times the area, so that the drop is that of a
   * flat film of d times `int_0^1 dx/((1 + a x)(1 + b x))`: ln(1 + d/R)/(d/R) about a cylinder, 1/(1 + d/R) about a sphere. The error is d times the mean curvature where
   * that is small.
   *
   * @param a, b k_1 d and k_2 d, positive where the metal is convex
   * @return negative: too low; -1 where the film fills a pit
   */
  double
  flat_film_error(double a, double b);

  /** What is to be known of a film without a mesh on this metal, thickness [m]; empty: nothing, or the shape is not known (own meshes). */
  std::string
  note_on_curvature(const Geometry &geometry, const std::function<double(const Location &)> &thickness);
} // namespace zincfield
