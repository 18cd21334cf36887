#include "solver/assembly/assembly_context.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  AssemblyContext<dim>::AssemblyContext(const Discretization<dim> &discretization, const CellModel &model)
    : discretization(discretization)
    , model(model)
    , transport(*model.transport)
    , n_fields(model.transport->n_fields())
    , potential(model.transport->potential())
    , accumulation_rows(model.data.is_transient() || model.data.impedance.wanted() ? model.transport->rows_with_accumulation() : 0)
    , displaces_in_time(model.data.is_transient() && model.transport->traits().displaces_in_time)
  {}

  template <int dim>
  void
  AssemblyContext<dim>::reinit()
  {
    n_cell_points = discretization.quadrature.size();
    n_face_points = discretization.face_quadrature.size();
    electrons     = electronic_reference(discretization, model);

    uniform_properties_.clear();
    for (unsigned int m = 0; m < discretization.mesh.material_names().size(); ++m)
      uniform_properties_.push_back(transport.uniform(m) ? transport.properties(m, Location()) : Properties{});

    const unsigned int n_batches = discretization.matrix_free.n_cell_batches();
    batch_material_.resize(n_batches);
    varying_properties_.clear();
    layer_normals_.clear();
    Cells cells(discretization.matrix_free);
    for (unsigned int batch = 0; batch < n_batches; ++batch)
      {
        batch_material_[batch] = discretization.matrix_free.get_cell_iterator(batch, 0)->material_id();
        if (!transport.uniform(batch_material_[batch]))
          tabulate_properties(batch);
        bool stretches = false;
        for (unsigned int f = 0; f < n_fields; ++f)
          stretches = stretches || transport.anisotropy(batch_material_[batch], f) != 1.;
        if (stretches)
          tabulate_layer_normals(batch, cells);
      }
  }

  template <int dim>
  void
  AssemblyContext<dim>::tabulate_properties(const unsigned int batch)
  {
    const auto &matrix_free = discretization.matrix_free;
    const auto &points      = discretization.quadrature.get_points(); // lexicographic
    varying_properties_.resize(matrix_free.n_cell_batches());
    varying_properties_[batch].resize(n_cell_points * Number::size());
    for (unsigned int v = 0; v < Number::size(); ++v)
      {
        const auto cell = matrix_free.get_cell_iterator(batch, v < matrix_free.n_active_entries_per_cell_batch(batch) ? v : 0);
        for (unsigned int q = 0; q < n_cell_points; ++q)
          varying_properties_[batch][q * Number::size() + v] =
            transport.properties(batch_material_[batch], discretization.mesh.location(cell, points[q]));
      }
  }

  template <int dim>
  void
  AssemblyContext<dim>::tabulate_layer_normals(const unsigned int batch, Cells &cells)
  {
    cells.reinit(batch);
    layer_normals_.resize(discretization.matrix_free.n_cell_batches());
    layer_normals_[batch].resize(n_cell_points);
    for (unsigned int q = 0; q < n_cell_points; ++q)
      {
        // The last reference coordinate runs across the layer: its gradient is normal to the layer.
        Tensor<1, dim, Number> across;
        for (unsigned int d = 0; d < dim; ++d)
          across[d] = cells.inverse_jacobian(q)[d][dim - 1];
        layer_normals_[batch][q] = across / across.norm();
      }
  }

  template <int dim>
  void
  AssemblyContext<dim>::stretch(const unsigned int      batch,
                                const unsigned int      q,
                                const double            anisotropy,
                                Tensor<1, dim, Number> &gradient) const
  {
    if (layer_normals_.empty() || layer_normals_[batch].empty())
      return;
    const Tensor<1, dim, Number> &normal = layer_normals_[batch][q];
    const Number                  a      = Number(anisotropy);
    const Number                  across = (Number(1.) - a) * (normal * gradient);
    gradient *= a;
    gradient += across * normal;
  }

  template <int dim>
  VectorizedArray<double>
  AssemblyContext<dim>::permittivity(const unsigned int batch, const unsigned int q) const
  {
    const unsigned int     material = batch_material_[batch];
    const CoatingMaterial *film     = transport.material(material);
    const bool             varies   = film && film->relative_permittivity && !film->relative_permittivity->is_constant();
    const auto            &points   = discretization.quadrature.get_points();
    Number                 epsilon  = Number(0.);
    for (unsigned int v = 0; v < discretization.matrix_free.n_active_entries_per_cell_batch(batch); ++v)
      epsilon[v] = transport.permittivity(
        material,
        varies ? discretization.mesh.location(discretization.matrix_free.get_cell_iterator(batch, v), points[q]) : Location());
    return epsilon;
  }

  template class AssemblyContext<2>;
  template class AssemblyContext<3>;
} // namespace zincfield
