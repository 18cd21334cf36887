#include "physics/constants.h"
#include "solver/assembly/operator.h"

#include <deal.II/base/qprojector.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <numeric>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Numbers of the points of `values` in the order of `points`: FEFaceEvaluation may number them differently from FEFaceValues. */
    template <int dim>
    std::vector<unsigned int>
    match_points(const FEFaceValues<dim> &values, const std::vector<Point<dim>> &points)
    {
      std::vector<unsigned int> result(points.size());
      for (unsigned int i = 0; i < points.size(); ++i)
        {
          unsigned int nearest = 0;
          for (unsigned int j = 1; j < points.size(); ++j)
            if (values.quadrature_point(j).distance_square(points[i]) < values.quadrature_point(nearest).distance_square(points[i]))
              nearest = j;
          result[i] = nearest;
        }
      return result;
    }
  } // namespace

  template <int dim>
  void
  Operator<dim>::reinit()
  {
    const auto &matrix_free = discretization_.matrix_free;
    const auto &mesh        = discretization_.mesh;
    n_cell_points_          = discretization_.quadrature.size();
    n_face_points_          = discretization_.face_quadrature.size();
    boundary_flux_.assign(model_.boundaries.size(), {});
    displacement_current_.assign(model_.boundaries.size(), 0.);

    uniform_properties_.clear();
    for (unsigned int m = 0; m < mesh.material_names().size(); ++m)
      uniform_properties_.push_back(transport_.uniform(m) ? transport_.properties(m, Location()) : Properties{});

    const unsigned int n_batches = matrix_free.n_cell_batches();
    batch_material_.resize(n_batches);
    varying_properties_.clear();
    layer_normals_.clear();
    Cells      cells(matrix_free);
    const auto lexicographic = discretization_.quadrature.get_points();
    for (unsigned int batch = 0; batch < n_batches; ++batch)
      {
        const unsigned int material = matrix_free.get_cell_iterator(batch, 0)->material_id();
        batch_material_[batch]      = material;
        if (!transport_.uniform(material))
          {
            varying_properties_.resize(n_batches);
            varying_properties_[batch].resize(n_cell_points_ * Number::size());
            for (unsigned int v = 0; v < Number::size(); ++v)
              {
                const auto cell = matrix_free.get_cell_iterator(batch, v < matrix_free.n_active_entries_per_cell_batch(batch) ? v : 0);
                for (unsigned int q = 0; q < n_cell_points_; ++q)
                  varying_properties_[batch][q * Number::size() + v] = transport_.properties(material, mesh.location(cell, lexicographic[q]));
              }
          }
        if (transport_.anisotropy(material) != 1.)
          {
            cells.reinit(batch);
            layer_normals_.resize(n_batches);
            layer_normals_[batch].resize(n_cell_points_);
            for (unsigned int q = 0; q < n_cell_points_; ++q)
              {
                // The last reference coordinate runs across the layer: its gradient is normal to the layer.
                Tensor<1, dim, Number> across;
                for (unsigned int d = 0; d < dim; ++d)
                  across[d] = cells.inverse_jacobian(q)[d][dim - 1];
                layer_normals_[batch][q] = across / across.norm();
              }
          }
      }

    table_.reinit(discretization_, n_);
    change_.resize(n_);
    product_.resize(n_);
    for (unsigned int f = 0; f < n_; ++f)
      {
        table_.numbering().initialize(change_[f]);
        table_.numbering().initialize(product_[f]);
      }
    tabulate_metric();

    electrode_faces_.clear();
    n_film_entries_ = 0;
    Faces                faces(matrix_free, true);
    FEFaceValues<dim>    values(discretization_.mapping(), discretization_.fe, discretization_.face_quadrature, update_quadrature_points);
    FieldVector          tested;
    matrix_free.initialize_dof_vector(tested);
    surface_area_            = 0.;
    const unsigned int first = matrix_free.n_inner_face_batches();
    for (unsigned int face = first; face < first + matrix_free.n_boundary_face_batches(); ++face)
      {
        const unsigned int id       = matrix_free.get_boundary_id(face);
        const BoundaryLaw &boundary = model_.boundaries[id];
        if (!boundary.law)
          continue;
        const unsigned int n_active = matrix_free.n_active_entries_per_face_batch(face);
        faces.reinit(face);
        if (id == working_)
          {
            for (unsigned int q = 0; q < n_face_points_; ++q)
              {
                const Number w = weight(faces, q);
                faces.submit_value(w, q);
                for (unsigned int v = 0; v < n_active; ++v)
                  surface_area_ += w[v] * faces.JxW(q)[v];
              }
            faces.integrate_scatter(EvaluationFlags::values, tested);
          }
        if (model_.prescribes_potential(id))
          continue;

        FaceTable table;
        table.face     = face;
        table.boundary = id;
        table.points.resize(n_face_points_ * Number::size());
        table.states.resize(n_face_points_ * Number::size());
        for (unsigned int v = 0; v < n_active; ++v)
          {
            const auto cell_and_face = matrix_free.get_face_iterator(face, v);
            values.reinit(typename Triangulation<dim>::cell_iterator(cell_and_face.first), cell_and_face.second);
            std::vector<Point<dim>> points(n_face_points_);
            for (unsigned int q = 0; q < n_face_points_; ++q)
              for (unsigned int d = 0; d < dim; ++d)
                points[q][d] = faces.quadrature_point(q)[d][v];
            const Quadrature<dim> unit = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), discretization_.face_quadrature, cell_and_face.second);
            table.order.push_back(match_points(values, points));
            for (unsigned int q = 0; q < n_face_points_; ++q)
              table.points[q * Number::size() + v] = model_.surface_point(id, mesh.surface_location(cell_and_face.first, cell_and_face.second, unit.point(table.order[v][q])));
          }
        table.first_entry = n_film_entries_;
        table.n_entries   = table.points[0].slabs.size() * n_;
        n_film_entries_ += table.points.size() * table.n_entries;
        electrode_faces_.push_back(std::move(table));
      }
    tabulate_faces();
    tested.compress(VectorOperation::add);
    surface_norm_ = tested.l2_norm();
    surface_area_ = Utilities::MPI::sum(surface_area_, discretization_.dof_handler.get_communicator());

    constrained_.clear();
    const auto &owned = discretization_.dof_handler.locally_owned_dofs();
    for (const auto i : owned)
      if (discretization_.constraints.is_constrained(i))
        constrained_.push_back(owned.index_within_set(i));

    prescribed_.clear();
    std::vector<bool> taken(owned.n_elements(), false);
    std::vector<unsigned int> ids(model_.boundaries.size()); // the bulk first: it prescribes the ions as well
    std::iota(ids.begin(), ids.end(), 0);
    std::stable_partition(ids.begin(), ids.end(), [&](const unsigned int id) { return model_.is_bulk(id); });
    for (const unsigned int id : ids)
      if (model_.prescribes_potential(id))
        {
          const IndexSet dofs = DoFTools::extract_boundary_dofs(discretization_.dof_handler, ComponentMask(), {static_cast<types::boundary_id>(id)});
          for (const auto i : dofs)
            {
              if (!owned.is_element(i) || discretization_.constraints.is_constrained(i))
                continue;
              const unsigned int local = owned.index_within_set(i);
              if (taken[local])
                continue;
              taken[local] = true;
              for (unsigned int f = model_.is_bulk(id) ? 0 : potential_; f < n_; ++f)
                prescribed_.push_back({f, local,
                                       model_.boundaries[id].condition == Condition::electrode ? PrescribedUnknown::Source::electrode_potential :
                                                                                                  PrescribedUnknown::Source::value,
                                       id, model_.boundaries[id].wall_potential.value_or(0.) / transport_.fields()[f].scale});
            }
        }
    hold_absent_ions();
    tabulate_amounts();
    tabulate_loads();
    tabulate_polarisation();
  }

  template <int dim>
  void
  Operator<dim>::tabulate_metric()
  {
    const auto &matrix_free = discretization_.matrix_free;
    Cells       cells(matrix_free);
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        cells.reinit(batch);
        for (unsigned int q = 0; q < n_cell_points_; ++q)
          {
            const Tensor<2, dim, Number> inverse = cells.inverse_jacobian(q);
            const Number                 w       = weight(cells, q) * cells.JxW(q);
            std::array<Tensor<1, dim, Number>, dim> direction, stretched; // gradient of each unit coordinate
            for (unsigned int e = 0; e < dim; ++e)
              {
                for (unsigned int d = 0; d < dim; ++d)
                  direction[e][d] = inverse[d][e];
                stretched[e] = direction[e];
                stretch(batch, q, stretched[e]);
              }
            for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
              {
                SymmetricTensor<2, dim> metric;
                for (unsigned int d = 0; d < dim; ++d)
                  for (unsigned int e = d; e < dim; ++e)
                    metric[d][e] = ((direction[d] * stretched[e]) * w)[v];
                table_.set_metric(batch * Number::size() + v, q, metric);
              }
          }
      }
  }

  template <int dim>
  void
  Operator<dim>::tabulate_faces()
  {
    const auto        &matrix_free = discretization_.matrix_free;
    const unsigned int n_1d = discretization_.degree() + 1, n_dofs = discretization_.fe.dofs_per_cell;
    Faces              faces(matrix_free, true);
    table_.faces.clear();
    face_shapes_.clear();
    for (FaceTable &table : electrode_faces_)
      {
        faces.reinit(table.face);
        const unsigned int        number = faces.get_face_no();
        std::vector<unsigned int> nodes; // in lexicographic order of the cell, those on the face
        for (unsigned int i = 0; i < n_dofs; ++i)
          if (i / Utilities::pow(n_1d, number / 2) % n_1d == (number % 2) * (n_1d - 1))
            nodes.push_back(i);
        if (face_shapes_.count(number) == 0)
          {
            FullMatrix<double> shape(n_face_points_, nodes.size());
            for (unsigned int j = 0; j < nodes.size(); ++j)
              {
                for (unsigned int i = 0; i < n_dofs; ++i)
                  faces.begin_dof_values()[i] = Number(i == nodes[j] ? 1. : 0.);
                faces.evaluate(EvaluationFlags::values);
                for (unsigned int q = 0; q < n_face_points_; ++q)
                  shape(q, j) = faces.get_value(q)[0];
              }
            face_shapes_[number] = shape;
          }
        table.first = table_.faces.size();
        for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(table.face); ++v)
          {
            typename JacobianTable<dim>::Face face;
            face.boundary = table.boundary;
            face.nodes    = nodes;
            for (const unsigned int i : nodes)
              face.unknowns.push_back(table_.numbering().unknown(matrix_free.get_face_info(table.face).cells_interior[v], i));
            for (unsigned int f = 0; f < n_; ++f)
              for (unsigned int g = 0; g <= n_; ++g)
                face.blocks.emplace_back(nodes.size(), g < n_ ? nodes.size() : 1);
            table_.faces.push_back(std::move(face));
          }
      }
  }

  template <int dim>
  void
  Operator<dim>::assemble(const unsigned int                                                                                            row,
                          const unsigned int                                                                                            column,
                          const std::function<void(const std::vector<types::global_dof_index> &, const FullMatrix<double> &)> &add) const
  {
    const auto                          &matrix_free = discretization_.matrix_free;
    const auto                          &numbering   = matrix_free.get_shape_info().lexicographic_numbering;
    const unsigned int                   n_dofs      = discretization_.fe.dofs_per_cell;
    std::vector<types::global_dof_index> dofs(n_dofs), ordered(n_dofs);
    const auto                           read = [&](const typename DoFHandler<dim>::cell_iterator &cell) {
      cell->get_dof_indices(dofs);
      for (unsigned int i = 0; i < n_dofs; ++i)
        ordered[i] = dofs[numbering[i]];
    };

    std::vector<FullMatrix<double>> matrices;
    for (unsigned int batch = 0; batch < matrix_free.n_cell_batches(); ++batch)
      {
        const unsigned int place = batch * Number::size();
        if (place % cells_at_once == 0)
          table_.cell_matrices(place / cells_at_once, row, column, matrices);
        for (unsigned int v = 0; v < matrix_free.n_active_entries_per_cell_batch(batch); ++v)
          {
            read(matrix_free.get_cell_iterator(batch, v));
            add(ordered, matrices[place % cells_at_once + v]);
          }
      }

    for (const FaceTable &table : electrode_faces_)
      for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(table.face); ++v)
        {
          const auto &face = table_.faces[table.first + v];
          read(matrix_free.get_face_iterator(table.face, v).first);
          std::vector<types::global_dof_index> on_face;
          for (const unsigned int i : face.nodes)
            on_face.push_back(ordered[i]);
          add(on_face, face.blocks[row * (n_ + 1) + column]);
        }
  }

  template void Operator<2>::tabulate_metric();
  template void Operator<3>::tabulate_metric();
  template void Operator<2>::tabulate_faces();
  template void Operator<3>::tabulate_faces();
  template void Operator<2>::reinit();
  template void Operator<3>::reinit();
  template void Operator<2>::assemble(unsigned int, unsigned int, const std::function<void(const std::vector<types::global_dof_index> &, const FullMatrix<double> &)> &) const;
  template void Operator<3>::assemble(unsigned int, unsigned int, const std::function<void(const std::vector<types::global_dof_index> &, const FullMatrix<double> &)> &) const;
} // namespace zincfield
