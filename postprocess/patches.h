#pragma once

#include "solver/discretization/discretization.h"
#include "solver/input/case.h"

namespace zincfield
{
  /**
   * Weight of a point of the surface in the average over a patch of `radius` about a tip or a valley, by its distance from there:
   * (1 - (distance/radius)^2)^2 within, 0 beyond. Smooth, so that the average does not depend on which points of quadrature lie within.
   */
  double
  patch_weight(double distance, double radius);

  /** Radius of the patches about tips and valleys [mesh units]. */
  double
  patch_radius(const Case &data);

  /** Points of a face at which patches are averaged: those of the discretisation, closer together where a patch about the tip would lie between them. */
  template <int dim>
  dealii::Quadrature<dim - 1>
  patch_quadrature(const Discretization<dim> &discretization, const Case &data, unsigned int boundary);
} // namespace zincfield
