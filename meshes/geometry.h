#pragma once

#include "physics/parameters.h"

#include <optional>
#include <string>
#include <vector>

namespace zincfield
{
  class ExtrudedGeometry;
  class ImportedGeometry;

  /**
   * A parametrised cell: metal surface, electrolyte above it, counter electrode or bulk on the far side, symmetric or periodic
   * sides. Knows its shape and its names before any mesh exists. Families register with Register<Geometry, Family>.
   */
  class Geometry
  {
  public:
    virtual ~Geometry() = default;

    /** Names the family's keys; rejects shapes that cannot be meshed (a pyramid wider than its pitch). */
    virtual void
    declare(Parameters &parameters) = 0;

    /** 2 or 3. Axisymmetric cells are 2-D in (r, z). Vertical is the last coordinate. */
    virtual unsigned int
    dimension() const = 0;
    virtual bool
    axisymmetric() const = 0;

    /** Named boundaries; the position is the boundary id. Those of the built families, which need not have all of them. */
    virtual std::vector<std::string>
    boundary_names() const
    {
      return {"working electrode", "counter", "sides"};
    }

    /** Materials before coatings: those of the built families; the physical groups of an imported mesh. */
    virtual std::vector<std::string>
    material_names() const
    {
      return {"electrolyte"};
    }

    /** Boundaries that can carry resolved coating layers: of the built families. */
    virtual std::vector<std::string>
    coatable_boundaries() const
    {
      return {"working electrode"};
    }

    /** The length that a current has to even itself out over: protrusion height, pyramid height, gap of a flat cell [um]. */
    virtual double
    feature_size() const = 0;

    /** Whether the distance from the nearest tip means anything on the working electrode. */
    virtual bool
    knows_tip() const
    {
      return true;
    }

    /** Area over which currents are measured: that of the base plane, or of the working electrode of an imported mesh. um in 2-D,
     * um^2 axisymmetric and 3-D. */
    virtual double
    footprint() const = 0;

    /** Of a cell whose mesh is extruded from its metal surface: this surface; null for others. */
    virtual const ExtrudedGeometry *
    extrusion() const
    {
      return nullptr;
    }

    /** Of a cell whose coarse mesh is ready-made: this mesh; null for others. */
    virtual const ImportedGeometry *
    imported() const
    {
      return nullptr;
    }

    /** Makes one boundary of several. Throws std::invalid_argument where they cannot be. */
    virtual void
    join_boundaries(const std::string &name, const std::vector<std::string> &parts);

    /** Says over which electrode currents are measured. Throws std::invalid_argument where it cannot be that one. */
    virtual void
    set_working_electrode(const std::string &boundary);

    /** Whether a boundary has an area; one that lies on the axis has none. */
    virtual bool
    has_area(const std::string &) const
    {
      return true;
    }

    /** Why a name is no boundary although the mesh's file knows it: "lies inside the mesh"; empty: nobody knows it. */
    virtual std::string
    why_no_boundary(const std::string &) const
    {
      return "";
    }

    /** The same of materials. */
    virtual std::string
    why_no_material(const std::string &) const
    {
      return "";
    }

    /** How far from straight [rad] the surface still counts as smooth. */
    virtual double
    bend_of_smooth_surfaces() const = 0;

    /** What is to be said of the mesh, in sentences for the log. */
    virtual std::vector<std::string>
    notes() const
    {
      return {};
    }

    /** What the key `First cell` needs beside it (" (with ...)", or nothing) to act on this boundary; none where it cannot. */
    virtual std::optional<std::string>
    condition_of_first_cell(const std::string &) const
    {
      return {};
    }

    /** Planes about which the cell may be mirrored to show more of it: "x=0", "y=12.5" [um]; the axis of an axisymmetric cell is
     * not one. */
    virtual std::vector<std::string>
    symmetry_planes() const
    {
      return {};
    }

    /** Whether the surface has an edge or a point where the primary current density is singular. */
    virtual bool
    has_sharp_edges() const = 0;

    /** Whether the surface is bent at an edge, outward or inward: a meshed film over it has an edge too, and the field in the
     * solution beside that is singular. */
    virtual bool
    has_edges() const
    {
      return has_sharp_edges();
    }
  };
} // namespace zincfield
