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

    /** Makes one boundary of several of the file's. Throws std::invalid_argument where they cannot be. */
    virtual void
    join_boundaries(const std::string &name, const std::vector<std::string> &parts) = 0;

    /** Says over what the current is measured: the area of this boundary. Until then it is that of the first. Throws std::invalid_argument where it has none. */
    virtual void
    set_working_electrode(const std::string &boundary) = 0;

    /** Area of the working electrode over which currents are measured: um in 2-D, um^2 axisymmetric and 3-D. */
    virtual double
    footprint() const = 0;

    /** True area of a boundary, likewise. */
    virtual double
    area(const std::string &boundary) const = 0;

    /** Why a name is no boundary of the mesh although the file knows it: "lies inside the mesh"; empty: the file does not know it either. */
    virtual std::string
    why_no_boundary(const std::string &name) const = 0;

    /** The same of materials. */
    virtual std::string
    why_no_material(const std::string &name) const = 0;

    /** What the program has made of the file, in sentences for the log. */
    virtual std::vector<std::string>
    notes() const = 0;
  };
} // namespace zincfield
