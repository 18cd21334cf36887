#pragma once

#include "solver/growth/moving_mesh.h"

#include <nlohmann/json.hpp>

namespace zincfield
{
  /** A point of the section of grown metal. */
  struct OutlinePoint
  {
    dealii::Point<2>    place;  // [mesh units]
    std::vector<double> fields; // thickness of the deposit [mesh units], of the layers of an uneven film [m]
  };

  /** The section of the metal of a plane or axisymmetric cell with fields on it: its nodes in order, from the smallest x on; on all
   * ranks. Empty where its faces do not make one line. */
  std::vector<OutlinePoint>
  outline(const MetalFaces<2> &faces, const std::vector<FieldVector> &fields = {});

  /** A field at the point of the section that is nearest to `place`: cubic between its points, by slopes of the parabolas through
   * three of them, and never beyond the values at the two ends. Both ends of the section are mirrored. */
  double
  value_at(const std::vector<OutlinePoint> &outline, std::size_t field, const dealii::Point<2> &place);

  /** Radius of the sharpest valley [mesh units], by the circles through every three points; infinite without one. */
  double
  sharpest_valley(const std::vector<OutlinePoint> &outline);

  /** Fills valleys until none is sharper than `radius` [mesh units]: there the fronts of both sides have met. If asked for, ridges
   * lose their edges likewise: an edge that has grown is round. */
  void
  round_valleys(std::vector<OutlinePoint> &outline, double radius, bool ridges_too = false);

  /** Of a plane or axisymmetric cell, from x = 0 to its side [mesh units]. */
  double
  width_of_cell(const Discretization<2> &discretization);

  /** Puts ends that are nearly there on x = 0 and on the side x = `width` [mesh units], so that rounding does not add up from mesh
   * to mesh. */
  void
  put_ends_on_sides(std::vector<OutlinePoint> &outline, double width);

  /** Takes single values of the fields out, each of which is far from those beside it: the median of every nine. In a valley
   * that closes, what the nodes carry along it is not smooth. */
  void
  smooth_fields(std::vector<OutlinePoint> &outline);

  /** Volume of the solution, mesh units (2 pi r included). */
  template <int dim>
  double
  volume_of_solution(const Discretization<dim> &discretization);
} // namespace zincfield
