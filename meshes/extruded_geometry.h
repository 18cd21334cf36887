#pragma once

#include "meshes/geometry.h"

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>

#include <array>
#include <string>
#include <vector>

namespace zincfield
{
  /**
   * The metal surface at one plan point, and the mesh line that leaves it. Lengths in micrometres; z is vertical in every
   * dimension (a 2-D cell lies in the plane y = 0).
   *
   * A coating of thickness d reaches from `position` to `position + d*offset`. In the electrolyte the line is the quadratic
   * Bezier curve from there, leaving along `offset` with the control point `handle*offset` further on, to `top`.
   */
  struct MetalPoint
  {
    dealii::Point<3>     position;
    dealii::Tensor<1, 3> offset; // offset . normal = 1, so that a planar facet is offset by exactly the thickness
    dealii::Point<3>     top;
    double               handle            = 0.;
    double               distance_from_tip = 0.; // horizontal
  };

  /** Conforming cells that cover the metal surface in plan coordinates: segments in 2-D, quadrilaterals in 3-D. */
  struct PlanMesh
  {
    std::vector<dealii::Point<2>>            vertices;
    std::vector<std::array<unsigned int, 4>> cells; // vertices in lexicographic order; in 2-D the first two count

    /** Plan directions (0, 1) whose lowest and highest sides are periodic; the other sides are symmetry planes. */
    std::vector<unsigned int> periodic_directions;
  };

  /**
   * A geometry that is extruded: the plan mesh of the metal surface, extruded through the coating layers and the electrolyte.
   * Families describe their surface; Mesh does the rest.
   */
  class ExtrudedGeometry : public Geometry
  {
  public:
    const ExtrudedGeometry *
    extrusion() const override
    {
      return this;
    }

    std::optional<std::string>
    condition_of_first_cell(const std::string &boundary) const override
    {
      if (boundary == "sides")
        return {};
      return boundary == "counter" ? " (with \"First cell at = both electrodes\")" : "";
    }

    double
    bend_of_smooth_surfaces() const override
    {
      return 8. * dealii::numbers::PI / 180.;
    }

    /** Coarse cells of the metal surface. */
    virtual PlanMesh
    plan_mesh() const = 0;

    /**
     * The same under meshed films: where the surface has edges, cells beside them are about as small as `finest` [um] and grow from
     * there. The current changes beside an edge of the metal over a film's thickness.
     */
    virtual PlanMesh
    plan_mesh_under_film(double /*finest*/) const
    {
      return plan_mesh();
    }

    /** The surface at a plan point; continuous, smooth within every cell of the plan mesh. */
    virtual MetalPoint
    surface(const dealii::Point<2> &plan) const = 0;

    /** Parameters of the Bezier lines at which the coarse mesh cuts the electrolyte, 0, ..., 1: those of the family, closer beside
     * the electrodes where `First cell` asks for it. */
    std::vector<double>
    levels() const;

    /** Takes the `First cell` of the geometry whose place this one takes. */
    void
    take_first_cell(const ExtrudedGeometry &before)
    {
      first_cell_    = before.first_cell_;
      first_cell_at_ = before.first_cell_at_;
    }

    /** Says where coarse cells are oblique (scaled Jacobian not far above 0.1) by a length that does not suit the others. */
    std::vector<std::string>
    notes() const override;

  protected:
    /** Of a family whose cells can be oblique: a key, and what suits the other lengths better. */
    struct UnsuitableLength
    {
      std::string key, better;
    };
    virtual std::optional<UnsuitableLength>
    unsuitable_length() const
    {
      return {};
    }

    /** Rejects the unsuitable_length() where cells fold or are too oblique (scaled Jacobian below 0.1), before anything is meshed.
     */
    void
    reject_oblique_cells(const Parameters &parameters) const;

    /** The keys `First cell` and `First cell at`, for the boundary layers of any family with a gap [um]. */
    void
    declare_first_cell(Parameters &parameters, double gap);

    /** The levels() that suit the family's shape. */
    virtual std::vector<double>
    electrolyte_levels() const = 0;

  private:
    double      first_cell_    = 0.; // [um]
    std::string first_cell_at_ = "both electrodes";
  };
} // namespace zincfield
