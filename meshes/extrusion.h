#pragma once

#include "meshes/mesh.h"
#include "meshes/extruded_geometry.h"

#include <deal.II/grid/grid_tools.h>

namespace zincfield
{
  /**
   * The extrusion of a plan mesh through coating layers and electrolyte. Reference coordinates are (plan, zeta): zeta in [j, j+1]
   * is layer j, counted from the metal outward, and the electrolyte lies above the last layer.
   */
  template <int dim>
  class Extrusion
  {
  public:
    using Cell = typename dealii::Triangulation<dim>::cell_iterator;

    Extrusion(const ExtrudedGeometry &geometry, const std::vector<MeshLayer> &layers);

    /** The coarse mesh with material and boundary ids; also lists the periodic pairs of coarse faces. */
    void
    create(dealii::parallel::distributed::Triangulation<dim>      &triangulation,
           std::vector<dealii::GridTools::PeriodicFacePair<Cell>> &periodic_faces) const;

    dealii::Point<dim>
    reference_point(const Cell &cell, const dealii::Point<dim> &unit_point) const;

    dealii::Point<dim>
    physical_point(const Cell &cell, const dealii::Point<dim> &unit_point) const;

    Location
    location(const Cell &cell, const dealii::Point<dim> &unit_point) const;

    /** Principal curvatures of the metal under the point [1/um], see meshes/curvature.h. */
    std::array<double, 2>
    curvature(const Cell &cell, const dealii::Point<dim> &unit_point) const;

  private:
    void
    make_periodic(dealii::parallel::distributed::Triangulation<dim>      &triangulation,
                  const PlanMesh                                         &plan,
                  std::vector<dealii::GridTools::PeriodicFacePair<Cell>> &periodic_faces) const;

    /** The layer of a cell; the number of layers stands for the electrolyte. */
    unsigned int
    layer_of(const Cell &cell) const;

    dealii::Point<3>
    position(const MetalPoint &surface, unsigned int layer, double zeta) const;

    /** The metal in the middle of a cell of the plan mesh. */
    Location
    middle_of(const PlanMesh &plan, const std::array<unsigned int, 4> &cell) const;

    /** Least thickness [um] of all layers together, at the corners of the plan mesh. */
    double
    thinnest_film() const;

    const ExtrudedGeometry &geometry_;
    std::vector<MeshLayer>  layers_;
  };

  /** Where a point above the surface (or on it) lies, for what depends on the place. */
  Location
  surface_location(const MetalPoint &surface, const dealii::Point<3> &point, unsigned int dim);
} // namespace zincfield
