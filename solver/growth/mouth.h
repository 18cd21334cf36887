#pragma once

#include <deal.II/base/point.h>

#include <limits>
#include <vector>

namespace zincfield
{
  /** The narrowest way into a pit, between walls of metal that face each other. */
  struct Mouth
  {
    double width    = std::numeric_limits<double>::infinity(); // without one [mesh units]
    double depth    = 0.; // of the pit behind it: its farthest point from the middle of the mouth [mesh units]
    double enclosed = 0.; // volume of that solution, mesh units (2 pi r included)
  };

  /**
   * The mouth of a line of metal with the solution to its left: the shortest chord from wall to wall whose ends both see the other
   * one nearly along their normals, and which has more room behind it than a square twice as wide. Valleys whose sides
   * close up have no such room.
   *
   * @param sides whether the line leads from x = 0 to the side of its cell; both mirror it, the far one if the cell is planar
   */
  Mouth
  narrowest_mouth(const std::vector<dealii::Point<2>> &line, bool sides, bool axisymmetric);
} // namespace zincfield
