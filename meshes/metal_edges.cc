#include "meshes/metal_edges.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr double smallest_turn = numbers::PI / 18.;

    /** How far into a cell its side of an edge is looked at, as a share of the cell. */
    constexpr double inside = 0.02;

    /** One side of an edge: the normal into the solution, and the direction along the surface away from the edge. */
    struct Side
    {
      Tensor<1, 3> normal, away;
    };

    /** Normal and direction at `edge`, from a point a little inside the cell and one a little along the edge. */
    Side
    side(const Point<3> &edge, const Point<3> &in_cell, const Tensor<1, 3> &along, const Tensor<1, 3> &outward)
    {
      Side         result;
      Tensor<1, 3> away = in_cell - edge;
      const auto   unit = along / along.norm();
      away -= (away * unit) * unit;
      result.away   = away / away.norm();
      result.normal = cross_product_3d(unit, result.away);
      result.normal *= (result.normal * outward < 0. ? -1. : 1.) / result.normal.norm();
      return result;
    }

    /** The other side of a vertical symmetry plane that holds the edge. */
    Side
    mirrored(const Side &given, const Tensor<1, 3> &along)
    {
      Tensor<1, 3> across = cross_product_3d(along, Tensor<1, 3>({0., 0., 1.}));
      across /= across.norm();
      return {given.normal - 2. * (given.normal * across) * across, given.away - 2. * (given.away * across) * across};
    }

    double
    turn(const Side &one, const Side &other)
    {
      const double angle = std::acos(std::min(1., std::max(-1., one.normal * other.normal)));
      return one.away * other.normal < 0. ? angle : -angle;
    }
  } // namespace

  std::vector<MetalEdge>
  edges_of(const ExtrudedGeometry &geometry)
  {
    const PlanMesh plan   = geometry.plan_mesh();
    const bool     planar = geometry.dimension() == 2;
    // Sides by the plan vertices of their edge. Corners of a cell: those of the edge first, then those opposite.
    using Key = std::pair<unsigned int, unsigned int>;
    std::map<Key, std::vector<Side>>               sides;
    const std::vector<std::array<unsigned int, 4>> edges_of_cell =
      planar ? std::vector<std::array<unsigned int, 4>>{{0, 0, 1, 1}, {1, 1, 0, 0}}
             : std::vector<std::array<unsigned int, 4>>{{0, 1, 2, 3}, {2, 3, 0, 1}, {0, 2, 1, 3}, {1, 3, 0, 2}};
    for (const auto &cell : plan.cells)
      for (const auto &e : edges_of_cell)
        {
          const Point<2>     a = plan.vertices[cell[e[0]]], b = plan.vertices[cell[e[1]]];
          const Tensor<1, 2> half     = 0.5 * (a + b) - Point<2>(),
                             opposite = 0.5 * (plan.vertices[cell[e[2]]] + plan.vertices[cell[e[3]]]) - Point<2>();
          const MetalPoint   at_edge  = geometry.surface(Point<2>(half));
          const Point<3>     in_cell  = geometry.surface(Point<2>((1. - inside) * half + inside * opposite)).position;
          const Tensor<1, 3> along =
            planar ? Tensor<1, 3>({0., 1., 0.}) : geometry.surface(b).position - geometry.surface(a).position;
          sides[std::minmax(cell[e[0]], cell[e[1]])].push_back(side(at_edge.position, in_cell, along, at_edge.offset));
        }
    std::vector<MetalEdge> edges;
    for (const auto &[key, beside] : sides)
      {
        MetalEdge edge{geometry.surface(plan.vertices[key.first]).position, geometry.surface(plan.vertices[key.second]).position,
                       0.};
        if (beside.size() == 1 && geometry.axisymmetric() && std::abs(edge.from[0]) < 1e-9 * geometry.feature_size())
          continue; // a point on the axis
        const Tensor<1, 3> along = planar ? Tensor<1, 3>({0., 1., 0.}) : edge.to - edge.from;
        edge.turn                = turn(beside[0], beside.size() == 1 ? mirrored(beside[0], along) : beside[1]);
        if (std::abs(edge.turn) > smallest_turn)
          edges.push_back(edge);
      }
    return edges;
  }

  double
  distance(const MetalEdge &edge, const Location &location)
  {
    const Tensor<1, 3> along  = edge.to - edge.from;
    const double       length = along.norm_square();
    const Tensor<1, 3> there  = Point<3>(location.x, length > 0. ? location.y : 0., location.height) - edge.from;
    const double       s      = length > 0. ? std::min(1., std::max(0., there * along / length)) : 0.;
    return (there - s * along).norm();
  }
} // namespace zincfield
