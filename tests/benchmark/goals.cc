#include "solver/adaptivity/refinement.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Sensitivities of the reported numbers against what a small source in the equations does to them.

namespace zincfield::goals_tests
{
  namespace
  {
    Lines
    bump()
    {
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Dimension = axisymmetric",
                                    "Geometry/Shape = Gaussian",
                                    "Geometry/Height = 5 um",
                                    "Geometry/Standard deviation = 2 um",
                                    "Geometry/Cell half-width = 15 um",
                                    "Geometry/Gap = 30 um",
                                    "Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = ZnSO4 2 M",
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                    "Reactions/zinc/Anodic transfer coefficient = 1",
                                    "Reactions/zinc/Cathodic transfer coefficient = 1",
                                    "Boundaries/working electrode/Reactions = zinc"};
    }

    const Lines applied_current{"Control/Mode = galvanostatic", "Control/Applied current density = 100 mA/cm^2"};
    const Lines potential{"Control/Mode = potentiostatic", "Control/Electrode potential = -60 mV"};

    /** A source of charge and of salt [A/m^3] near the tip. */
    Loads<2>
    source(const double strength)
    {
      Loads<2> loads;
      loads.volume = [=](const dealii::Point<2> &x, unsigned int) {
        const double bell = strength * std::exp(-(x[0] * x[0] + (x[1] - 8.) * (x[1] - 8.)) / 20.);
        return typename Loads<2>::Rows{{0.6 * bell, bell}};
      };
      return loads;
    }

    void
    expect_sensitivities(const Lines &lines)
    {
      Solved<2> cell(lines, 1);
      ASSERT_TRUE(cell.solve().converged);
      Operator<2> &op = *cell.op;
      Newton<2>    newton(op, cell.data.solver, cell.data.control.mode == ControlMode::galvanostatic, nullptr);
      const double asked = cell.data.control.applied_current_density;
      EXPECT_EQ(newton.solve(cell.state, cell.electrode_potential, asked).steps,
                0u); // as on a refined mesh that needs no correction
      const auto wanted = goals(op, cell.state, cell.electrode_potential);
      ASSERT_EQ(wanted.size(), 3u);
      const auto z = sensitivities(op, newton.preconditioner(), wanted, cell.state, cell.electrode_potential);

      // what the source adds to the residual, and what it does to the numbers
      const double strength = 1e7;
      StateVector  without, load;
      cell.discretization->initialize(without, 2);
      cell.discretization->initialize(load, 2);
      Operator<2> with_source(*cell.discretization, cell.model, source(strength));
      op.residual(without, cell.state, cell.electrode_potential);
      with_source.residual(load, cell.state, cell.electrode_potential);
      load -= without;
      Solved<2> more(lines, 1), less(lines, 1);
      ASSERT_TRUE(more.solve(source(strength)).converged);
      ASSERT_TRUE(less.solve(source(-strength)).converged);
      for (unsigned int k = 0; k < wanted.size(); ++k)
        {
          const double change = 0.5 * (more.quantity(wanted[k].quantity) - less.quantity(wanted[k].quantity));
          EXPECT_NEAR(-(z[k] * load) / change, 1., 0.03) << wanted[k].quantity;
          EXPECT_GT(std::abs(change), 1e-6 * wanted[k].scale) << wanted[k].quantity;
        }
    }
  } // namespace

  TEST(Goals, SensitivitiesUnderAppliedCurrent)
  {
    expect_sensitivities(bump() + applied_current);
  }
  TEST(Goals, SensitivitiesAtAPotential)
  {
    expect_sensitivities(bump() + potential);
  }
  TEST(Goals, SensitivitiesThroughMultigrid)
  {
    expect_sensitivities(bump() + potential + Lines{"Solver/Linear solver = multigrid"});
  }
  TEST(Goals, SensitivitiesOfZincBesideHydrogen)
  {
    const Lines with_hydrogen =
      bump() + potential +
      Lines{"Reactions/hydrogen/Type = Tafel", "Reactions/hydrogen/Half reaction = 2H2O + 2e- = H2 + 2OH-",
            "Reactions/hydrogen/Exchange current density = 0.1 uA/cm^2", "Reactions/hydrogen/Cathodic transfer coefficient = 0.5",
            "Boundaries/working electrode/Reactions = zinc, hydrogen"};
    Solved<2> cell(with_hydrogen, 1);
    ASSERT_TRUE(cell.solve().converged);
    const double zinc = cell.quantity("coulombic_efficiency");
    EXPECT_GT(zinc, 0.2);
    EXPECT_LT(zinc, 0.9);
    expect_sensitivities(with_hydrogen);
  }
  TEST(Goals, SensitivitiesThroughBlocks)
  {
    expect_sensitivities(bump() + applied_current + Lines{"Solver/Linear solver = block"});
  }
} // namespace zincfield::goals_tests
