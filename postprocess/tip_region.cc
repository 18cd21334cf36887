#include "postprocess/tip_region.h"

#include <deal.II/base/qprojector.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Into how many parts a face is cut at most along each direction: the patch is a twentieth of the cell's size then. */
    constexpr unsigned int most_parts = 16;

    /** Whether any point of the boundary lies within the region about a tip. */
    template <int dim>
    bool
    reaches_tip(const Discretization<dim> &discretization,
                const unsigned int         boundary,
                const double               radius,
                const Quadrature<dim - 1> &points)
    {
      double nearest = std::numeric_limits<double>::infinity();
      for (const auto &cell : discretization.dof_handler.active_cell_iterators())
        if (cell->is_locally_owned() && cell->at_boundary())
          for (const unsigned int face : cell->face_indices())
            if (cell->at_boundary(face) && cell->face(face)->boundary_id() == boundary)
              {
                const Quadrature<dim> on_face =
                  QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), points, face);
                for (const Point<dim> &point : on_face.get_points())
                  nearest = std::min(nearest, discretization.mesh.location(cell, point).distance_from_tip);
              }
      return Utilities::MPI::min(nearest, discretization.dof_handler.get_communicator()) < radius;
    }
  } // namespace

  double
  tip_region_weight(const double distance, const double radius)
  {
    const double x = distance / radius;
    return x < 1. ? (1. - x * x) * (1. - x * x) : 0.;
  }

  double
  tip_region_radius(const Case &data)
  {
    return data.output.tip_region * data.geometry->feature_size();
  }

  template <int dim>
  Quadrature<dim - 1>
  tip_region_quadrature(const Discretization<dim> &discretization, const Case &data, const unsigned int boundary)
  {
    Quadrature<dim - 1> points = discretization.face_quadrature;
    if (!data.geometry->knows_tip())
      return points;
    for (unsigned int parts = 2; parts <= most_parts && !reaches_tip(discretization, boundary, tip_region_radius(data), points);
         parts *= 2)
      points = QIterated<dim - 1>(QGauss<1>(discretization.degree() + 1), parts);
    return points;
  }

  template Quadrature<1>
  tip_region_quadrature(const Discretization<2> &, const Case &, unsigned int);
  template Quadrature<2>
  tip_region_quadrature(const Discretization<3> &, const Case &, unsigned int);
} // namespace zincfield
