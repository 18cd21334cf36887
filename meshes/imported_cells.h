#pragma once

#include "meshes/imported.h"
#include "meshes/mesh.h"

#include <deal.II/grid/tria_description.h>

#include <optional>

namespace zincfield
{
  /** The coarse cells of an imported mesh, what draws their curves, and the films that have been grown on it. */
  template <int dim>
  struct ImportedCells
  {
    /** A cell of a film: the lowest cell below it, which lies on the metal; the direction across; where it begins and ends, counted
     * in layers from the metal. */
    struct Film
    {
      unsigned int lowest, axis;
      double       from, to;
    };

    explicit ImportedCells(const dealii::Triangulation<dim> &coarse, const ImportedGeometry &geometry);

    void
    create(dealii::parallel::distributed::Triangulation<dim> &triangulation) const;

    std::vector<dealii::Point<dim>>                                 vertices;
    std::vector<dealii::CellData<dim>>                              cells;
    std::map<std::vector<unsigned int>, dealii::types::boundary_id> boundary; // by ordered vertices
    Middles                                                         middles;
    std::vector<CurvedEdge>                                         curves;
    std::map<unsigned int, Film>                                    films; // by cell
    std::vector<dealii::Point<3>>                                   tips;
  };

  /** Horizontal distance from the nearest of these tips. */
  double
  distance_from_tips(const std::vector<dealii::Point<3>> &tips, const dealii::Point<3> &point, unsigned int dim);

  /** A point of the metal [um]. */
  template <int dim>
  Location
  metal_location(const std::vector<dealii::Point<3>> &tips, const dealii::Point<dim> &point);

  /**
   * Grows layers on boundaries of an imported mesh, outward along the normals: the film takes the place of the first cells of the
   * solution, whose vertices on the metal move. At a corner the film is as thick on both sides, and beside another boundary it
   * follows that. Thicknesses are taken at the vertices of the mesh, and along curves wherever asked for.
   *
   * `first_material`: the id of the first layer; the others follow. Throws std::runtime_error where an edge is too sharp, or
   * where coated boundaries touch.
   */
  template <int dim>
  void
  grow_layers(ImportedCells<dim>             &mesh,
              const std::vector<MeshLayer>   &layers,
              const std::vector<std::string> &boundary_names,
              dealii::types::material_id      first_material);

  /** Where points of the unit cells of such coarse cells lie. */
  template <int dim>
  class ImportedShape
  {
  public:
    explicit ImportedShape(const ImportedCells<dim> &cells);

    /** Whether all edges are straight. */
    bool
    is_straight() const
    {
      return quadratic_.empty() && curves_.empty();
    }

    /** Of a coarse cell. */
    dealii::Point<dim>
    place(unsigned int cell, const dealii::Point<dim> &unit_point) const;

    /** The point of the metal below a point of a film, with its depth in its layer; of other cells the point itself. */
    Location
    location(unsigned int cell, const dealii::Point<dim> &unit_point) const;

    /** Curvature [1/um] at a point of a face that follows a curve, positive where what lies outside of the mesh is convex, and the
     * component along x of the normal into the mesh; none of other faces. */
    std::optional<std::array<double, 2>>
    curvature_and_normal(unsigned int cell, unsigned int face, const dealii::Point<dim> &unit_point) const;

  private:
    struct CurvedFace
    {
      unsigned int face;
      bool         reversed;
      unsigned int curve;
    };

    ImportedCells<dim>                              cells_;
    std::vector<QuadraticCell>                      quadratic_;
    std::map<unsigned int, std::vector<CurvedFace>> curves_; // by cell
  };
} // namespace zincfield
