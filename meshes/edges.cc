#include "meshes/edges.h"

#include <deal.II/base/quadrature.h>
#include <deal.II/fe/fe_nothing.h>
#include <deal.II/fe/fe_values.h>

#include <cmath>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Corners of a section and lines in space are numbered alike on all ranks, which know all coarse cells. */
    template <int dim>
    unsigned int
    edge_index(const typename Triangulation<dim>::cell_iterator &cell, const unsigned int edge)
    {
      if constexpr (dim == 2)
        return cell->vertex_index(edge);
      else
        return cell->line_index(edge);
    }

    /** The vertex of the cell at which the angle of an edge is measured: of the two of a line, the one that all its cells choose.
     */
    template <int dim>
    unsigned int
    corner_of(const typename Triangulation<dim>::cell_iterator &cell, const unsigned int edge)
    {
      if constexpr (dim == 2)
        return edge;
      else
        {
          const unsigned int a = GeometryInfo<3>::line_to_cell_vertices(edge, 0),
                             b = GeometryInfo<3>::line_to_cell_vertices(edge, 1);
          return cell->vertex_index(a) < cell->vertex_index(b) ? a : b;
        }
    }

    /** The two faces of the reference cell that meet at an edge: unit coordinate and side of each. */
    template <int dim>
    std::array<std::pair<unsigned int, unsigned int>, 2>
    faces_at(const unsigned int edge)
    {
      std::array<std::pair<unsigned int, unsigned int>, 2> faces;
      unsigned int                                         n = 0;
      for (unsigned int d = 0; d < dim; ++d)
        {
          const Point<dim> a =
                             GeometryInfo<dim>::unit_cell_vertex(dim == 2 ? edge : GeometryInfo<3>::line_to_cell_vertices(edge, 0)),
                           b =
                             GeometryInfo<dim>::unit_cell_vertex(dim == 2 ? edge : GeometryInfo<3>::line_to_cell_vertices(edge, 1));
          if (a[d] == b[d] && n < 2)
            faces[n++] = {d, a[d] > 0.5 ? 1 : 0};
        }
      return faces;
    }

    /** Angle inside the cell between those faces, at the vertex `corner`. */
    template <int dim>
    double
    interior_angle(const FEValues<dim> &values, const unsigned int edge, const unsigned int corner)
    {
      std::array<Tensor<1, dim>, 2> normals;
      const auto                    faces = faces_at<dim>(edge);
      for (unsigned int side = 0; side < 2; ++side)
        {
          const auto [direction, upper] = faces[side];
          for (unsigned int d = 0; d < dim; ++d)
            normals[side][d] = (upper ? 1. : -1.) * values.inverse_jacobian(corner)[direction][d];
          normals[side] /= normals[side].norm();
        }
      return numbers::PI - std::acos(std::max(-1., std::min(1., normals[0] * normals[1])));
    }

    struct Sides
    {
      double                          angle = 0.;
      std::vector<types::boundary_id> boundaries;
      bool                            axis = false;
    };
  } // namespace

  template <int dim>
  std::vector<BoundaryEdge>
  boundary_edges(const Mesh<dim> &mesh, const bool axisymmetric, const double tolerance)
  {
    const Triangulation<dim> &triangulation = mesh.triangulation();
    constexpr unsigned int    n_edges       = dim == 2 ? 4 : 12;
    unsigned int              n_coarse = 0; // of the coarse mesh, which is the same on all ranks: of finer cells each knows its own
    for (const auto &cell : triangulation.cell_iterators_on_level(0))
      for (unsigned int edge = 0; edge < n_edges; ++edge)
        n_coarse = std::max(n_coarse, edge_index<dim>(cell, edge) + 1);
    std::vector<Sides>      sides(n_coarse);
    std::vector<Point<dim>> corners;
    for (const unsigned int v : GeometryInfo<dim>::vertex_indices())
      corners.push_back(GeometryInfo<dim>::unit_cell_vertex(v));
    FE_Nothing<dim> fe;
    FEValues<dim>   values(mesh.mapping(), fe, Quadrature<dim>(corners), update_inverse_jacobians | update_quadrature_points);

    for (const auto &cell : triangulation.cell_iterators_on_level(0))
      for (unsigned int edge = 0; edge < n_edges; ++edge)
        {
          Sides             &here   = sides[edge_index<dim>(cell, edge)];
          const unsigned int corner = corner_of<dim>(cell, edge);
          auto               finest = cell;
          while (finest->has_children())
            finest = finest->child(corner);
          for (const auto &[direction, upper] : faces_at<dim>(edge))
            if (const auto face = cell->face(2 * direction + upper); face->at_boundary())
              here.boundaries.push_back(face->boundary_id());
          if (!finest->is_locally_owned())
            continue;
          values.reinit(finest);
          here.angle += interior_angle<dim>(values, edge, corner);
          if (axisymmetric && std::abs(values.quadrature_point(corner)[0]) < 1e-9)
            here.axis = true;
        }

    std::vector<BoundaryEdge> edges;
    std::vector<double>       angles, axis;
    for (const Sides &side : sides)
      {
        angles.push_back(side.angle);
        axis.push_back(side.axis ? 1. : 0.);
      }
    Utilities::MPI::sum(angles, triangulation.get_communicator(), angles);
    Utilities::MPI::sum(axis, triangulation.get_communicator(), axis);
    for (unsigned int i = 0; i < sides.size(); ++i)
      {
        const auto &boundaries = sides[i].boundaries;
        if (boundaries.size() < 2)
          continue;
        BoundaryEdge edge{angles[i], {{boundaries[0], boundaries[1]}}, axis[i] > 0.};
        if (edge.on_axis)
          edge.angle *= 2.;
        if (boundaries[0] != boundaries[1] || std::abs(edge.angle - numbers::PI) > tolerance)
          edges.push_back(edge);
      }
    return edges;
  }

  template std::vector<BoundaryEdge>
  boundary_edges(const Mesh<2> &, bool, double);
  template std::vector<BoundaryEdge>
  boundary_edges(const Mesh<3> &, bool, double);
} // namespace zincfield
