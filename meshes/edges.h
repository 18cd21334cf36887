#pragma once

#include "meshes/mesh.h"

#include <array>
#include <vector>

namespace zincfield
{
  /** Where two faces of the cell's boundary meet: a corner of a section, an edge in space. */
  struct BoundaryEdge
  {
    double                                    angle;      // between them, inside the cell [rad]
    std::array<dealii::types::boundary_id, 2> boundaries; // of the faces on both sides
    bool on_axis; // of an axisymmetric section: the tip of a cone, `angle` being that of its whole section
  };

  /**
   * The edges of the coarse mesh at which the angle differs from a straight one, or two boundaries meet; with true tangents at the
   * mesh's present refinement, on every rank.
   *
   * What is within `tolerance` [rad] of straight counts as a smooth surface: tangents are those of a mapping of finite degree.
   */
  template <int dim>
  std::vector<BoundaryEdge>
  boundary_edges(const Mesh<dim> &mesh, bool axisymmetric, double tolerance);
} // namespace zincfield
