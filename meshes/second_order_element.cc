#include "meshes/second_order_element.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    bool
    is_cube(const ElementType &type)
    {
      return type.n_corners == 1u << type.dimension;
    }

    std::vector<Point<3>>
    unit_corners(const ElementType &type)
    {
      const std::vector<Point<3>> square   = {{0., 0., 0.}, {1., 0., 0.}, {1., 1., 0.}, {0., 1., 0.}},
                                  triangle = {{0., 0., 0.}, {1., 0., 0.}, {0., 1., 0.}};
      if (type.dimension == 1)
        return {square[0], square[1]};
      if (type.n_corners == 4 && type.dimension == 3)
        return {triangle[0], triangle[1], triangle[2], {0., 0., 1.}};
      std::vector<Point<3>> corners = type.n_corners % 3 == 0 ? triangle : square;
      if (type.dimension == 3)
        for (std::size_t i = 0, n = corners.size(); i < n; ++i)
          corners.push_back(corners[i] + Point<3>(0., 0., 1.));
      return corners;
    }

    template <typename Indices>
    Point<3>
    mean(const std::vector<Point<3>> &points, const Indices &indices)
    {
      Point<3> sum;
      for (const unsigned int i : indices)
        sum += points[i] * (1. / indices.size());
      return sum;
    }

    /** The polynomial of degree 2 on [0, 1] that is 1 at `node`, which is 0, 1/2 or 1, and 0 at the other two. */
    double
    on_line(const double node, const double x)
    {
      return node == 0.5 ? 4. * x * (1. - x) : node == 0. ? (1. - x) * (1. - 2. * x) : x * (2. * x - 1.);
    }

    /** Of the first `dimension` coordinates: the polynomial of degree 2 on a triangle or tetrahedron that is 1 at `node`, a corner
     * or the middle of an edge, and 0 at the others. */
    double
    on_simplex(const Point<3> &node, const Point<3> &x, const unsigned int dimension)
    {
      double of_node[4] = {1.}, here[4] = {1.}; // how much of each corner is in them
      for (unsigned int d = 0; d < dimension; ++d)
        {
          of_node[d + 1] = node[d];
          here[d + 1]    = x[d];
          of_node[0] -= node[d];
          here[0] -= x[d];
        }
      double product = 1.;
      for (unsigned int i = 0; i <= dimension; ++i)
        product *= of_node[i] == 1. ? here[i] * (2. * here[i] - 1.) : of_node[i] == 0.5 ? 2. * here[i] : 1.;
      return product;
    }

    double
    weight(const ElementType &type, const Point<3> &node, const Point<3> &x)
    {
      if (!is_cube(type))
        return type.n_corners == 6 ? on_simplex(node, x, 2) * on_line(node[2], x[2]) : on_simplex(node, x, type.dimension);
      double product = 1.;
      for (unsigned int d = 0; d < type.dimension; ++d)
        product *= on_line(node[d], x[d]);
      return product;
    }
  } // namespace

  ElementNodes
  unit_nodes(const ElementType &type)
  {
    ElementNodes nodes;
    nodes.corners = unit_corners(type);
    for (const auto &edge : type.edges)
      nodes.on_edges.push_back(mean(nodes.corners, edge));
    for (const auto &face : type.faces)
      nodes.on_faces.push_back(mean(nodes.corners, face));
    for (const Point<3> &corner : nodes.corners)
      nodes.middle += corner * (1. / nodes.corners.size());
    return nodes;
  }

  Point<3>
  place_in_element(const ElementType &type, const ElementNodes &nodes, const Point<3> &unit_point)
  {
    const ElementNodes unit = unit_nodes(type);
    Point<3>           place;
    const auto add = [&](const Point<3> &of_unit, const Point<3> &node) { place += weight(type, of_unit, unit_point) * node; };
    for (unsigned int i = 0; i < unit.corners.size(); ++i)
      add(unit.corners[i], nodes.corners[i]);
    for (unsigned int e = 0; e < unit.on_edges.size(); ++e)
      add(unit.on_edges[e], nodes.on_edges[e]);
    for (unsigned int f = 0; f < unit.on_faces.size(); ++f)
      if (type.faces[f].size() == 4)
        add(unit.on_faces[f], nodes.on_faces[f]);
    if (is_cube(type) && type.dimension > 1)
      add(unit.middle, nodes.middle);
    return place;
  }
} // namespace zincfield
