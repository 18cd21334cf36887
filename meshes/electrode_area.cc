#include "meshes/electrode_area.h"

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Largest cosine between the mean normal of an electrode and the normal of a wall that counts as one along it. */
    constexpr double along = 0.1;

    struct FaceArea
    {
      double       whole;
      Tensor<1, 3> projected; // int n dS
    };

    FaceArea
    edge_area(const Point<3> &a, const Point<3> &b, const bool axisymmetric)
    {
      const Tensor<1, 3> step = b - a;
      Tensor<1, 3>       normal; // outward, as long as the edge
      normal[0] = step[1];
      normal[1] = -step[0];
      if (!axisymmetric)
        return {step.norm(), normal};
      const double turn = M_PI * (a[0] + b[0]); // 2 pi r in the middle
      normal[0]         = 0.;                   // what points away from the axis points everywhere
      return {turn * step.norm(), turn * normal};
    }

    /** Of a bilinear face; int n dS is half the product of the diagonals. */
    FaceArea
    quadrilateral_area(const Point<3> &a, const Point<3> &b, const Point<3> &c, const Point<3> &d)
    {
      double          whole = 0.;
      const QGauss<2> points(6);
      for (unsigned int q = 0; q < points.size(); ++q)
        {
          const double x = points.point(q)[0], y = points.point(q)[1];
          whole += points.weight(q) * cross_product_3d((1. - y) * (b - a) + y * (c - d), (1. - x) * (d - a) + x * (c - b)).norm();
        }
      return {whole, 0.5 * cross_product_3d(c - a, d - b)};
    }

    FaceArea
    area(const GmshMesh &mesh, const GmshMesh::Face &face, const bool axisymmetric)
    {
      const auto &points = mesh.points;
      const auto &nodes  = face.nodes;
      return mesh.dimension == 2 ? edge_area(points[nodes[0]], points[nodes[1]], axisymmetric)
                                 : quadrilateral_area(points[nodes[0]], points[nodes[1]], points[nodes[2]], points[nodes[3]]);
    }

    /** The ends of an edge, the edges of a quadrilateral: where faces meet. */
    std::vector<std::pair<unsigned int, unsigned int>>
    rim(const GmshMesh &mesh, const GmshMesh::Face &face)
    {
      if (mesh.dimension == 2)
        return {{face.nodes[0], 0}, {face.nodes[1], 0}};
      std::vector<std::pair<unsigned int, unsigned int>> edges;
      for (unsigned int i = 0; i < 4; ++i)
        edges.push_back(std::minmax(face.nodes[i], face.nodes[(i + 1) % 4]));
      return edges;
    }
  } // namespace

  BoundaryArea
  boundary_area(const GmshMesh &mesh, const bool axisymmetric, const std::vector<bool> &boundaries)
  {
    BoundaryArea                                                  result;
    Tensor<1, 3>                                                  projected;
    std::map<std::pair<unsigned int, unsigned int>, unsigned int> meetings; // of two faces of the boundary: no rim
    for (const GmshMesh::Face &face : mesh.faces)
      if (boundaries[face.boundary])
        {
          const FaceArea part = area(mesh, face, axisymmetric);
          result.whole += part.whole;
          projected += part.projected;
          for (const auto &edge : rim(mesh, face))
            ++meetings[edge];
        }
    result.projected = projected.norm();
    if (!(result.projected > 1e-6 * result.whole))
      return result;

    const Tensor<1, 3> normal = projected / result.projected;
    result.across             = true;
    for (const GmshMesh::Face &face : mesh.faces)
      if (!boundaries[face.boundary] &&
          !(axisymmetric && area(mesh, face, true).whole <= 1e-9 * area(mesh, face, false).whole * area(mesh, face, false).whole))
        for (const auto &edge : rim(mesh, face))
          if (const auto meeting = meetings.find(edge); meeting != meetings.end() && meeting->second == 1)
            {
              const Tensor<1, 3> wall = area(mesh, face, false).projected;
              result.across           = result.across && std::abs(wall * normal) <= along * wall.norm();
            }
    return result;
  }
} // namespace zincfield
