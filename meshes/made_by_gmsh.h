#pragma once

#include "meshes/gmsh_mesh.h"
#include "meshes/ready_cell.h"

namespace zincfield
{
  /** A cell of ours that Gmsh meshes. */
  class MadeByGmsh : public ReadyCell
  {
  public:
    unsigned int
    dimension() const override
    {
      return mesh_ ? mesh_->dimension : 2;
    }
    bool
    axisymmetric() const override
    {
      return false;
    }
    Middles
    middles() const override
    {
      return mesh_->middles;
    }
    void
    create(dealii::parallel::distributed::Triangulation<2> &triangulation) const override
    {
      fill(triangulation);
    }
    void
    create(dealii::parallel::distributed::Triangulation<3> &triangulation) const override
    {
      fill(triangulation);
    }

  protected:
    /** Has Gmsh mesh a geometry in its language, in micrometres. Throws std::runtime_error with what Gmsh says. */
    void
    mesh_by_gmsh(const std::string &description);

    std::shared_ptr<GmshMesh> mesh_;

  private:
    template <int dim>
    void
    fill(dealii::parallel::distributed::Triangulation<dim> &triangulation) const;
  };
} // namespace zincfield
