#pragma once

#include <deal.II/distributed/tria.h>

#include <memory>
#include <vector>

namespace zincfield
{
  /**
   * The meshes below `finest`, each coarsened everywhere by one refinement from the next, the coarsest first; hanging nodes remain.
   * `coarse_cells` has the cells of level 0 alone. They are built from these, and hold no room for cells that are gone as a mesh
   * does that has been coarsened itself.
   */
  template <int dim>
  std::vector<std::shared_ptr<const dealii::Triangulation<dim>>>
  coarsened(const dealii::parallel::distributed::Triangulation<dim> &finest,
            const dealii::parallel::distributed::Triangulation<dim> &coarse_cells);
} // namespace zincfield
