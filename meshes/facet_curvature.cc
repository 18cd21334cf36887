#include "meshes/facet_curvature.h"

#include <cmath>
#include <vector>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Cosine of the angle between facets from which on they meet at an edge. */
    const double cosine_of_edge = std::cos(numbers::PI_4);

    template <int dim>
    struct Facet
    {
      unsigned int              cell, face;
      types::boundary_id        boundary;
      Point<dim>                centre;
      Tensor<1, dim>            normal; // into the mesh, out of what lies outside
      std::vector<unsigned int> corners;
    };

    template <int dim>
    std::vector<Facet<dim>>
    boundary_facets(const Triangulation<dim> &coarse)
    {
      std::vector<Facet<dim>> facets;
      for (const auto &cell : coarse.cell_iterators_on_level(0))
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f))
            {
              const auto face = cell->face(f);
              Facet<dim> facet{static_cast<unsigned int>(cell->index()), f, face->boundary_id(), face->center(), {}, {}};
              for (const unsigned int v : face->vertex_indices())
                facet.corners.push_back(face->vertex_index(v));
              if constexpr (dim == 2)
                facet.normal = cross_product_2d(face->vertex(1) - face->vertex(0));
              else
                facet.normal = cross_product_3d(face->vertex(3) - face->vertex(0), face->vertex(2) - face->vertex(1));
              facet.normal /= facet.normal.norm();
              if (facet.normal * (cell->center() - facet.centre) < 0.)
                facet.normal *= -1.;
              facets.push_back(facet);
            }
      return facets;
    }

    /** Two directions (one in 2-D) that span the plane across `normal`. */
    template <int dim>
    std::vector<Tensor<1, dim>>
    tangents(const Tensor<1, dim> &normal)
    {
      if constexpr (dim == 2)
        return {cross_product_2d(normal)};
      else
        {
          Tensor<1, 3> axis;
          axis[std::abs(normal[0]) < 0.7 ? 0 : 1] = 1.;
          const Tensor<1, 3> first                = cross_product_3d(normal, axis) / cross_product_3d(normal, axis).norm();
          return {first, cross_product_3d(normal, first)};
        }
    }

    /** Sums for the symmetric S of S x = n in the tangent plane, and its eigenvalues. Directions in which nothing is known count as
     * flat. */
    struct ShapeOperator
    {
      // unknowns S_11, S_12, S_22
      SymmetricTensor<2, 3> matrix;
      Tensor<1, 3>          right;

      void
      add(const std::array<double, 2> &x, const std::array<double, 2> &n)
      {
        const Tensor<1, 3> rows[2] = {Tensor<1, 3>({x[0], x[1], 0.}), Tensor<1, 3>({0., x[0], x[1]})};
        for (unsigned int r = 0; r < 2; ++r)
          {
            matrix += symmetrize(outer_product(rows[r], rows[r]));
            right += rows[r] * n[r];
          }
      }

      std::array<double, 2>
      principal() const
      {
        const double size = trace(matrix);
        if (!(size > 0.))
          return {0., 0.};
        const Tensor<1, 3> s    = invert(matrix + 1e-9 * size * unit_symmetric_tensor<3>()) * right;
        const double       mean = 0.5 * (s[0] + s[2]), half = std::hypot(0.5 * (s[0] - s[2]), s[1]);
        return {mean + half, mean - half};
      }
    };
  } // namespace

  template <int dim>
  FacetCurvature<dim>::FacetCurvature(const Triangulation<dim> &coarse, const bool axisymmetric)
    : axisymmetric_(axisymmetric)
  {
    const auto facets = boundary_facets(coarse);
    // facets of a surface by corner; how many would surround a corner inside of it
    std::map<std::pair<types::boundary_id, unsigned int>, std::vector<const Facet<dim> *>> around;
    std::map<std::array<unsigned int, 3>, unsigned int> sides; // in space: facets beside an edge between two corners
    const auto side = [](const Facet<dim> &facet, const unsigned int a, const unsigned int b) {
      return std::array<unsigned int, 3>{{facet.boundary, std::min(a, b), std::max(a, b)}};
    };
    constexpr unsigned int order[] = {0, 1, 3, 2}; // around a quadrilateral
    for (const auto &facet : facets)
      for (unsigned int v = 0; v < facet.corners.size(); ++v)
        {
          around[{facet.boundary, facet.corners[v]}].push_back(&facet);
          if (dim == 3)
            ++sides[side(facet, facet.corners[order[v]], facet.corners[order[(v + 1) % 4]])];
        }
    std::map<std::pair<types::boundary_id, unsigned int>, bool> at_rim;
    for (const auto &[key, count] : sides)
      if (count == 1)
        at_rim[{key[0], key[1]}] = at_rim[{key[0], key[2]}] = true;

    for (const auto &facet : facets)
      {
        const auto    along = tangents(facet.normal);
        ShapeOperator shape;
        for (const unsigned int corner : facet.corners)
          {
            const auto &beside = around[{facet.boundary, corner}];
            if (dim == 2 ? beside.size() < 2 : at_rim.count({facet.boundary, corner}) > 0)
              continue;
            Tensor<1, dim> normal;
            unsigned int   smooth = 0;
            for (const auto *other : beside)
              if (other->normal * facet.normal > cosine_of_edge)
                {
                  normal += other->normal;
                  ++smooth;
                }
            if (dim == 2 && smooth < 2)
              continue;
            normal /= normal.norm();
            const Tensor<1, dim>  x = coarse.get_vertices()[corner] - facet.centre, turn = normal - facet.normal;
            std::array<double, 2> place{}, change{};
            for (unsigned int d = 0; d < along.size(); ++d)
              {
                place[d]  = x * along[d];
                change[d] = turn * along[d];
              }
            shape.add(place, change);
          }
        std::array<double, 2> curvatures = shape.principal();
        if (dim == 2)
          {
            curvatures[0] = std::abs(curvatures[0]) > std::abs(curvatures[1]) ? curvatures[0] : curvatures[1];
            curvatures[1] = axisymmetric && facet.centre[0] > 0. ? facet.normal[0] / facet.centre[0] : 0.;
          }
        curvatures_[{facet.cell, facet.face}] = curvatures;
      }
  }

  template <int dim>
  std::array<double, 2>
  FacetCurvature<dim>::operator()(typename Triangulation<dim>::cell_iterator cell, const unsigned int face) const
  {
    while (cell->level() > 0)
      cell = cell->parent();
    const auto found = curvatures_.find({cell->index(), face});
    return found == curvatures_.end() ? std::array<double, 2>{} : found->second;
  }

  template class FacetCurvature<2>;
  template class FacetCurvature<3>;
} // namespace zincfield
