#pragma once

#include "solver/growth/moving_nodes.h"

namespace zincfield
{
  /** The metal at a point of quadrature of a face. */
  template <int dim>
  struct MetalPointOfFace
  {
    dealii::Point<dim>     position;    // [mesh units]
    double                 weight = 0.; // share of the surface, mesh units (2 pi r included)
    dealii::Tensor<1, dim> normal;      // out of the metal
  };

  /** A face of the metal that grows. */
  template <int dim>
  struct MetalFace
  {
    typename dealii::DoFHandler<dim>::active_cell_iterator cell;
    unsigned int                                           face = 0;
    std::vector<dealii::types::global_dof_index>           nodes;  // unknowns of the discretization on the face
    std::vector<dealii::Point<dim>>                        places; // of the nodes, on the moved mesh
    const dealii::FullMatrix<double>                      *shape;  // point, node
    std::vector<MetalPointOfFace<dim>>                     points;
  };

  /** The faces of the metal that grows on this rank, as the mesh is now. */
  template <int dim>
  class MetalFaces
  {
  public:
    explicit MetalFaces(const MovingNodes<dim> &nodes);

    /** Takes the present shape of the mesh. */
    void
    update();

    /** Takes the shape of nodes that have gone by `displacement` [mesh units, with ghosts] from where they are. */
    void
    move(const FieldVector &displacement);

    const std::vector<MetalFace<dim>> &
    list() const
    {
      return faces_;
    }

    /** The number of a face in list() by its cell and face. */
    const MetalFace<dim> &
    find(const typename dealii::DoFHandler<dim>::active_cell_iterator &cell, unsigned int face) const;

    /**
     * Volume [mesh units, 2 pi r included] that the metal gains while its nodes move by `displacement` [mesh units, with ghosts]
     * along straight lines: int_0^1 int displacement.n dS ds, exactly, of this rank.
     */
    double
    swept_volume(const FieldVector &displacement) const;

    const MovingNodes<dim> &
    nodes() const
    {
      return nodes_;
    }

    /** Vectors that span a face at a point of quadrature, d(values)/d(unit coordinates), of values at its nodes. */
    std::array<dealii::Tensor<1, dim>, dim - 1>
    tangents(const MetalFace<dim>                      &face,
             const dealii::Point<dim>                  &unit_point,
             const std::vector<dealii::Tensor<1, dim>> &values) const;

    /** The same of the shape function of node `a` of a face, along direction t. */
    double
    derivative(const MetalFace<dim>     &face,
               const dealii::Point<dim> &unit_point,
               const unsigned int        a,
               const unsigned int        t = 0) const
    {
      return nodes_.discretization().fe.shape_grad(local_nodes_[face.face][a], unit_point)[(face.face / 2 + 1 + t) % dim];
    }

    /** Unit coordinates, in the cell, of node `a` of a face. */
    const dealii::Point<dim> &
    unit_node(const MetalFace<dim> &face, const unsigned int a) const
    {
      return nodes_.discretization().fe.get_unit_support_points()[local_nodes_[face.face][a]];
    }

    /** Unit coordinates, in the cell, of the points of quadrature of a face. */
    const std::vector<dealii::Point<dim>> &
    unit_points(const unsigned int face) const
    {
      return unit_points_[face];
    }

  private:
    const MovingNodes<dim>                              &nodes_;
    std::vector<MetalFace<dim>>                          faces_;
    std::map<dealii::CellId, std::array<int, 2 * dim>>   by_cell_;
    std::array<dealii::FullMatrix<double>, 2 * dim>      shapes_; // by number of the face in its cell
    std::array<std::vector<unsigned int>, 2 * dim>       local_nodes_;
    std::array<std::vector<dealii::Point<dim>>, 2 * dim> unit_points_;
  };
} // namespace zincfield
