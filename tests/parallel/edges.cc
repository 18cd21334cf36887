#include "meshes/edges.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Angles of edges are the same on every rank, however much finer the mesh of one is.

namespace zincfield::edges_tests
{
  namespace
  {
    template <int dim>
    void
    expect_the_angles(const std::string &dimension)
    {
      Solved<dim> cell(common_lines() +
                         Lines{"Geometry/Type = protrusion", "Geometry/Dimension = " + dimension, "Geometry/Shape = cone",
                               "Geometry/Height = 2 um", "Geometry/Half-width = 1 um", "Geometry/Cell half-width = 8 um",
                               "Geometry/Gap = 8 um", "Electrolyte/Transport model = primary", "Electrolyte/Conductivity = 5 S/m",
                               "Control/Mode = potentiostatic", "Control/Electrode potential = -10 mV"} +
                         (dim == 3 ? Lines{"Geometry/Tip radius = 0.2 um"} : Lines()),
                       1);
      for (unsigned int level = 0; level < 2; ++level) // one corner of the cell only
        {
          for (const auto &one : cell.mesh.triangulation().active_cell_iterators())
            if (one->is_locally_owned() && cell.mesh.mapping().get_center(one)[0] < 2.)
              one->set_refine_flag();
          cell.mesh.refine();
        }
      double       foot  = 0.;
      unsigned int edges = 0;
      for (const BoundaryEdge &edge : boundary_edges(cell.mesh, dimension == "axisymmetric", 0.1))
        {
          ++edges;
          if (edge.boundaries[0] == 0 && edge.boundaries[1] == 0 && !edge.on_axis)
            foot = std::max(foot, std::abs(edge.angle - (M_PI - std::atan(2.))));
        }
      EXPECT_GT(edges, 0u);
      EXPECT_LT(dim == 2 ? foot : 0., 1e-6);
      EXPECT_EQ(dealii::Utilities::MPI::max(edges, MPI_COMM_WORLD), dealii::Utilities::MPI::min(edges, MPI_COMM_WORLD));
    }
  } // namespace

  TEST(EdgesOnRanks, AnglesAreTheSameOnAll)
  {
    expect_the_angles<2>("2");
    expect_the_angles<2>("axisymmetric");
    expect_the_angles<3>("3");
  }
} // namespace zincfield::edges_tests
