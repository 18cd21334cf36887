#include "solver/adaptivity/refinement.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// "Maximum unknowns" is looked at before a mesh is refined, and holds to the last unknown.

namespace zincfield::room_for_refinement_tests
{
  namespace
  {
    Lines
    boss(const std::string &dimension)
    {
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Dimension = " + dimension,
                                    "Geometry/Shape = ellipse",
                                    "Geometry/Height = 2 um",
                                    "Geometry/Half-width = 1 um",
                                    "Geometry/Cell half-width = 6 um",
                                    "Geometry/Gap = 6 um",
                                    "Geometry/Cells across feature = 4",
                                    "Electrolyte/Transport model = primary",
                                    "Electrolyte/Conductivity = 5 S/m",
                                    "Control/Mode = potentiostatic",
                                    "Control/Electrode potential = -10 mV"};
    }

    template <int dim>
    void
    expect_the_count(const Lines &lines)
    {
      Solved<dim> cell(lines, 1);
      for (unsigned int round = 0; round < 2; ++round)
        {
          unsigned int n = 0;
          for (const auto &c : cell.mesh.triangulation().active_cell_iterators())
            if (++n % 7 == 3)
              c->set_refine_flag();
          const double foreseen = cell.mesh.n_dofs_once_refined(2);
          cell.mesh.refine();
          cell.discretization->reinit();
          EXPECT_EQ(foreseen, cell.discretization->dof_handler.n_dofs()) << round;
        }
    }

    template <int dim>
    void
    expect_room(const double factor, const double at_least)
    {
      const Lines lines = boss(dim == 3 ? "3" : "axisymmetric");
      double      now   = Solved<dim>(lines, 0).discretization->dof_handler.n_dofs();
      Solved<dim> cell(
        lines + Lines{"Discretization/Maximum unknowns = " + std::to_string(static_cast<unsigned int>(factor * now))}, 0);
      ASSERT_TRUE(cell.solve().converged);
      const bool fits = mark(*cell.discretization, cell.model, cell.state, cell.electrode_potential, ErrorEstimate());
      EXPECT_EQ(fits, at_least > 1.) << factor;
      if (fits)
        refine(*cell.discretization, cell.state);
      else
        for (const auto &c : cell.mesh.triangulation().active_cell_iterators())
          EXPECT_FALSE(c->refine_flag_set());
      EXPECT_LE(cell.discretization->dof_handler.n_dofs(), factor * now) << factor;
      EXPECT_GE(cell.discretization->dof_handler.n_dofs(), at_least * now) << factor;
    }
  } // namespace

  TEST(RoomForRefinement, UnknownsAreCountedBeforeTheMeshIsMade)
  {
    expect_the_count<2>(boss("2"));
    expect_the_count<3>(boss("3"));
    expect_the_count<3>(common_lines() + Lines{"Geometry/Type = pyramid array", "Geometry/Width = 4 um", "Geometry/Height = 3 um",
                                               "Geometry/Pitch = 5 um", "Geometry/Tip radius = 0.2 um", "Geometry/Gap = 12 um",
                                               "Geometry/Cells across feature = 2", "Geometry/Base = square",
                                               "Geometry/Pyramids along x = 1", "Geometry/Pyramids along y = 1",
                                               "Geometry/Sides = periodic", "Electrolyte/Transport model = primary",
                                               "Electrolyte/Conductivity = 5 S/m", "Control/Mode = potentiostatic",
                                               "Control/Electrode potential = -10 mV"});
  }

  TEST(RoomForRefinement, TheNextMeshFits)
  {
    expect_room<2>(100., 1.5); // all the room it wants
    expect_room<2>(1.8, 1.3);  // fewer cells than it wants
    expect_room<2>(1.1, 1.);   // not worth while
    expect_room<3>(2., 1.3);
  }
} // namespace zincfield::room_for_refinement_tests
