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
    area(const GmshMesh &mesh, const GmshMesh::Face &face, const bool axisymmetric)
    {
      const auto         &nodes = face.nodes;
      const QuadraticCell cell(mesh.dimension == 2 ? std::vector<unsigned int>{nodes[0], nodes[1]}
                                                   : std::vector<unsigned int>{nodes[0], nodes[1], nodes[3], nodes[2]},
                               mesh.points, mesh.middles);
      FaceArea        sum{0., {}};
      const QGauss<1> along(6);
      for (unsigned int i = 0; i < along.size(); ++i)
        for (unsigned int j = 0; j < (mesh.dimension == 2 ? 1 : along.size()); ++j)
          {
            const Point<3>     p(along.point(i)[0], mesh.dimension == 2 ? 0. : along.point(j)[0], 0.);
            const Tensor<1, 3> x      = cell.derivative(p, 0);
            double             weight = along.weight(i);
            Tensor<1, 3>       normal; // outward, as long as the stretch of the map
            if (mesh.dimension == 3)
              {
                normal = cross_product_3d(x, cell.derivative(p, 1));
                weight *= along.weight(j);
              }
            else
              {
                normal[0] = x[1];
                normal[1] = -x[0];
              }
            if (axisymmetric)
              weight *= 2. * M_PI * cell.at(p)[0];
            sum.whole += weight * normal.norm();
            if (axisymmetric)
              normal[0] = 0.; // what points away from the axis points everywhere
            sum.projected += weight * normal;
          }
      return sum;
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
