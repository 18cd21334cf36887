#pragma once

#include "solver/growth/surface_rate.h"

#include <functional>
#include <optional>

namespace zincfield
{
  /** What a growth step makes of the metal. */
  template <int dim>
  struct GrowthStep
  {
    FieldVector change;            // of the displacement of the metal's nodes [mesh units], with ghosts
    FieldVector thickness;         // of the deposit's thickness at the nodes [mesh units]
    double      zinc         = 0.; // charge of zinc, int i_Zn dS dt [C/m^2 times mesh units]
    double      magnitude    = 0.; // int |i_Zn| dS dt
    double      total        = 0.; // charge that has passed, likewise
    double      largest      = 0.; // largest displacement of a node [mesh units]
    double      error        = 0.; // estimated, of the displacement, over the largest one
    double      volume_error = 0.; // deposited volume less that of the charge, over what was moved
  };

  /** The rate where the metal's nodes have gone by `displacement` under a deposit of `thickness`; none where there is no state. */
  template <int dim>
  using RateAt = std::function<std::optional<SurfaceRate<dim>>(const FieldVector &displacement, const FieldVector &thickness)>;

  /**
   * One step of length `dt` [s] from `displacement`, where the rate is `rate`, by a Runge-Kutta formula of the third order; its
   * error is what it differs by from the midpoint rule with the same stages. None where a stage has no state.
   *
   * Source: Ralston's third-order formula, as in Bogacki and Shampine, Appl. Math. Lett. 2 (1989) 321.
   */
  template <int dim>
  std::optional<GrowthStep<dim>>
  grow(const FieldVector      &displacement,
       const FieldVector      &thickness,
       const SurfaceRate<dim> &rate,
       double                  dt,
       const RateAt<dim>      &rate_at);

  /**
   * Makes the deposited volume that of the charge: adds to each node's displacement a share, the same for all, of its length along
   * the normal. `before`: the faces where the step begins. Returns what is left, over the volume that was moved.
   *
   * @param volume_of_charge [mesh units^3 per (C/m^2 times mesh units)]
   */
  template <int dim>
  double
  conserve_volume(GrowthStep<dim> &step, const MetalFaces<dim> &before, const FieldVector &normals, double volume_of_charge);
} // namespace zincfield
