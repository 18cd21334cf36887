#pragma once

#include "meshes/geometry.h"
#include "meshes/quadratic_cells.h"

#include <deal.II/distributed/tria.h>

#include <array>
#include <functional>

namespace zincfield
{
  /** An edge of a coarse mesh of two dimensions that follows a curve: from the first vertex (0) to the second (1). */
  struct CurvedEdge
  {
    std::array<unsigned int, 2>             vertices;
    std::function<dealii::Point<2>(double)> at;
  };

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

    /** Edges of the boundary that are neither straight nor drawn by their middle: refinement follows these curves. */
    virtual std::vector<CurvedEdge>
    curved_edges() const
    {
      return {};
    }

    /** Whether its solution is all that lies between a line of metal, from x = 0 to the side, and a flat counter electrode. */
    virtual bool
    fills_cell() const
    {
      return false;
    }

    const ImportedGeometry *
    imported() const override
    {
      return this;
    }

    /** The tips of the working electrode [um]: vertices with none higher beside them, but no flat tops. */
    virtual std::vector<dealii::Point<3>>
    tips() const = 0;

    bool
    knows_tip() const override
    {
      return !tips().empty();
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
