#pragma once

#include "solver/discretization/discretization.h"
#include "solver/input/case.h"

namespace zincfield
{
  /**
   * Weight of a point of the surface in the average over a region of `radius` about a tip or a valley, by its distance from there:
   * (1 - (distance/radius)^2)^2 within, 0 beyond. Smooth, so that the average does not depend on which points of quadrature lie
   * within.
   */
  double
  tip_region_weight(double distance, double radius);

  /** Radius of the regions about tips and valleys [mesh units]. */
  double
  tip_region_radius(const Case &data);

  /** Points of a face at which these regions are averaged: those of the discretisation, closer together where a region about the
   * tip would lie between them. */
  template <int dim>
  dealii::Quadrature<dim - 1>
  tip_region_quadrature(const Discretization<dim> &discretization, const Case &data, unsigned int boundary);
} // namespace zincfield
