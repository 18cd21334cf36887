#pragma once

#include "solver/assembly/face_tables.h"

#include <functional>

namespace zincfield
{
  /** Takes the matrix of a cell or face, with its rows and columns numbered as in the scalar space. */
  using AddMatrix = std::function<void(const std::vector<dealii::types::global_dof_index> &, const dealii::FullMatrix<double> &)>;

  /** Calls add(unknowns, matrix) for the entries of block (row, column) of a tabulated Jacobian on each cell and each face of an
   * electrode. */
  template <int dim>
  void
  over_matrices(const JacobianTable<dim>     &jacobian,
                const std::vector<FaceTable> &tables,
                const AssemblyContext<dim>   &context,
                unsigned int                  row,
                unsigned int                  column,
                const AddMatrix              &add);
} // namespace zincfield
