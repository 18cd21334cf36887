#pragma once

#include "meshes/mesh.h"

#include <deal.II/grid/cell_id.h>

#include <boost/signals2/connection.hpp>

#include <vector>

namespace zincfield
{
  /** One step of refinement: the cells that it refined and those that it coarsened. */
  struct RefinementStep
  {
    std::vector<dealii::CellId::binary_type> refined, coarsened;
  };

  /**
   * Writes down every refinement of a mesh, from its coarse mesh on, whoever asks for it. Repeating the steps gives the same mesh
   * with the same numbering of cells, which a mesh that is built at once would not have; so that a solution goes on bit for bit.
   * Each rank keeps the steps of the cells that it owned. The mesh outlives its history.
   */
  template <int dim>
  class MeshHistory
  {
  public:
    explicit MeshHistory(Mesh<dim> &mesh);
    MeshHistory(const MeshHistory &) = delete;

    /** Of this rank. */
    const std::vector<RefinementStep> &
    steps() const
    {
      return steps_;
    }

    /** Does the steps again, on a mesh that is coarse still; `steps` holds those of all ranks. */
    void
    repeat(const std::vector<RefinementStep> &steps);

    Mesh<dim> &
    mesh() const
    {
      return mesh_;
    }

    /** Checksum of the coarse mesh: of its vertices, cells, materials and boundaries. */
    std::string
    coarse_mesh() const;

  private:
    Mesh<dim>                         &mesh_;
    std::vector<RefinementStep>        steps_;
    boost::signals2::scoped_connection connection_;
  };
} // namespace zincfield
