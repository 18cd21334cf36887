#include "solver/discretization/discretization.h"

#include <deal.II/dofs/dof_renumbering.h>
#include <deal.II/dofs/dof_tools.h>

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  Discretization<dim>::Discretization(Mesh<dim> &mesh, const unsigned int degree, const bool axisymmetric)
    : mesh(mesh)
    , axisymmetric(axisymmetric)
    , fe(degree)
    , quadrature(degree + 1)
    , face_quadrature(degree + 1)
    , dof_handler(mesh.triangulation())
  {
    reinit();
  }

  template <int dim>
  Discretization<dim>::Discretization(Mesh<dim>                                &mesh,
                                      std::shared_ptr<const Triangulation<dim>> triangulation,
                                      const unsigned int                        degree,
                                      const bool                                axisymmetric)
    : mesh(mesh)
    , axisymmetric(axisymmetric)
    , fe(degree)
    , quadrature(degree + 1)
    , face_quadrature(degree + 1)
    , dof_handler(*triangulation)
    , level_triangulation_(std::move(triangulation))
    , level_mapping_(mesh.make_mapping(*level_triangulation_))
  {
    reinit();
  }

  template <int dim>
  void
  Discretization<dim>::reinit()
  {
    dof_handler.distribute_dofs(fe);

    IndexSet relevant;
    DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
    constraints.clear();
    constraints.reinit(relevant);
    DoFTools::make_hanging_node_constraints(dof_handler, constraints);
    mesh.make_periodicity_constraints(dof_handler, constraints);
    constraints.close();

    typename MatrixFree<dim, double>::AdditionalData data;
    data.tasks_parallel_scheme = MatrixFree<dim, double>::AdditionalData::none;
    data.mapping_update_flags  = update_gradients | update_JxW_values | (axisymmetric ? update_quadrature_points : update_default);
    data.mapping_update_flags_boundary_faces  = update_values | update_JxW_values | update_quadrature_points;
    data.cell_vectorization_categories_strict = true; // one material a batch
    data.cell_vectorization_category.resize(dof_handler.get_triangulation().n_active_cells());
    for (const auto &cell : dof_handler.get_triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        data.cell_vectorization_category[cell->active_cell_index()] = cell->material_id();
    matrix_free.reinit(mapping(), dof_handler, constraints, QGauss<1>(fe.degree + 1), data);
  }

  template <int dim>
  void
  Discretization<dim>::move()
  {
    matrix_free.update_mapping(mapping());
  }

  template <int dim>
  void
  Discretization<dim>::initialize(StateVector &state, const unsigned int n_fields) const
  {
    state.reinit(n_fields);
    for (unsigned int f = 0; f < n_fields; ++f)
      matrix_free.initialize_dof_vector(state.block(f));
    state.collect_sizes();
  }

  template class Discretization<2>;
  template class Discretization<3>;
} // namespace zincfield
