#include "meshes/gmsh_triangulation.h"

#include <deal.II/grid/grid_tools.h>

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** deal.II's corners of a cell, in Gmsh's order; a quadrilateral has the first four. */
    constexpr unsigned int corners[] = {0, 1, 3, 2, 4, 5, 7, 6};

    using FaceKey = std::array<unsigned int, 4>;
  } // namespace

  template <int dim>
  void
  make_triangulation(const GmshMesh                  &mesh,
                     const std::vector<unsigned int> &ids,
                     const double                     scale,
                     Triangulation<dim>              &triangulation)
  {
    AssertDimension(mesh.dimension, dim);
    std::vector<Point<dim>> points(mesh.points.size());
    for (unsigned int p = 0; p < points.size(); ++p)
      for (unsigned int d = 0; d < dim; ++d)
        points[p][d] = mesh.points[p][d] * scale;
    std::vector<CellData<dim>> cells(mesh.cells.size());
    for (unsigned int c = 0; c < cells.size(); ++c)
      {
        for (unsigned int i = 0; i < 1u << dim; ++i)
          cells[c].vertices[corners[i]] = mesh.cells[c].nodes[i];
        cells[c].material_id = mesh.cells[c].material;
      }
    GridTools::consistently_order_cells(cells);
    triangulation.create_triangulation(points, cells, SubCellData());

    std::vector<std::pair<FaceKey, unsigned int>> faces;
    for (const GmshMesh::Face &face : mesh.faces)
      {
        faces.emplace_back(face.nodes, ids[face.boundary]);
        std::sort(faces.back().first.begin(), faces.back().first.end());
      }
    std::sort(faces.begin(), faces.end());
    for (const auto &cell : triangulation.active_cell_iterators())
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary())
          {
            FaceKey key;
            key.fill(numbers::invalid_unsigned_int);
            for (const unsigned int v : cell->face(f)->vertex_indices())
              key[v] = cell->face(f)->vertex_index(v);
            std::sort(key.begin(), key.end());
            const auto found = std::lower_bound(faces.begin(), faces.end(), std::make_pair(key, 0u));
            AssertThrow(found != faces.end() && found->first == key, ExcInternalError());
            cell->face(f)->set_boundary_id(found->second);
          }
  }

  template void
  make_triangulation<2>(const GmshMesh &, const std::vector<unsigned int> &, double, Triangulation<2> &);
  template void
  make_triangulation<3>(const GmshMesh &, const std::vector<unsigned int> &, double, Triangulation<3> &);
} // namespace zincfield
