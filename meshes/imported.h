#pragma once

#include "meshes/geometry.h"
#include "meshes/quadratic_cells.h"

#include <deal.II/distributed/tria.h>

namespace zincfield
{
  /** A geometry whose mesh comes ready-made from a file; coordinates are physical. */
  class ImportedGeometry : public Geometry
  {
  public:
    /** Fill an empty triangulation with materials, boundary ids and lengths in micrometres. */
    virtual void
    create(dealii::parallel::distributed::Triangulation<2> &triangulation) const = 0;
    virtual void
    create(dealii::parallel::distributed::Triangulation<3> &triangulation) const = 0;

    /** Middles of the curved edges, faces and cells of the created triangulation [um], by its vertices; none: all are straight. */
    virtual Middles
    middles() const
    {
      return {};
    }

    bool
    knows_tip() const override
    {
      return false;
    }

    /** The segments of a mesh stand for curves. */
    double
    bend_of_smooth_surfaces() const override
    {
      constexpr double degree = dealii::numbers::PI / 180.;
      return has_sharp_edges() ? 25. * degree : 60. * degree;
    }

    bool
    has_area(const std::string &boundary) const override
    {
      return area(boundary) > 0.;
    }

    /** True area of a boundary: um in 2-D, um^2 axisymmetric and 3-D. */
    virtual double
    area(const std::string &boundary) const = 0;
  };
} // namespace zincfield
