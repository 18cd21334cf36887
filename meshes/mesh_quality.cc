#include "meshes/mesh_quality.h"

#include "meshes/quadratic_cells.h"

#include <algorithm>
#include <set>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** From lexicographic order to Gmsh's. */
    constexpr unsigned int lexicographic_corners[] = {0, 1, 3, 2, 4, 5, 7, 6};

    bool
    has_middle(const std::vector<unsigned int> &corners, const unsigned int dimension, const Middles &middles)
    {
      for (const auto &entity : entities(dimension))
        if (entity.size() > 1)
          {
            std::vector<unsigned int> key;
            for (const unsigned int c : entity)
              key.push_back(corners[c]);
            std::sort(key.begin(), key.end());
            if (middles.count(key) > 0)
              return true;
          }
      return false;
    }

    double
    scaled_jacobian(const QuadraticCell &cell, const Point<3> &at, const unsigned int dimension)
    {
      Tensor<1, 3> edges[3];
      edges[2][2] = 1.;
      for (unsigned int d = 0; d < dimension; ++d)
        {
          edges[d]            = cell.derivative(at, d);
          const double length = edges[d].norm();
          if (length <= 0.)
            return 0.;
          edges[d] /= length;
        }
      return cross_product_3d(edges[0], edges[1]) * edges[2];
    }
  } // namespace

  MeshQuality
  quality(const GmshMesh &mesh)
  {
    MeshQuality        worst;
    const unsigned int dimension = mesh.dimension;
    for (const GmshMesh::Cell &cell : mesh.cells)
      {
        std::vector<unsigned int> corners;
        for (unsigned int i = 0; i < 1u << dimension; ++i)
          corners.push_back(cell.nodes[lexicographic_corners[i]]);
        const QuadraticCell drawn(corners, mesh.points, mesh.middles);
        const unsigned int  n    = !mesh.middles.empty() && has_middle(corners, dimension, mesh.middles) ? 3 : 2;
        const unsigned int  n_z  = dimension == 3 ? n : 1;
        double              here = 1.;
        for (unsigned int i = 0; i < n * n * n_z; ++i)
          here = std::min(
            here,
            scaled_jacobian(drawn, Point<3>(i % n / (n - 1.), i / n % n / (n - 1.), dimension == 3 ? i / n / n / (n - 1.) : 0.),
                            dimension));
        if (here < worst.scaled_jacobian)
          worst = {here, drawn.at(Point<3>(0.5, 0.5, dimension == 3 ? 0.5 : 0.))};
      }
    return worst;
  }

  std::vector<Point<3>>
  tips_of(const GmshMesh &mesh, const std::vector<bool> &boundaries)
  {
    std::map<unsigned int, std::set<unsigned int>> beside;
    double                                         low = 1e300, high = -1e300;
    const unsigned int                             up = mesh.dimension - 1;
    for (const GmshMesh::Face &face : mesh.faces)
      if (boundaries[face.boundary])
        for (unsigned int i = 0; i < mesh.nodes_per_face(); ++i)
          for (unsigned int j = 0; j < mesh.nodes_per_face(); ++j)
            {
              beside[face.nodes[i]].insert(face.nodes[j]);
              low  = std::min(low, mesh.points[face.nodes[i]][up]);
              high = std::max(high, mesh.points[face.nodes[i]][up]);
            }
    const double           alike = 1e-6 * (high - low);
    std::set<unsigned int> seen;
    std::vector<Point<3>>  tips;
    if (high - low <= 1e-12 * std::max(std::abs(high), std::abs(low)))
      return tips;
    for (const auto &entry : beside)
      {
        if (!seen.insert(entry.first).second)
          continue;
        const double              height = mesh.points[entry.first][up];
        std::vector<unsigned int> top    = {entry.first}; // all that is as high and hangs together
        bool                      is_tip = true;
        for (std::size_t i = 0; i < top.size(); ++i)
          for (const unsigned int other : beside.at(top[i]))
            {
              const double difference = mesh.points[other][up] - height;
              is_tip                  = is_tip && difference <= alike;
              if (std::abs(difference) <= alike && seen.insert(other).second)
                top.push_back(other);
            }
        for (const GmshMesh::Face &face : mesh.faces)
          if (is_tip && boundaries[face.boundary] &&
              std::all_of(face.nodes.begin(), face.nodes.begin() + mesh.nodes_per_face(),
                          [&](const unsigned int node) { return std::find(top.begin(), top.end(), node) != top.end(); }))
            is_tip = false;
        for (const unsigned int point : top)
          if (is_tip)
            tips.push_back(mesh.points[point]);
      }
    return tips;
  }
} // namespace zincfield
