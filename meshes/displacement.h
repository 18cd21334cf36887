#pragma once

#include "meshes/hanging_faces.h"

#include <array>
#include <memory>

namespace zincfield
{
  /**
   * Where the points of a mesh have gone from those of its geometry, as a finite-element field.
   *
   * It is known on the mesh itself and, after carry_to(), on the coarser meshes of a multigrid method.
   */
  template <int dim>
  class Displacement
  {
  public:
    using Cell = typename dealii::Triangulation<dim>::cell_iterator;

    virtual ~Displacement() = default;

    /** Makes the displacement known on the meshes below that of the case, the coarsest first (Mesh::coarser_meshes()). */
    virtual void
    carry_to(const std::vector<std::shared_ptr<const dealii::Triangulation<dim>>> &coarser) const = 0;

    /** Moves the points of the active cells of `triangulation`, at the support points of the mapping's element. */
    virtual void
    add_to(const dealii::Triangulation<dim> &triangulation, MappedPoints<dim> &points) const = 0;

    /** Principal curvatures [1/um] of the moved metal at a point of a face on it, positive where the metal is convex. */
    virtual std::array<double, 2>
    curvature(const Cell &cell, const dealii::Point<dim> &unit_point) const = 0;

    /** What is left there of the thickness of a film, see Location::film_share. */
    virtual double
    film_share(const Cell &cell, const dealii::Point<dim> &unit_point) const = 0;
  };
} // namespace zincfield
