#include "solver/assembly/block_matrices.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  over_matrices(const JacobianTable<dim>     &jacobian,
                const std::vector<FaceTable> &tables,
                const AssemblyContext<dim>   &context,
                const unsigned int            row,
                const unsigned int            column,
                const AddMatrix              &add)
  {
    const auto                          &matrix_free = context.discretization.matrix_free;
    const auto                          &numbering   = matrix_free.get_shape_info().lexicographic_numbering;
    const unsigned int                   n_dofs = context.discretization.fe.dofs_per_cell, lanes = VectorizedArray<double>::size();
    std::vector<types::global_dof_index> dofs(n_dofs), ordered(n_dofs);
    const auto                           read = [&](const typename DoFHandler<dim>::cell_iterator &cell) {
      cell->get_dof_indices(dofs);
      for (unsigned int i = 0; i < n_dofs; ++i)
        ordered[i] = dofs[numbering[i]];
    };

    std::vector<FullMatrix<double>> matrices;
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        const unsigned int place = batch * lanes;
        if (place % cells_at_once == 0)
          jacobian.cell_matrices(place / cells_at_once, row, column, matrices);
        for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
          {
            read(matrix_free.get_cell_iterator(batch, v));
            add(ordered, matrices[place % cells_at_once + v]);
          }
      }

    for (const FaceTable &table : tables)
      for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(table.face); ++v)
        {
          const auto &face = jacobian.faces[table.first + v];
          read(matrix_free.get_face_iterator(table.face, v).first);
          std::vector<types::global_dof_index> on_face;
          for (const unsigned int i : face.nodes)
            on_face.push_back(ordered[i]);
          add(on_face, jacobian.face_matrix(face, row, column));
        }
  }

  template void
  over_matrices(const JacobianTable<2> &,
                const std::vector<FaceTable> &,
                const AssemblyContext<2> &,
                unsigned int,
                unsigned int,
                const AddMatrix &);
  template void
  over_matrices(const JacobianTable<3> &,
                const std::vector<FaceTable> &,
                const AssemblyContext<3> &,
                unsigned int,
                unsigned int,
                const AddMatrix &);
} // namespace zincfield
