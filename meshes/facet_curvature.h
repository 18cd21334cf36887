#pragma once

#include <deal.II/grid/tria.h>

#include <array>
#include <map>

namespace zincfield
{
  /**
   * Curvature of a surface that is given by the flat facets of a coarse mesh, from the turn of the normal between a facet and its
   * corners.
   *
   * The normal at a corner is the mean of those of the facets that meet there, as far as they differ by less than 45 degrees: a
   * sharper bend is an edge and counts as none. At the rim of the surface corners are left out. The shape operator S of a facet is
   * that with n_corner - n_facet = S (x_corner - x_facet) in the sense of least squares; on facets of equal size about a cylinder
   * it is exact.
   */
  template <int dim>
  class FacetCurvature
  {
  public:
    /** `coarse`: the mesh as read. Faces of one boundary id make one surface. */
    FacetCurvature(const dealii::Triangulation<dim> &coarse, bool axisymmetric);

    /** Principal curvatures [1/um] of the facet that a face at the boundary is a part of, positive where what lies outside of the
     * mesh is convex. */
    std::array<double, 2>
    operator()(typename dealii::Triangulation<dim>::cell_iterator cell, unsigned int face) const;

    bool
    axisymmetric() const
    {
      return axisymmetric_;
    }

  private:
    bool axisymmetric_;
    std::map<std::pair<unsigned int, unsigned int>, std::array<double, 2>>
      curvatures_; // by index of the coarse cell and number of its face
  };
} // namespace zincfield
