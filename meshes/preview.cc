#include "meshes/preview.h"

#include <deal.II/base/data_out_base.h>
#include <deal.II/base/qprojector.h>
#include <deal.II/numerics/data_out.h>

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Each edge of a cell or face is drawn as this many straight pieces. */
    constexpr unsigned int n_pieces = 3;

    std::string
    field_name(std::string name)
    {
      std::replace(name.begin(), name.end(), ' ', '_');
      return name;
    }

    /** The boundary faces as patches; DataOutFaces cannot show boundary ids. */
    template <int dim>
    class BoundaryPatches : public DataOutInterface<dim - 1, dim>
    {
    public:
      using Patch = DataOutBase::Patch<dim - 1, dim>;

      explicit BoundaryPatches(Mesh<dim> &mesh)
        : names_({"boundary"})
      {
        for (const auto &name : mesh.boundary_names())
          names_.push_back(field_name(name));

        constexpr unsigned int n_points = dim == 2 ? n_pieces + 1 : (n_pieces + 1) * (n_pieces + 1);
        for (const auto &cell : mesh.triangulation().active_cell_iterators())
          if (cell->is_locally_owned())
            for (const unsigned int f : cell->face_indices())
              if (cell->face(f)->at_boundary())
                {
                  Patch patch;
                  patch.patch_index          = patches_.size();
                  patch.n_subdivisions       = n_pieces;
                  patch.reference_cell       = ReferenceCells::get_hypercube<dim - 1>();
                  patch.points_are_available = true;
                  patch.data.reinit(names_.size() + dim, n_points);
                  const auto place = [&](const Point<dim - 1> &p) {
                    return mesh.mapping().transform_unit_to_real_cell(
                      cell, QProjector<dim>::project_to_face(cell->reference_cell(), Quadrature<dim - 1>(p), f).point(0));
                  };
                  for (unsigned int v = 0; v < GeometryInfo<dim - 1>::vertices_per_cell; ++v)
                    patch.vertices[v] = place(GeometryInfo<dim - 1>::unit_cell_vertex(v));
                  for (unsigned int i = 0; i < n_points; ++i)
                    {
                      Point<dim - 1> p;
                      p[0] = double(i % (n_pieces + 1)) / n_pieces;
                      if (dim == 3)
                        p[dim - 2] = double(i / (n_pieces + 1)) / n_pieces;
                      const auto id    = cell->face(f)->boundary_id();
                      patch.data(0, i) = id;
                      for (unsigned int n = 1; n < names_.size(); ++n)
                        patch.data(n, i) = id == n - 1 ? 1. : 0.;
                      const Point<dim> where = place(p);
                      for (unsigned int d = 0; d < dim; ++d)
                        patch.data(names_.size() + d, i) = where[d];
                    }
                  patches_.push_back(patch);
                }
      }

    private:
      const std::vector<Patch> &
      get_patches() const override
      {
        return patches_;
      }
      std::vector<std::string>
      get_dataset_names() const override
      {
        return names_;
      }

      std::vector<std::string> names_;
      std::vector<Patch>       patches_;
    };
  } // namespace

  template <int dim>
  void
  write_preview(Mesh<dim> &mesh, const std::string &prefix)
  {
    const auto                 &triangulation = mesh.triangulation();
    const auto                  n_cells       = triangulation.n_active_cells();
    Vector<double>              material(n_cells);
    std::vector<Vector<double>> indicators(mesh.material_names().size(), Vector<double>(n_cells));
    for (const auto &cell : triangulation.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          material(cell->active_cell_index())                        = cell->material_id();
          indicators[cell->material_id()](cell->active_cell_index()) = 1.;
        }
    DataOut<dim> volume;
    volume.attach_triangulation(triangulation);
    volume.add_data_vector(material, "material");
    for (unsigned int m = 0; m < indicators.size(); ++m)
      volume.add_data_vector(indicators[m], field_name(mesh.material_names()[m]));
    volume.build_patches(mesh.mapping(), n_pieces, DataOut<dim>::curved_inner_cells);
    volume.write_vtu_in_parallel(prefix + "_volume.vtu", triangulation.get_communicator());

    BoundaryPatches<dim>(mesh).write_vtu_in_parallel(prefix + "_boundary.vtu", triangulation.get_communicator());
  }

  template void
  write_preview<2>(Mesh<2> &, const std::string &);
  template void
  write_preview<3>(Mesh<3> &, const std::string &);
} // namespace zincfield
