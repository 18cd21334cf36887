#pragma once

#include <deal.II/base/point.h>

#include <map>
#include <vector>

namespace zincfield
{
  /** Middles of edges, faces and cells that are not straight, by the ordered numbers of their corners. */
  using Middles = std::map<std::vector<unsigned int>, dealii::Point<3>>;

  /** Of each of 3^dimension points of a unit cell in lexicographic order, 0, 1/2, 1 in each direction: the corners of the edge,
   * face or cell in whose middle it is, also in lexicographic order; its own of a corner. */
  std::vector<std::vector<unsigned int>>
  entities(unsigned int dimension);

  /**
   * An edge, quadrilateral or hexahedron drawn by polynomials of degree 2 in each direction through its corners and middles.
   */
  class QuadraticCell
  {
  public:
    /** `corners`: their numbers in lexicographic order; what has no middle is straight. */
    QuadraticCell(const std::vector<unsigned int> &corners, const std::vector<dealii::Point<3>> &points, const Middles &middles);

    /** At a point of the unit cell, of whose coordinates the first dimension() count. */
    dealii::Point<3>
    at(const dealii::Point<3> &unit_point) const
    {
      return sum(unit_point, 3);
    }

    /** Derivative of at() in a direction of the unit cell. */
    dealii::Tensor<1, 3>
    derivative(const dealii::Point<3> &unit_point, unsigned int direction) const
    {
      return sum(unit_point, direction);
    }

  private:
    dealii::Point<3>
    sum(const dealii::Point<3> &unit_point, unsigned int derived) const;

    std::vector<dealii::Point<3>> points_; // 3^dimension, lexicographic
  };
} // namespace zincfield
