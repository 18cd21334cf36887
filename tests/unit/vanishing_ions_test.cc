#include "physics/constants.h"
#include "solver/linear/preconditioner.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// Beside a cathode above the limiting current anions are all but gone. What holds their equations there: a floor under the
// conduction in the Jacobian, and an amount that is pinned elsewhere.

namespace zincfield::vanishing_ions_tests
{
  namespace
  {
    /** Two zinc plates, or one below a bulk, 100 nm apart in a 2:2 salt with a Debye length of 0.5 nm. */
    Lines
    plates(const std::string &counter, const std::string &dimension = "2", const std::string &solver = "multigrid")
    {
      Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Dimension = " + dimension,
                                           "Geometry/Gap = 100 nm",
                                           "Geometry/Width = 10 nm",
                                           "Geometry/First cell = 0.5 nm",
                                           "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                           "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                           "Reactions/zinc/Anodic transfer coefficient = 1",
                                           "Reactions/zinc/Cathodic transfer coefficient = 1",
                                           "Control/Mode = galvanostatic",
                                           "Control/Applied current density = 1 mA/cm^2",
                                           "Boundaries/working electrode/Reactions = zinc",
                                           "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2",
                                           "Boundaries/counter/Condition = " + counter,
                                           "Solver/Linear solver = " + solver};
      if (counter == "counter electrode")
        lines = lines + Lines{"Boundaries/counter/Reactions = zinc", "Boundaries/counter/Stern capacitance = 20 uF/cm^2"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 0.1 mol/L"};
      return lines;
    }

    template <int dim>
    std::map<dealii::types::global_dof_index, dealii::Point<dim>>
    nodes(const Solved<dim> &cell)
    {
      std::map<dealii::types::global_dof_index, dealii::Point<dim>> points;
      dealii::DoFTools::map_dofs_to_support_points(cell.discretization->mapping(), cell.discretization->dof_handler, points);
      return points;
    }

    /** Largest entry of the inverse of the Jacobian applied to ones where phi falls by `depth` RT/F towards the electrode, anions
     * at rest (exp(-2 depth) of them) and cations as many as in the bulk. */
    double
    largest_of_inverse(const std::string &solver, const double depth)
    {
      Solved<2>   cell(plates("bulk", "2", solver), 1);
      Operator<2> op(*cell.discretization, cell.model);
      StateVector state, right, solution;
      double      potential = 0.;
      initial_state(op, state, potential);
      const auto preconditioner = make_preconditioner<2>(solver, op);
      for (const auto &[dof, point] : nodes(cell))
        {
          const double phi                  = -depth * (1. - point[1] * mesh_unit / 100e-9);
          state.block(0).local_element(dof) = 2. * phi;
          state.block(1).local_element(dof) = 0.;
          state.block(2).local_element(dof) = phi;
        }
      op.prescribe(state, potential);
      op.linearize(state, potential);
      preconditioner->setup(state, potential);
      for (StateVector *const vector : {&right, &solution})
        cell.discretization->initialize(*vector, op.n_fields());
      right = 1.;
      preconditioner->apply(solution, right);
      double largest = 0.;
      for (unsigned int f = 0; f < op.n_fields(); ++f)
        for (unsigned int i = 0; i < solution.block(f).locally_owned_size(); ++i)
          largest = std::isfinite(solution.block(f).local_element(i))
                      ? std::max(largest, std::abs(solution.block(f).local_element(i)))
                      : std::numeric_limits<double>::infinity();
      return largest;
    }
  } // namespace

  TEST(VanishingIons, LeaveTheJacobianRegularInSinglePrecision)
  {
    // exp(-160) is 1e-70: no single-precision number, so that the anion's rows beside the electrode would be empty
    for (const std::string solver : {"direct", "multigrid", "block"})
      {
        const double some = largest_of_inverse(solver, 5.);
        EXPECT_TRUE(some > 0. && std::isfinite(some)) << solver;
        double none = 0.;
        EXPECT_NO_THROW(none = largest_of_inverse(solver, 80.)) << solver;
        EXPECT_TRUE(none > 0. && std::isfinite(none)) << solver << " " << none;
      }
  }

  namespace
  {
    /**
     * Largest entry for the anion of what a preconditioner makes of a right side that is 1 where more than a tenth of the anions is
     * left, and 0 elsewhere. Beside the plate, over half of the gap, they fall by exp(-2 depth).
     */
    double
    reach(const std::string &solver, const double depth, const unsigned int refinements)
    {
      Solved<2>   cell(plates("bulk", "2", solver), refinements);
      Operator<2> op(*cell.discretization, cell.model);
      StateVector state, right, solution;
      double      potential = 0.;
      initial_state(op, state, potential);
      const auto preconditioner = make_preconditioner<2>(solver, op);
      for (StateVector *const vector : {&right, &solution})
        cell.discretization->initialize(*vector, op.n_fields());
      for (const auto &[dof, point] : nodes(cell))
        {
          const double phi                  = -depth * std::max(0., 1. - 2. * point[1] * mesh_unit / 100e-9);
          state.block(0).local_element(dof) = 2. * phi;
          state.block(2).local_element(dof) = phi;
          right.block(1).local_element(dof) = 2. * phi > -2.3;
        }
      op.prescribe(state, potential);
      op.linearize(state, potential);
      preconditioner->setup(state, potential);
      preconditioner->apply(solution, right);
      return solution.block(1).linfty_norm();
    }
  } // namespace

  TEST(VanishingIons, AreNotThrownFarByCoarserLevels)
  {
    // factors keep to what the neighbours of the right side have; between coarse points of quadrature, where next to no ions are,
    // multigrid once made 67 of it
    for (const unsigned int refinements : {1u, 2u, 3u})
      for (const double depth : {1., 40., 640.})
        EXPECT_LT(reach("multigrid", depth, refinements), 1.5 * reach("direct", depth, refinements))
          << refinements << ", " << depth;
  }

  namespace
  {
    /** Height over the gap at which the amount of the anion is pinned. */
    template <int dim>
    double
    height_of_the_pin(const Lines &lines, const unsigned int refinements)
    {
      Solved<dim>         cell(lines, refinements);
      const Operator<dim> op(*cell.discretization, cell.model);
      const auto          points = nodes(cell);
      double              height = -1.;
      unsigned int        n      = 0;
      for (const PrescribedUnknown &p : op.prescribed())
        if (p.source == PrescribedUnknown::Source::amount)
          {
            EXPECT_EQ(p.field, 1u);
            height = points.at(p.local_index)[dim - 1] * mesh_unit / 100e-9;
            ++n;
          }
      EXPECT_EQ(n, 1u);
      return height;
    }
  } // namespace

  TEST(VanishingIons, ArePinnedFarFromBothPlates)
  {
    for (const unsigned int refinements : {0u, 1u}) // every level of a multigrid method pins the same node
      {
        const double height = height_of_the_pin<2>(plates("counter electrode"), refinements);
        EXPECT_NEAR(height, 0.5, 0.25) << refinements;
        EXPECT_NEAR(height, height_of_the_pin<2>(plates("counter electrode"), 0), 1e-6);
        EXPECT_NEAR(height_of_the_pin<3>(plates("counter electrode", "3"), refinements), 0.5, 0.25);
      }
  }
} // namespace zincfield::vanishing_ions_tests
