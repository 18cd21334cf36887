#include "physics/transport/porous_electrode.h"
#include "tests/support/porous.h"

#include <gtest/gtest.h>

#include <cmath>

// Iterations of the linear solver for the two potentials of a felt, over rates and conductivities.

namespace zincfield::porous_iterations_tests
{
  using namespace porous_cells;

  namespace
  {
    constexpr double L = 300e-6, kappa = 2., area = 1e5; // [m], [S/m], [1/m]

    /** The solution between felt and bulk, and in the felt: of 2 S/m, or zinc sulfate with its concentration. */
    Lines
    solution(const bool salt, const bool graded)
    {
      const Lines in_felt{"Materials/felt/Conductivity = 2" + std::string(graded ? "*(0.5 + depth^2)" : "*1") + " [S/m]"};
      return in_felt + (salt ? Lines{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 2 M",
                                     "Materials/felt/Diffusivity = 4e-10 m^2/s"}
                             : Lines{"Electrolyte/Conductivity = 2 S/m"});
    }

    /** Most iterations of a solve, each to 1e-8, at 10 mV or 15 mA/cm^2 (a third of the limiting current). */
    unsigned int
    iterations(const double nu, const double ratio, const std::string &solver, const bool graded, const bool salt)
    {
      const double sigma = ratio * kappa, i0 = nu * nu / (L * L * area * 2. / thermal_voltage(298.15) * (1. / kappa + 1. / sigma)),
                   resistance = L / (kappa + sigma) * (1. + (2. + (ratio + 1. / ratio) * std::cosh(nu)) / (nu * std::sinh(nu))),
                   applied    = std::min(0.01 / resistance, salt ? 150. : 1e300); // Newman and Tobias
      const Lines lines =
        felt(L) + solution(salt, graded) +
        Lines{"Reactions/zinc/Type = linear",
              "Reactions/zinc/Exchange current density = " + text(i0) + " A/m^2",
              "Materials/felt/Scaffold/Specific area = " + std::string(graded ? "2e5*exp(-1.5*depth) [1/m]" : "1e5 1/m"),
              "Materials/felt/Scaffold/Reactions = zinc",
              "Materials/felt/Scaffold/Electronic conductivity = " + text(sigma) + (graded ? "*(0.1 + depth)" : "*1") + " [S/m]",
              "Control/Applied current density = " + text(applied) + " A/m^2",
              "Discretization/Degree = 2",
              "Solver/Linear solver = " + solver,
              "Solver/Linear tolerance = 1e-8",
              "Solver/Newton tolerance = 1e-7",
              "Geometry/Width = 100 um",
              "Geometry/Cells across feature = 1"};
      Solved<2>    cell(lines, 1);
      Operator<2>  op(*cell.discretization, cell.model);
      unsigned int most = 0;
      initial_state(op, cell.state, cell.electrode_potential);
      Newton<2> newton(op, cell.data.solver, true, [&](const NewtonStep &step) { most = std::max(most, step.linear_iterations); });
      EXPECT_TRUE(solve_with_continuation(op, newton, cell.state, cell.electrode_potential, [](const std::string &) {}).converged);
      EXPECT_NEAR(op.working_current() / cell.mesh.footprint(), applied, 1e-6 * applied);
      return most;
    }

    void
    expect_few(const std::string &solver, const bool salt)
    {
      for (const bool graded : {false, true})
        for (const double nu : {0.1, 10., 100.})
          for (const double ratio : {1e-3, 0.1, 1., 1e7})
            {
              const unsigned int most = iterations(nu, ratio, solver, graded, salt);
              EXPECT_LE(most, 12u) << "graded " << graded << ", nu " << nu << ", sigma/kappa " << ratio;
              EXPECT_GE(most, 3u);
            }
    }
  } // namespace

  TEST(PorousIterations, AreFewOfMultigrid)
  {
    expect_few("multigrid", false);
  }

  TEST(PorousIterations, AreFewOfMultigridWithConcentrations)
  {
    expect_few("multigrid", true);
  }

  TEST(PorousIterations, AreFewOfBoomerAMG)
  {
    expect_few("block", false);
  }
} // namespace zincfield::porous_iterations_tests
