#include "solver/assembly/face_tables.h"

#include <deal.II/base/qprojector.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Numbers of the points of `values` in the order of `points`: FEFaceEvaluation may number them differently from FEFaceValues.
     */
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

    /** Calls what(face, boundary id) for the batches of faces whose boundary has a law. */
    template <int dim, typename What>
    void
    over_faces(const AssemblyContext<dim> &context, const What &what)
    {
      const auto        &matrix_free = context.discretization.matrix_free;
      const unsigned int first       = matrix_free.n_inner_face_batches();
      for (unsigned int face = first; face < first + matrix_free.n_boundary_face_batches(); ++face)
        if (const unsigned int id = matrix_free.get_boundary_id(face); context.model.boundaries[id].law)
          what(face, id);
    }

    /** Shape functions of the nodes of a face (lexicographic in the cell) at the points of quadrature. */
    template <int dim>
    FullMatrix<double>
    shape_values(typename AssemblyContext<dim>::Faces &faces, const std::vector<unsigned int> &nodes, const unsigned int n_points)
    {
      FullMatrix<double> shape(n_points, nodes.size());
      for (unsigned int j = 0; j < nodes.size(); ++j)
        {
          for (unsigned int i = 0; i < faces.dofs_per_cell; ++i)
            faces.begin_dof_values()[i] = VectorizedArray<double>(i == nodes[j] ? 1. : 0.);
          faces.evaluate(EvaluationFlags::values);
          for (unsigned int q = 0; q < n_points; ++q)
            shape(q, j) = faces.get_value(q)[0];
        }
      return shape;
    }
  } // namespace

  template <int dim>
  SurfaceMeasure
  measure_surface(const AssemblyContext<dim> &context, const unsigned int boundary)
  {
    const auto                          &matrix_free = context.discretization.matrix_free;
    typename AssemblyContext<dim>::Faces faces(matrix_free, true);
    FieldVector                          tested;
    SurfaceMeasure                       measure;
    matrix_free.initialize_dof_vector(tested);
    over_faces(context, [&](const unsigned int face, const unsigned int id) {
      if (id != boundary)
        return;
      faces.reinit(face);
      for (unsigned int q = 0; q < context.n_face_points; ++q)
        {
          const auto w = context.weight(faces, q);
          faces.submit_value(w, q);
          for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(face); ++v)
            measure.area += w[v] * faces.JxW(q)[v];
        }
      faces.integrate_scatter(EvaluationFlags::values, tested);
    });
    tested.compress(VectorOperation::add);
    measure.norm = tested.l2_norm();
    measure.area = Utilities::MPI::sum(measure.area, context.discretization.dof_handler.get_communicator());
    return measure;
  }

  template <int dim>
  std::vector<FaceTable>
  make_face_tables(const AssemblyContext<dim> &context)
  {
    constexpr unsigned int               lanes          = VectorizedArray<double>::size();
    const auto                          &discretization = context.discretization;
    const unsigned int                   n_points       = context.n_face_points;
    typename AssemblyContext<dim>::Faces faces(discretization.matrix_free, true);
    FEFaceValues<dim> values(discretization.mapping(), discretization.fe, discretization.face_quadrature, update_quadrature_points);
    std::vector<FaceTable> tables;
    std::size_t            n_entries = 0, n_solids = 0;
    over_faces(context, [&](const unsigned int face, const unsigned int id) {
      if (context.model.prescribes_potential(id))
        return;
      faces.reinit(face);
      FaceTable table;
      table.face     = face;
      table.boundary = id;
      table.points.resize(n_points * lanes);
      table.states.resize(n_points * lanes);
      for (unsigned int v = 0; v < discretization.matrix_free.n_active_entries_per_face_batch(face); ++v)
        {
          const auto cell_and_face = discretization.matrix_free.get_face_iterator(face, v);
          values.reinit(typename Triangulation<dim>::cell_iterator(cell_and_face.first), cell_and_face.second);
          std::vector<Point<dim>> points(n_points);
          for (unsigned int q = 0; q < n_points; ++q)
            for (unsigned int d = 0; d < dim; ++d)
              points[q][d] = faces.quadrature_point(q)[d][v];
          const Quadrature<dim> unit = QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(),
                                                                        discretization.face_quadrature, cell_and_face.second);
          table.order.push_back(match_points(values, points));
          for (unsigned int q = 0; q < n_points; ++q)
            table.points[q * lanes + v] = context.model.surface_point(
              id, discretization.mesh.surface_location(cell_and_face.first, cell_and_face.second, unit.point(table.order[v][q])));
        }
      table.first_entry = n_entries;
      table.n_entries   = table.points[0].slabs.size() * context.n_fields;
      n_entries += table.points.size() * table.n_entries;
      table.solid       = context.model.boundaries[id].grown_by;
      table.first_solid = n_solids;
      n_solids += table.solid >= 0 ? table.points.size() : 0;
      tables.push_back(std::move(table));
    });
    return tables;
  }

  template <int dim>
  void
  add_faces(JacobianTable<dim>                         &jacobian,
            std::map<unsigned int, FullMatrix<double>> &shapes,
            std::vector<FaceTable>                     &tables,
            const AssemblyContext<dim>                 &context)
  {
    const auto        &matrix_free = context.discretization.matrix_free;
    const unsigned int n           = context.n_fields;
    const unsigned int n_1d = context.discretization.degree() + 1, n_dofs = context.discretization.fe.dofs_per_cell;
    typename AssemblyContext<dim>::Faces faces(matrix_free, true);
    for (FaceTable &table : tables)
      {
        faces.reinit(table.face);
        const unsigned int        number = faces.get_face_no();
        std::vector<unsigned int> nodes; // in lexicographic order of the cell, those on the face
        for (unsigned int i = 0; i < n_dofs; ++i)
          if (i / Utilities::pow(n_1d, number / 2) % n_1d == (number % 2) * (n_1d - 1))
            nodes.push_back(i);
        if (shapes.count(number) == 0)
          shapes[number] = shape_values<dim>(faces, nodes, context.n_face_points);
        table.first = jacobian.faces.size();
        for (unsigned int v = 0; v < matrix_free.n_active_entries_per_face_batch(table.face); ++v)
          {
            typename JacobianTable<dim>::Face face;
            face.boundary = table.boundary;
            face.nodes    = nodes;
            for (const unsigned int i : nodes)
              face.unknowns.push_back(jacobian.numbering().unknown(matrix_free.get_face_info(table.face).cells_interior[v], i));
            for (unsigned int f = 0; f < n; ++f)
              for (unsigned int g = 0; g <= n; ++g)
                face.blocks.emplace_back(nodes.size(), g < n ? nodes.size() : 1);
            jacobian.faces.push_back(std::move(face));
          }
      }
  }

  template SurfaceMeasure
  measure_surface(const AssemblyContext<2> &, unsigned int);
  template SurfaceMeasure
  measure_surface(const AssemblyContext<3> &, unsigned int);
  template std::vector<FaceTable>
  make_face_tables(const AssemblyContext<2> &);
  template std::vector<FaceTable>
  make_face_tables(const AssemblyContext<3> &);
  template void
  add_faces(JacobianTable<2> &, std::map<unsigned int, FullMatrix<double>> &, std::vector<FaceTable> &, const AssemblyContext<2> &);
  template void
  add_faces(JacobianTable<3> &, std::map<unsigned int, FullMatrix<double>> &, std::vector<FaceTable> &, const AssemblyContext<3> &);
} // namespace zincfield
