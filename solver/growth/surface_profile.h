#pragma once

#include "postprocess/report.h"
#include "solver/growth/mouth.h"
#include "solver/growth/moving_mesh.h"

namespace zincfield
{
  /** Heights of the metal that grows above the base plane, along the last coordinate [mesh units], of the whole surface. */
  struct SurfaceProfile
  {
    double highest = 0., lowest = 0.;       // of the nodes
    double arithmetic = 0., quadratic = 0.; // mean deviation from the mean height over the projected area, and its root mean square
    double true_area = 0., projected_area = 0.; // mesh units (2 pi r included)
    double gap = 0.; // smallest distance of the metal, or of a film with a mesh on it, from the counter electrode or the bulk
    double gap_of_metal = 0.; // of the metal itself
    Mouth  mouth;             // of a plane or axisymmetric cell
  };

  template <int dim>
  SurfaceProfile
  surface_profile(const MovingMesh<dim> &mesh, const CellModel &model);

  /** Smallest and largest value of a field [mesh units] at the nodes of the metal. */
  template <int dim>
  std::pair<double, double>
  range_on_metal(const MovingNodes<dim> &nodes, const FieldVector &field);
} // namespace zincfield
