#pragma once

#include "solver/growth/moving_nodes.h"

namespace zincfield
{
  /** Shares of nodes of the metal (of no hanging ones) in a value at a point of it. */
  using WeightsOfMetal = std::vector<std::pair<dealii::types::global_dof_index, double>>;

  /**
   * Where the film with a mesh stands on the metal. Its cells lie in columns of coarse cells, one upon the other from the metal
   * outward; a point has its foot where its column's coordinates along the metal are the same. The metal there may belong to
   * another rank.
   */
  template <int dim>
  class FilmFeet
  {
  public:
    /** A node of the film above the metal. */
    struct Node
    {
      dealii::types::global_dof_index node = 0;
      dealii::Point<dim>              place;  // on the mesh at rest [mesh units]
      dealii::Tensor<1, dim>          offset; // from its foot, likewise
      WeightsOfMetal                  foot;
      bool                            is_outer = false; // beside the solution
    };

    /** On the mesh at rest. Throws SolverError where a cell of the film stands on no metal. */
    explicit FilmFeet(const MovingNodes<dim> &nodes);

    /** The owned nodes above the metal, without hanging ones. */
    const std::vector<Node> &
    nodes() const
    {
      return nodes_;
    }

    /** The foot of a point of the unit cell of a film's cell. */
    WeightsOfMetal
    foot(const typename dealii::Triangulation<dim>::cell_iterator &cell, const dealii::Point<dim> &unit_point) const
    {
      return at(cell, unit_point).first;
    }

    /** Nodes of the metal below the film of this rank, once found; owned or not. */
    const dealii::IndexSet &
    metal() const
    {
      return metal_;
    }

  private:
    /** A coarse cell of the film: its face towards the metal, and where on the metal's coarse cell its corners stand. */
    struct Column
    {
      unsigned int                    metal_cell = 0, metal_face = 0, lower_face = 0;
      std::vector<dealii::Point<dim>> corners; // unit coordinates
    };

    /** An active face of the metal under the film, of any rank. */
    struct Face
    {
      unsigned int                    cell = 0, face = 0; // of the coarse mesh
      dealii::Point<dim>              low;                // of the active cell, in the coarse one
      double                          size = 1.;
      std::vector<dealii::Point<dim>> places; // of its nodes, at rest
      std::vector<WeightsOfMetal>     nodes;

      template <class Archive>
      void
      serialize(Archive &archive, const unsigned int)
      {
        archive &cell &face &low &size &places &nodes;
      }
    };

    void
    find_columns();
    void
    gather_faces();
    void
    find_nodes();

    /** Weights and place of a foot. */
    std::pair<WeightsOfMetal, dealii::Point<dim>>
    at(const typename dealii::Triangulation<dim>::cell_iterator &cell, const dealii::Point<dim> &unit_point) const;

    const MovingNodes<dim>                                            &moving_;
    std::map<unsigned int, Column>                                     columns_; // by coarse cell
    std::map<std::pair<unsigned int, unsigned int>, std::vector<Face>> faces_;   // by coarse cell and face
    std::array<std::vector<unsigned int>, 2 * dim>                     on_face_; // nodes of a cell on its faces
    std::vector<Node>                                                  nodes_;
    dealii::IndexSet                                                   metal_;
  };
} // namespace zincfield
