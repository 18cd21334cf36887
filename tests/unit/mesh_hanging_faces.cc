#include "solver/discretization/across_faces.h"
#include "tests/support/mesh_cases.h"
#include "tests/support/mesh_measures.h"

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_interface_values.h>
#include <deal.II/fe/fe_q.h>

#include <gtest/gtest.h>

// Cells of different sizes meet without a gap, on every shape and with mappings of every degree; films keep their thickness.

namespace zincfield::mesh_hanging_faces_tests
{
  namespace
  {
    /** Refines every third cell, twice. */
    template <int dim>
    void
    refine_unevenly(Mesh<dim> &mesh)
    {
      for (unsigned int round = 0; round < 2; ++round)
        {
          for (const auto &cell : mesh.triangulation().active_cell_iterators())
            if (cell->is_locally_owned() && cell->active_cell_index() % 3 == 0)
              cell->set_refine_flag();
          mesh.refine();
        }
    }

    struct Gaps
    {
      double       widest    = 0.; // over the size of the face
      unsigned int n_hanging = 0;
    };

    template <int dim>
    Gaps
    gaps(const Mesh<dim> &mesh)
    {
      using namespace dealii;
      using Cell = typename DoFHandler<dim>::active_cell_iterator;
      Gaps            found;
      const FE_Q<dim> element(1);
      DoFHandler<dim> dof_handler(mesh.triangulation());
      dof_handler.distribute_dofs(element);
      FEInterfaceValues<dim> values(mesh.mapping(), element, QGauss<dim - 1>(3), update_quadrature_points | update_JxW_values);
      for (const auto &cell : dof_handler.active_cell_iterators())
        for (const unsigned int face : cell->face_indices())
          if (!cell->at_boundary(face))
            across_face(
              cell, face,
              [&](const unsigned int subface, const Cell &other, const unsigned int other_face, const unsigned int other_subface) {
              values.reinit(cell, face, subface, other, other_face, other_subface);
              found.n_hanging += cell->level() != other->level();
              double area = 0.;
              for (const double weight : values.get_JxW_values())
                area += weight;
              const auto &here = values.get_fe_face_values(0), &there = values.get_fe_face_values(1);
              for (const unsigned int q : here.quadrature_point_indices())
                {
                  const double gap = here.quadrature_point(q).distance(there.quadrature_point(q));
                  found.widest     = std::max(found.widest, gap / std::pow(area, 1. / (dim - 1)));
                }
              });
      return found;
    }

    template <int dim>
    void
    expect_no_gaps(const MeshCase &shape, const unsigned int degree)
    {
      const auto geometry = make_geometry(shape.kind, shape.values);
      Mesh<dim>  mesh(*geometry, {}, degree, MPI_COMM_WORLD);
      refine_unevenly(mesh);
      const Gaps found = gaps(mesh);
      EXPECT_GT(found.n_hanging, 0u) << shape.title;
      EXPECT_LT(found.widest, 1e-9) << shape.title << ", degree " << degree;
    }
    /** Of a thin film with cells refined unevenly, or all alike. */
    template <int dim>
    double
    volume_of_film(const MeshCase &shape, const bool alike)
    {
      const auto geometry = make_geometry(shape.kind, shape.values);
      MeshLayer  film     = layer("film", 0.025);
      film.n_cells        = 3;
      Mesh<dim> mesh(*geometry, {film}, 2, MPI_COMM_WORLD);
      for (unsigned int round = 0; round < 2; ++round)
        {
          for (const auto &cell : mesh.triangulation().active_cell_iterators())
            if (cell->is_locally_owned() && cell->material_id() > 0 && (alike || cell->active_cell_index() % 3 == 0))
              cell->set_refine_flag();
          mesh.refine();
        }
      return measure(mesh, geometry->axisymmetric()).volumes.at("film");
    }
  } // namespace

  TEST(HangingFaces, HaveNoGaps)
  {
    for (const MeshCase &shape : mesh_cases())
      if (make_geometry(shape.kind, shape.values)->dimension() == 2)
        for (const unsigned int degree : {2, 3, 4})
          expect_no_gaps<2>(shape, degree);
      else
        expect_no_gaps<3>(shape, 2);
  }

  TEST(HangingFaces, ThinFilmsKeepTheirVolumeBesideFinerCells)
  {
    for (const MeshCase &shape : mesh_cases())
      if (make_geometry(shape.kind, shape.values)->dimension() == 2)
        {
          const double even = volume_of_film<2>(shape, true), uneven = volume_of_film<2>(shape, false);
          EXPECT_NEAR(uneven / even, 1., 4e-6) << shape.title;
        }
  }
} // namespace zincfield::mesh_hanging_faces_tests
