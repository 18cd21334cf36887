#pragma once

#include "meshes/geometry.h"

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

    bool
    knows_tip() const override
    {
      return false;
    }

    /** Area of the base plane, from the mesh just created. */
    virtual double
    footprint() const = 0;
  };
} // namespace zincfield
