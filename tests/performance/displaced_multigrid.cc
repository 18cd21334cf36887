#include "solver/growth/moving_mesh.h"
#include "tests/support/linear_iterations.h"

#include <deal.II/dofs/dof_tools.h>

#include <gtest/gtest.h>

// Multigrid on a mesh that the metal has displaced: a protrusion whose tip has grown by three times its height.

namespace zincfield::displaced_multigrid_tests
{
  namespace
  {
    constexpr double height = 2., deviation = 3.; // [um]

    Lines
    protrusion(const std::string &dimension)
    {
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Dimension = " + dimension,
                                    "Geometry/Shape = Gaussian",
                                    "Geometry/Height = 2 um",
                                    "Geometry/Standard deviation = 3 um",
                                    "Geometry/Cell half-width = 15 um",
                                    "Geometry/Gap = 40 um",
                                    "Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = ZnSO4 2 M",
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Data set = bare zinc (Tafel)",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = potentiostatic",
                                    "Control/Electrode potential = -40 mV",
                                    "Growth/Mode = quasi-steady",
                                    "Growth/Until time = 1 h"};
    }

    /** Iterations before and after. */
    template <int dim>
    std::array<unsigned int, 2>
    iterations(const std::string &dimension, const unsigned int refinements)
    {
      Solved<dim>        cell(protrusion(dimension), refinements);
      const unsigned int before = linear_iterations(cell, 1e-8);
      Operator<dim>      op(*cell.discretization, cell.model);
      MovingMesh<dim>    moving(*cell.discretization, op);
      FieldVector        displacement = moving.nodes().vector();

      std::map<dealii::types::global_dof_index, dealii::Point<dim>> places;
      dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, places);
      for (const auto &[i, place] : places)
        if (moving.nodes().is_on_metal(i))
          {
            double square = 0.;
            for (unsigned int d = 0; d + 1 < dim; ++d)
              square += place[d] * place[d];
            displacement(dim * i + dim - 1) = 3. * height * std::exp(-0.5 * square / (deviation * deviation));
          }
      displacement.update_ghost_values();
      EXPECT_TRUE(moving.move_metal(displacement));
      std::cout << "smallest scaled Jacobian " << moving.smallest_jacobian() << " of " << moving.jacobian_at_start() << "\n";
      return {before, linear_iterations(cell, 1e-8)};
    }
  } // namespace

  TEST(DisplacedMultigrid, TakesAtMostHalfAsManyMoreIterations)
  {
    for (const std::string dimension : {"2", "axisymmetric"})
      {
        const auto [before, after] = iterations<2>(dimension, 2);
        EXPECT_LE(after, 1.5 * before) << dimension;
      }
    const auto [before, after] = iterations<3>("3", 0);
    EXPECT_LE(after, 1.5 * before);
  }
} // namespace zincfield::displaced_multigrid_tests
