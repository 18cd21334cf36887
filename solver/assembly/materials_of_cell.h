#pragma once

#include "solver/assembly/cell_model.h"

namespace zincfield
{
  /** The material id of the solution: an imported mesh may list it after others. */
  inline unsigned int
  material_of_solution(const CellModel &model)
  {
    const unsigned int n_materials = model.data.geometry->material_names().size();
    unsigned int       solution    = 0;
    while (solution + 1 < n_materials && model.transport->material(solution))
      ++solution;
    return solution;
  }

  /** Material ids of the film with a mesh on the working electrode, from the metal outward; none: there is no such film. Where the
   * metal grows, the matrix of this film moves with the nodes of its mesh. */
  inline std::vector<unsigned int>
  riding_film(const CellModel &model)
  {
    for (const BoundaryLaw &boundary : model.boundaries)
      if (boundary.condition == Condition::electrode && boundary.coating && boundary.representation == Representation::resolved)
        return boundary.layer_materials;
    return {};
  }
} // namespace zincfield
