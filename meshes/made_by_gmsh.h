#pragma once

#include "meshes/gmsh_mesh.h"
#include "meshes/imported.h"

namespace zincfield
{
  /** A cell of ours that Gmsh meshes: "electrolyte" between "working electrode", "counter" and (where there are any) "sides". */
  class MadeByGmsh : public ImportedGeometry
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
    std::vector<std::string>
    boundary_names() const override
    {
      return {"working electrode", "counter", "sides"};
    }
    std::vector<std::string>
    material_names() const override
    {
      return {"electrolyte"};
    }
    std::vector<std::string>
    coatable_boundaries() const override
    {
      return {"working electrode"};
    }
    double
    area(const std::string &) const override
    {
      return 1.; // all have one
    }
    std::vector<dealii::Point<3>>
    tips() const override
    {
      return tips_;
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

    std::shared_ptr<GmshMesh>     mesh_;
    std::vector<dealii::Point<3>> tips_;

  private:
    template <int dim>
    void
    fill(dealii::parallel::distributed::Triangulation<dim> &triangulation) const;
  };
} // namespace zincfield
