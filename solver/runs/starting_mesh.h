#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"
#include "solver/results/run_log.h"

#include <memory>
#include <string>

namespace zincfield
{
  /** The coarse mesh, or an InputError that names what in the input folds it. */
  template <int dim>
  std::unique_ptr<Mesh<dim>>
  coarse_mesh(const Case &data, const CellModel &model);

  /** Carries out the `Initial refinements` of a coarse mesh. Throws InputError, before the first one, where so fine a mesh has no
   * room. */
  template <int dim>
  void
  refine_initially(Mesh<dim> &mesh, const Case &data, const CellModel &model);

  /** Refines the mesh of grown metal where fields have a past, which no error estimate refines later: until faces of the metal are
   * at most half again as long as in a mesh of `n_faces` of them, as far as `Maximum unknowns` allows. */
  template <int dim>
  void
  refine_along_metal(Mesh<dim> &mesh, const Case &data, const CellModel &model, double n_faces);

  /** Writes the mesh into the folder of its variant, to be looked at. */
  template <int dim>
  void
  write_mesh(Mesh<dim> &mesh, const std::string &directory, RunLog &log);

  /** Throws MachineError where so many unknowns find no memory: on the coarse mesh, or on one that was refined further than was
   * foreseen. */
  void
  require_memory(double unknowns);
} // namespace zincfield
