#include "solver/growth/surface_faces.h"

#include <deal.II/base/qprojector.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The area vector of a parallelogram (in a plane: of a line). */
    Tensor<1, 2>
    area_vector(const std::array<Tensor<1, 2>, 1> &tangents)
    {
      return cross_product_2d(tangents[0]);
    }
    Tensor<1, 3>
    area_vector(const std::array<Tensor<1, 3>, 2> &tangents)
    {
      return cross_product_3d(tangents[0], tangents[1]);
    }
  } // namespace

  template <int dim>
  MetalFaces<dim>::MetalFaces(const MovingNodes<dim> &nodes)
    : nodes_(nodes)
  {
    const auto &discretization = nodes.discretization();
    const auto &fe             = discretization.fe;
    for (unsigned int f = 0; f < 2 * dim; ++f)
      {
        for (unsigned int i = 0; i < fe.dofs_per_cell; ++i)
          if (fe.has_support_on_face(i, f))
            local_nodes_[f].push_back(i);
        unit_points_[f] =
          QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), discretization.face_quadrature, f).get_points();
        shapes_[f].reinit(unit_points_[f].size(), local_nodes_[f].size());
        for (unsigned int q = 0; q < unit_points_[f].size(); ++q)
          for (unsigned int a = 0; a < local_nodes_[f].size(); ++a)
            shapes_[f](q, a) = fe.shape_value(local_nodes_[f][a], unit_points_[f][q]);
      }
    std::vector<types::global_dof_index> dofs(fe.dofs_per_cell);
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->at_boundary(f) && !cell->has_periodic_neighbor(f) && cell->face(f)->boundary_id() == nodes.electrode())
            {
              MetalFace<dim> face;
              face.cell  = cell;
              face.face  = f;
              face.shape = &shapes_[f];
              cell->get_dof_indices(dofs);
              for (const unsigned int i : local_nodes_[f])
                face.nodes.push_back(dofs[i]);
              auto [entry, is_new] = by_cell_.try_emplace(cell->id());
              if (is_new)
                entry->second.fill(-1);
              entry->second[f] = faces_.size();
              faces_.push_back(std::move(face));
            }
    update();
  }

  template <int dim>
  void
  MetalFaces<dim>::update()
  {
    const auto       &discretization = nodes_.discretization();
    const auto       &support        = discretization.fe.get_unit_support_points();
    FEFaceValues<dim> values(discretization.mapping(), discretization.fe, discretization.face_quadrature,
                             update_quadrature_points | update_JxW_values | update_normal_vectors);
    for (MetalFace<dim> &face : faces_)
      {
        face.places.clear();
        for (const unsigned int i : local_nodes_[face.face])
          face.places.push_back(discretization.mapping().transform_unit_to_real_cell(face.cell, support[i]));
        values.reinit(face.cell, face.face);
        face.points.resize(values.n_quadrature_points);
        for (unsigned int q = 0; q < face.points.size(); ++q)
          {
            face.points[q].position = values.quadrature_point(q);
            face.points[q].weight =
              values.JxW(q) * (discretization.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
            face.points[q].normal = -values.normal_vector(q);
          }
      }
  }

  template <int dim>
  void
  MetalFaces<dim>::move(const FieldVector &displacement)
  {
    const auto &discretization = nodes_.discretization();
    for (MetalFace<dim> &face : faces_)
      {
        const auto &unit_points = unit_points_[face.face];
        const auto  vector_at   = [&](const unsigned int q) {
          return area_vector(tangents(face, unit_points[q], {face.places.begin(), face.places.end()}));
        };
        const double side = vector_at(0) * face.points.front().normal > 0. ? 1. : -1.;
        for (unsigned int a = 0; a < face.nodes.size(); ++a)
          for (unsigned int d = 0; d < dim; ++d)
            face.places[a][d] += displacement(dim * face.nodes[a] + d);
        for (unsigned int q = 0; q < unit_points.size(); ++q)
          {
            const Tensor<1, dim>   area  = vector_at(q);
            MetalPointOfFace<dim> &point = face.points[q];
            point.position               = Point<dim>();
            for (unsigned int a = 0; a < face.nodes.size(); ++a)
              point.position += (*face.shape)(q, a) * face.places[a];
            point.normal = side * area / area.norm();
            point.weight = discretization.face_quadrature.weight(q) * area.norm() *
                           (discretization.axisymmetric ? 2. * numbers::PI * point.position[0] : 1.);
          }
      }
  }

  template <int dim>
  const MetalFace<dim> &
  MetalFaces<dim>::find(const typename DoFHandler<dim>::active_cell_iterator &cell, const unsigned int face) const
  {
    return faces_[by_cell_.at(cell->id())[face]];
  }

  template <int dim>
  std::array<Tensor<1, dim>, dim - 1>
  MetalFaces<dim>::tangents(const MetalFace<dim>              &face,
                            const Point<dim>                  &unit_point,
                            const std::vector<Tensor<1, dim>> &values) const
  {
    std::array<Tensor<1, dim>, dim - 1> result;
    const unsigned int                  across = face.face / 2;
    for (unsigned int a = 0; a < values.size(); ++a)
      {
        const Tensor<1, dim> gradient = nodes_.discretization().fe.shape_grad(local_nodes_[face.face][a], unit_point);
        for (unsigned int t = 0; t < dim - 1; ++t)
          result[t] += gradient[(across + 1 + t) % dim] * values[a];
      }
    return result;
  }

  template <int dim>
  double
  MetalFaces<dim>::swept_volume(const FieldVector &displacement) const
  {
    const auto           &discretization = nodes_.discretization();
    const auto           &fe             = discretization.fe;
    const QGauss<dim - 1> on_face(2 * fe.degree); // exact for what follows, axisymmetric or in space
    const QGauss<1>       along(3);
    double                sum = 0.;
    for (const MetalFace<dim> &face : faces_)
      {
        const auto unit = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), on_face, face.face);
        std::vector<Tensor<1, dim>> start, moved;
        for (unsigned int a = 0; a < face.nodes.size(); ++a)
          {
            start.emplace_back(face.places[a]);
            Tensor<1, dim> by;
            for (unsigned int d = 0; d < dim; ++d)
              by[d] = displacement(dim * face.nodes[a] + d);
            moved.push_back(by);
          }
        // the side that the metal is on, the same all over the face, however it bends: from a point whose normal is known
        const double side =
          area_vector(tangents(face, unit_points_[face.face].front(), start)) * face.points.front().normal > 0. ? 1. : -1.;
        for (unsigned int q = 0; q < unit.size(); ++q)
          {
            const Point<dim> point   = unit.point(q);
            const auto       t_start = tangents(face, point, start), t_moved = tangents(face, point, moved);
            Tensor<1, dim>   position, by;
            for (unsigned int a = 0; a < face.nodes.size(); ++a)
              {
                const double shape = fe.shape_value(local_nodes_[face.face][a], point);
                position += shape * start[a];
                by += shape * moved[a];
              }
            for (unsigned int s = 0; s < along.size(); ++s)
              {
                const double share = along.point(s)[0];
                auto         t     = t_start;
                for (unsigned int k = 0; k < dim - 1; ++k)
                  t[k] += share * t_moved[k];
                const double around = discretization.axisymmetric ? 2. * numbers::PI * (position[0] + share * by[0]) : 1.;
                sum += side * (by * area_vector(t)) * around * on_face.weight(q) * along.weight(s);
              }
          }
      }
    return sum;
  }

  template class MetalFaces<2>;
  template class MetalFaces<3>;
} // namespace zincfield
