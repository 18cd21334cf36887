#pragma once

#include "meshes/mesh.h"
#include "physics/registry.h"
#include "tests/support/fixed_parameters.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_nothing.h>
#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  constexpr double um = 1e-6;

  /** A geometry of the kind `kind` with lengths in SI units; fails on keys that the kind does not know. */
  inline std::unique_ptr<Geometry>
  make_geometry(const std::string &kind, const std::map<std::string, FixedParameters::Value> &values)
  {
    auto            geometry = Registry<Geometry>::make(kind);
    FixedParameters parameters(values);
    geometry->declare(parameters);
    if (!parameters.unused().empty())
      throw std::invalid_argument("unknown key " + parameters.unused().front());
    return geometry;
  }

  /** What the tests measure on a mesh, over all ranks, with the weight 2 pi r on axisymmetric cells [um^2, um^3]. */
  struct MeshMeasures
  {
    std::map<std::string, double> volumes, areas;            // by material, by boundary
    double                        smallest_jacobian = 1e300; // relative to the product of the edge vectors' lengths
    unsigned int                  n_cells           = 0;
  };

  template <int dim>
  MeshMeasures
  measure(Mesh<dim> &mesh, const bool axisymmetric = false, const unsigned int n_points = 5)
  {
    using namespace dealii;
    MeshMeasures          result;
    const FE_Nothing<dim> fe;
    std::vector<double>   volumes(mesh.material_names().size()), areas(mesh.boundary_names().size());
    FEValues<dim>         values(mesh.mapping(), fe, QGauss<dim>(n_points), update_jacobians | update_quadrature_points);
    FEFaceValues<dim>     faces(mesh.mapping(), fe, QGauss<dim - 1>(n_points), update_JxW_values | update_quadrature_points);
    const auto            weight = [&](const Point<dim> &p) { return axisymmetric ? 2. * M_PI * p[0] : 1.; };
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          for (const unsigned int q : values.quadrature_point_indices())
            {
              const Tensor<2, dim> J(values.jacobian(q));
              double               edges = 1.;
              for (unsigned int d = 0; d < dim; ++d)
                {
                  double square = 0.;
                  for (unsigned int e = 0; e < dim; ++e)
                    square += J[e][d] * J[e][d];
                  edges *= std::sqrt(square);
                }
              result.smallest_jacobian = std::min(result.smallest_jacobian, determinant(J) / edges);
              volumes[cell->material_id()] +=
                determinant(J) * values.get_quadrature().weight(q) * weight(values.quadrature_point(q));
            }
          for (const unsigned int f : cell->face_indices())
            if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() < areas.size())
              {
                faces.reinit(cell, f);
                for (const unsigned int q : faces.quadrature_point_indices())
                  areas[cell->face(f)->boundary_id()] += faces.JxW(q) * weight(faces.quadrature_point(q));
              }
        }
    for (unsigned int m = 0; m < volumes.size(); ++m)
      result.volumes[mesh.material_names()[m]] += Utilities::MPI::sum(volumes[m], MPI_COMM_WORLD);
    for (unsigned int b = 0; b < areas.size(); ++b)
      result.areas[mesh.boundary_names()[b]] += Utilities::MPI::sum(areas[b], MPI_COMM_WORLD);
    result.smallest_jacobian = Utilities::MPI::min(result.smallest_jacobian, MPI_COMM_WORLD);
    result.n_cells           = mesh.triangulation().n_global_active_cells();
    return result;
  }

  /** A layer of constant thickness [um]. */
  inline MeshLayer
  layer(const std::string &name, const double thickness, const unsigned int n_cells = 1)
  {
    return {name, [thickness](const Location &) { return thickness; }, n_cells};
  }
} // namespace zincfield
