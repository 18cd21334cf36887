#include "solver/assembly/film_states.h"

#include <deal.II/base/geometry_info.h>
#include <deal.II/base/qprojector.h>

#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Coordinates on a face of the unit cell, as FEFaceValues counts them. */
    template <int dim>
    Point<dim - 1>
    on_face(const Point<dim> &point, const unsigned int face)
    {
      std::vector<Point<dim - 1>> corners(dim);
      for (unsigned int d = 0; d + 1 < dim; ++d)
        corners[d + 1][d] = 1.;
      const Quadrature<dim> projected =
        QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), Quadrature<dim - 1>(corners), face);
      Point<dim - 1> result;
      for (unsigned int d = 0; d + 1 < dim; ++d)
        result[d] = (point - projected.point(0)) * (projected.point(d + 1) - projected.point(0));
      return result;
    }
  } // namespace

  template <int dim>
  std::vector<double>
  interpolate(const FilmValues          &values,
              const CellId              &cell,
              const unsigned int         face,
              const Point<dim>          &point,
              const Quadrature<dim - 1> &quadrature)
  {
    const auto at = [&](const double *numbers, const unsigned int count, const Point<dim> &unit) {
      const FullMatrix<double> weights = interpolation(quadrature, Quadrature<dim - 1>(on_face(unit, face)));
      std::vector<double>      result(count / quadrature.size(), 0.);
      for (unsigned int j = 0; j < quadrature.size(); ++j)
        for (unsigned int i = 0; i < result.size(); ++i)
          result[i] += weights(0, j) * numbers[j * result.size() + i];
      return result;
    };
    const auto                own = cell.get_child_indices();
    std::vector<std::uint8_t> path(own.begin(), own.end());
    for (Point<dim> unit = point;; path.pop_back())
      {
        if (const auto [numbers, count] = find_face(values, cell_of(cell, path), face); numbers)
          return at(numbers, count, unit);
        if (path.empty())
          break;
        unit = GeometryInfo<dim>::child_to_cell_coordinates(unit, path.back());
      }
    constexpr unsigned int most_levels = 32;
    path.assign(own.begin(), own.end());
    Point<dim> unit = point;
    while (path.size() < own.size() + most_levels)
      {
        path.push_back(GeometryInfo<dim>::child_cell_from_point(unit));
        unit = GeometryInfo<dim>::cell_to_child_coordinates(unit, path.back());
        if (const auto [numbers, count] = find_face(values, cell_of(cell, path), face); numbers)
          return at(numbers, count, unit);
      }
    throw std::runtime_error("what the films held is not known at some of the cells");
  }

  template <int dim>
  FilmValues
  of_all_ranks(const FilmValues &own, const MPI_Comm communicator)
  {
    std::vector<CellId::binary_type> cells;
    std::vector<std::vector<double>> numbers;
    for (const auto &[cell, values] : own)
      {
        cells.push_back(cell.template to_binary<dim>());
        numbers.push_back(values);
      }
    const auto all_cells   = Utilities::MPI::all_gather(communicator, cells);
    const auto all_numbers = Utilities::MPI::all_gather(communicator, numbers);
    FilmValues all;
    for (unsigned int rank = 0; rank < all_cells.size(); ++rank)
      for (unsigned int i = 0; i < all_cells[rank].size(); ++i)
        all[CellId(all_cells[rank][i])] = all_numbers[rank][i];
    return all;
  }

  template FilmValues
  of_all_ranks<2>(const FilmValues &, MPI_Comm);
  template FilmValues
  of_all_ranks<3>(const FilmValues &, MPI_Comm);
  template std::vector<double>
  interpolate(const FilmValues &, const CellId &, unsigned int, const Point<2> &, const Quadrature<1> &);
  template std::vector<double>
  interpolate(const FilmValues &, const CellId &, unsigned int, const Point<3> &, const Quadrature<2> &);
} // namespace zincfield
