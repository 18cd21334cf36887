#pragma once

#include "meshes/displacement.h"
#include "meshes/geometry.h"
#include "physics/coatings/defects.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/point.h>
#include <deal.II/distributed/tria.h>
#include <deal.II/fe/mapping.h>
#include <deal.II/lac/affine_constraints.h>
#include <deal.II/dofs/dof_handler.h>

#include <functional>
#include <memory>

namespace zincfield
{
  /** A coating layer to be meshed, counted from the metal outward. */
  struct MeshLayer
  {
    std::string                             name;
    std::function<double(const Location &)> thickness; // [um] along the normal, at a point of the metal surface (depth 0)
    unsigned int                            n_cells;   // across the layer, in the coarse mesh

    /** The boundary under it; empty: the metal of an extruded cell. */
    std::string boundary{};

    /** Where the layer is open, so that the solution takes its place; null: nowhere. */
    std::shared_ptr<const Defects> defects{};

    /** Depths at which these cells end, ascending to 1; empty: evenly. */
    std::vector<double> cuts{};

    /** The same, also of even ones. */
    std::vector<double>
    ends_of_cells() const
    {
      std::vector<double> ends = cuts;
      for (unsigned int k = 1; cuts.empty() && k <= n_cells; ++k)
        ends.push_back(double(k) / n_cells);
      return ends;
    }
  };

  /**
   * The mesh of a geometry with its resolved coating layers, distributed over the ranks.
   *
   * The triangulation lives in flat reference coordinates (position along the metal surface x position across the cell), where
   * layers are slabs and refinement is exact; `mapping()` carries it to the true shape, sampled at the support points of the
   * mapping degree (at least 2), so that refinement converges to the true shape. Physical coordinates are in micrometres. The
   * geometry must outlive the mesh. Throws std::runtime_error where the coating or the shape folds the mesh.
   */
  template <int dim>
  class Mesh
  {
  public:
    Mesh(const Geometry &geometry, const std::vector<MeshLayer> &layers, unsigned int mapping_degree, MPI_Comm communicator);

    dealii::parallel::distributed::Triangulation<dim> &
    triangulation();

    const dealii::parallel::distributed::Triangulation<dim> &
    triangulation() const;

    /** Refine marked cells and recompute the mapping. */
    void
    refine();

    /** Unknowns of one field in FE_Q(degree) on the mesh that the marks of now would make. */
    double
    n_dofs_once_refined(unsigned int degree) const;

    /** Recompute the mapping after a refinement done elsewhere. */
    void
    update();

    const dealii::Mapping<dim> &
    mapping() const;

    /** Moves the mesh: mappings, those of coarser meshes too, carry cells to the shape of the geometry and on by `displacement`,
     * from now on and after it has changed. Null: the shape of the geometry. A mesh that is refined has the shape of the geometry.
     */
    void
    displace(std::shared_ptr<const Displacement<dim>> displacement);

    bool
    is_displaced() const;

    /** Location::grown at a point of a face of the metal, of this mesh or of a coarser one, from now on. */
    using Grown = std::function<double(
      const typename dealii::Triangulation<dim>::cell_iterator &cell, unsigned int face, const dealii::Point<dim> &unit_point)>;
    void
    set_grown(const Grown &grown);

    /** The mapping without the displacement. */
    std::unique_ptr<dealii::Mapping<dim>>
    reference_mapping() const;

    /** Smallest determinant of the mapping's gradient over the product of the lengths of its columns, on all ranks: 1 where cells
     * are rectangular, 0 where one is flat. */
    double
    smallest_scaled_jacobian() const;

    /** The same mapping for another triangulation with the same coarse cells, such as a coarser level of a multigrid method. */
    std::unique_ptr<dealii::Mapping<dim>>
    make_mapping(const dealii::Triangulation<dim> &triangulation) const;

    /** The meshes of a multigrid method below this one, see meshes/coarsening.h. */
    std::vector<std::shared_ptr<const dealii::Triangulation<dim>>>
    coarser_meshes() const;

    /** Where a point of the unit cell of `cell` lies: physical position, height and distance_from_tip of the metal surface under
     * it, depth in its layer. */
    Location
    location(const typename dealii::Triangulation<dim>::cell_iterator &cell, const dealii::Point<dim> &unit_point) const;

    /** The same of a point of a face on the metal, with the principal curvatures of the metal there. */
    Location
    surface_location(const typename dealii::Triangulation<dim>::cell_iterator &cell,
                     unsigned int                                              face,
                     const dealii::Point<dim>                                 &unit_point) const;

    /** By material id: the geometry's materials, then the layers from the metal outward. */
    const std::vector<std::string> &
    material_names() const;

    /** By boundary id. */
    const std::vector<std::string> &
    boundary_names() const;

    /** Area of the base plane of the cell (projected electrode area): um in 2-D (per depth), um^2 axisymmetric (pi R^2) and 3-D. */
    double
    footprint() const;

    /** Identify the unknowns of opposite periodic sides (no-op without any). */
    void
    make_periodicity_constraints(const dealii::DoFHandler<dim> &dof_handler, dealii::AffineConstraints<double> &constraints) const;

  private:
    struct Implementation;
    std::shared_ptr<Implementation> implementation_;
  };
} // namespace zincfield
