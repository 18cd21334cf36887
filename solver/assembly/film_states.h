#pragma once

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature.h>
#include <deal.II/grid/cell_id.h>
#include <deal.II/lac/full_matrix.h>

#include <map>
#include <vector>

namespace zincfield
{
  /**
   * Numbers at the points of quadrature of faces under films without a mesh, on each rank those of the cells that it owns. For each
   * such face of a cell: its number in the cell, how many numbers follow, and these, point by point in the order of FEFaceValues.
   */
  using FilmValues = std::map<dealii::CellId, std::vector<double>>;

  /** The cell with these children, counted from a coarse cell on. */
  template <typename Children>
  dealii::CellId
  cell_of(const dealii::CellId &like, const Children &children)
  {
    return {like.get_coarse_cell_id(), std::vector<std::uint8_t>(children.begin(), children.end())};
  }

  /** The numbers of one face, with how many there are; null where there are none. */
  inline std::pair<const double *, unsigned int>
  find_face(const FilmValues &values, const dealii::CellId &cell, const unsigned int face)
  {
    const auto found = values.find(cell);
    for (std::size_t i = 0; found != values.end() && i < found->second.size();)
      {
        const unsigned int count = found->second[i + 1];
        if (static_cast<unsigned int>(found->second[i]) == face)
          return {found->second.data() + i + 2, count};
        i += 2 + count;
      }
    return {nullptr, 0};
  }

  /** The numbers of all ranks, for cells change ranks with the mesh and on coarser ones. */
  template <int dim>
  FilmValues
  of_all_ranks(const FilmValues &own, MPI_Comm communicator);

  /** Weights (point of `to`, point of `from`) of the polynomial through the points of `from`, a tensor product of points along each
   * edge. */
  template <int dim>
  dealii::FullMatrix<double>
  interpolation(const dealii::Quadrature<dim> &from, const dealii::Quadrature<dim> &to)
  {
    const std::vector<dealii::Point<1>> nodes = from.get_tensor_basis()[0].get_points();
    dealii::FullMatrix<double>          weights(to.size(), from.size());
    for (unsigned int i = 0; i < to.size(); ++i)
      for (unsigned int j = 0; j < from.size(); ++j)
        {
          double product = 1.;
          for (unsigned int d = 0; d < dim; ++d)
            for (const dealii::Point<1> &node : nodes)
              if (std::abs(node[0] - from.point(j)[d]) > 1e-12)
                product *= (to.point(i)[d] - node[0]) / (from.point(j)[d] - node[0]);
          weights(i, j) = product;
        }
    return weights;
  }

  /**
   * The numbers of a face of a cell at a point of the cell [unit coordinates], interpolated between those at the points of
   * `quadrature`: of the cell itself, of the one that it is a part of, or of its own parts. Throws std::runtime_error where
   * `values` holds none of these.
   */
  template <int dim>
  std::vector<double>
  interpolate(const FilmValues                  &values,
              const dealii::CellId              &cell,
              unsigned int                       face,
              const dealii::Point<dim>          &point,
              const dealii::Quadrature<dim - 1> &quadrature);
} // namespace zincfield
