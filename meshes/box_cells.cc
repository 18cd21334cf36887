#include "meshes/box_cells.h"

#include <deal.II/grid/grid_tools.h>

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  fill_box(const std::vector<Point<3>>                  &vertices,
           const std::vector<std::vector<unsigned int>> &cells,
           const double                                  gap,
           Triangulation<dim>                           &triangulation)
  {
    std::vector<Point<dim>> points;
    double                  far[2] = {0., 0.};
    for (const Point<3> &vertex : vertices)
      {
        points.emplace_back();
        for (unsigned int d = 0; d < dim; ++d)
          points.back()[d] = vertex[d];
        for (unsigned int d = 0; d + 1 < dim; ++d)
          far[d] = std::max(far[d], vertex[d]);
      }
    std::vector<CellData<dim>> ordered;
    for (const auto &corners : cells)
      {
        ordered.emplace_back();
        ordered.back().vertices = corners;
      }
    GridTools::consistently_order_cells(ordered);
    triangulation.create_triangulation(points, ordered, SubCellData());
    for (const auto &cell : triangulation.cell_iterators_on_level(0))
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary())
          {
            const Point<dim> middle = cell->face(f)->center();
            unsigned int     id     = middle[dim - 1] > gap * (1. - 1e-9) ? 1 : 0;
            for (unsigned int d = 0; d + 1 < dim; ++d)
              if (middle[d] < 1e-9 * far[d] || middle[d] > far[d] * (1. - 1e-9))
                id = 2;
            cell->face(f)->set_boundary_id(id);
          }
  }

  template void
  fill_box(const std::vector<Point<3>> &, const std::vector<std::vector<unsigned int>> &, double, Triangulation<2> &);
  template void
  fill_box(const std::vector<Point<3>> &, const std::vector<std::vector<unsigned int>> &, double, Triangulation<3> &);
} // namespace zincfield
