#include "solver/nonlinear/potential_steps.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Steps of the potential lead where Newton's method leads directly, for either control and direction, and end at the last state
// where there is none beyond.

namespace zincfield::potential_steps_tests
{
  namespace
  {
    /** 30 Debye lengths of a 2:2 salt below a bulk; its limiting current is 4 F D c/gap = 5.4e5 A/m^2. */
    Lines
    cell_with(const Lines &control)
    {
      Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Gap = 5 nm",
                                           "Geometry/Width = 1 nm",
                                           "Geometry/First cell = 0.1 nm",
                                           "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                           "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Exchange current density = 1e5 A/m^2",
                                           "Reactions/zinc/Anodic transfer coefficient = 1",
                                           "Reactions/zinc/Cathodic transfer coefficient = 1",
                                           "Boundaries/working electrode/Reactions = zinc",
                                           "Boundaries/working electrode/Stern capacitance = 50 uF/cm^2"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 1 mol/L"};
      return lines + control;
    }

    Lines
    control(const bool galvanostatic, const double load)
    {
      return galvanostatic
               ? Lines{"Control/Mode = galvanostatic", "Control/Applied current density = " + std::to_string(load) + " A/m^2"}
               : Lines{"Control/Mode = potentiostatic", "Control/Electrode potential = " + std::to_string(load) + " V"};
    }

    struct Reached
    {
      NewtonResult        result;
      PotentiostaticState state;
      unsigned int        said = 0;
    };

    /** From `rest` [V]; no solution farther than `end` [V] from there. */
    Reached
    in_steps(Solved<2> &cell, const double load, const double rest = 0., const double end = 100.)
    {
      const bool galvanostatic = cell.data.control.mode == ControlMode::galvanostatic;
      Newton<2>  newton(*cell.op, cell.data.solver, galvanostatic, nullptr);
      Reached    reached;
      cell.discretization->initialize(reached.state.fields, cell.op->n_fields());
      reached.state.electrode_potential = rest;
      reached.result                    = solve_by_potential_steps<2>(
        *cell.op, newton, galvanostatic, load, reached.state,
        [&](Newton<2> &method, StateVector &fields, double &potential) {
        NewtonResult one = method.solve(fields, potential, load);
        if (std::abs(potential - rest) > end)
          {
            one.converged = false;
            one.reason    = "beyond the end";
          }
        return one;
        },
        [&](const std::string &) { ++reached.said; });
      return reached;
    }

    void
    expect_what_newton_finds(const Lines &lines, const double load, const double rest = 0.)
    {
      Solved<2> cell(lines, 1);
      ASSERT_TRUE(cell.solve().converged);
      const Reached reached = in_steps(cell, load, rest);
      ASSERT_TRUE(reached.result.converged);
      EXPECT_NEAR(reached.state.electrode_potential, cell.electrode_potential, 1e-7 * std::abs(cell.electrode_potential));
      StateVector difference = reached.state.fields;
      difference -= cell.state;
      EXPECT_LT(difference.linfty_norm(), 1e-6 * cell.state.linfty_norm());
    }
  } // namespace

  TEST(PotentialSteps, LeadWhereNewtonsMethodLeads)
  {
    for (const bool galvanostatic : {true, false})
      for (const double sign : {1., -1.})
        for (const double load :
             galvanostatic
               ? std::vector<double>{1e3, 7e5}
               : std::vector<double>{0.02, 0.45}) // small ones need less than the smallest step; 7e5 A/m^2 is above the limit
          expect_what_newton_finds(cell_with(control(galvanostatic, sign * load)), sign * load);
  }

  TEST(PotentialSteps, BeginWhereNoCurrentFlows)
  {
    // zinc at rest at -0.5 V: at potentials above that it dissolves whatever current is asked for
    for (const bool galvanostatic : {true, false})
      for (const double load : galvanostatic ? std::vector<double>{7e5, -7e5} : std::vector<double>{-0.8, 0.})
        expect_what_newton_finds(cell_with(control(galvanostatic, load)) +
                                   Lines{"Reactions/zinc/Equilibrium potential = -0.5 V",
                                         "Boundaries/working electrode/Potential of zero charge = -0.5 V"},
                                 load, -0.5);
  }

  TEST(PotentialSteps, APotentialThatIsThereAlready)
  {
    // ions pile up beside the sides, and the metal stays at 0 V
    const Lines lines = cell_with(control(false, 0.)) + Lines{"Boundaries/sides/Surface charge = 0.1 C/m^2"};
    expect_what_newton_finds(lines, 0.);
    Solved<2> cell(lines, 1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_EQ(in_steps(cell, 0.).state.electrode_potential, 0.);
    EXPECT_FALSE(in_steps(cell, 0., 0., -1.).result.converged); // no state at all
  }

  TEST(PotentialSteps, EndAtTheLastState)
  {
    for (const bool galvanostatic : {true, false})
      {
        const double load = galvanostatic ? 7e5 : -0.45, end = 0.02;
        Solved<2>    cell(cell_with(control(galvanostatic, load)), 1);
        ASSERT_TRUE(cell.solve().converged);
        const Reached reached = in_steps(cell, load, 0., end);
        EXPECT_FALSE(reached.result.converged);
        EXPECT_EQ(reached.result.reason, "beyond the end");
        EXPECT_LE(std::abs(reached.state.electrode_potential), end);
        EXPECT_GT(std::abs(reached.state.electrode_potential), end - 0.003); // within the smallest steps
        EXPECT_GT(reached.state.current_density, 0.);
      }
  }
} // namespace zincfield::potential_steps_tests
