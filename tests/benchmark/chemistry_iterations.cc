#include "physics/chemistry/chemistry.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

namespace zincfield::chemistry_iterations_tests
{
  namespace
  {
    Lines
    protrusion(const std::string &sets, const double ph)
    {
      return common_lines() + Lines{"Geometry/Type = protrusion",
                                    "Geometry/Dimension = axisymmetric",
                                    "Geometry/Shape = Gaussian",
                                    "Geometry/Height = 10 um",
                                    "Geometry/Standard deviation = 10 um",
                                    "Geometry/Cell half-width = 30 um",
                                    "Geometry/Gap = 60 um",
                                    "Geometry/Cells across feature = 2",
                                    "Electrolyte/Transport model = aqueous chemistry",
                                    "Electrolyte/Chemistry/Data sets = " + sets,
                                    "Electrolyte/Chemistry/pH = " + number(ph),
                                    "Electrolyte/Chemistry/Activity coefficients = ideal",
                                    "Electrolyte/Chemistry/Components/Na+/Bulk concentration = 1 mol/L",
                                    "Reactions/hydrogen/Type = hydrogen evolution",
                                    "Reactions/hydrogen/Exchange current density = 1e-4 A/m^2",
                                    "Reactions/hydrogen/Exchange current density from water = 0.1 A/m^2",
                                    "Reactions/hydrogen/Tafel slope = 0.12 V",
                                    "Boundaries/working electrode/Reactions = hydrogen",
                                    "Control/Mode = galvanostatic"};
    }
  } // namespace

  TEST(ChemistryIterations, AreFewFromPh1To12)
  {
    for (const double ph : {1., 4., 7., 10., 12.})
      for (const double current : {0.1, 10.})
        {
          Solved<2> cell(protrusion("Na+, ClO4-", ph) + Lines{"Solver/Linear solver = multigrid", "Solver/Newton tolerance = 1e-8",
                                                              "Control/Applied current density = " + number(current) + " A/m^2"},
                         1);
          Operator<2>  op(*cell.discretization, cell.model);
          unsigned int most = 0;
          initial_state(op, cell.state, cell.electrode_potential);
          Newton<2> newton(op, cell.data.solver, true,
                           [&](const NewtonStep &step) { most = std::max(most, step.linear_iterations); });
          EXPECT_TRUE(
            solve_with_continuation(op, newton, cell.state, cell.electrode_potential, [](const std::string &) {}).converged)
            << ph << " " << current;
          EXPECT_LE(most, 15u) << ph << " " << current;
        }
  }

  TEST(AqueousChemistry, SolvesForSixteenSpeciesOfSixComponents)
  {
    Solved<2> cell(protrusion("ZnSO4 + H2SO4, acetate, phosphate, Na+", 4.) +
                     Lines{"Electrolyte/Chemistry/Charge balance = SO4 2-",
                           "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 1 mol/L",
                           "Electrolyte/Chemistry/Components/CH3COO-/Bulk concentration = 0.02 mol/L",
                           "Electrolyte/Chemistry/Components/PO4 3-/Bulk concentration = 1e-3 mol/L",
                           "Control/Applied current density = 10 A/m^2"},
                   0);
    EXPECT_EQ(cell.data.chemistry->components().size(), 6u);
    EXPECT_EQ(cell.data.chemistry->species().size(), 16u);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_GT(cell.quantity("surface_ph"), 4.);
    for (const auto &[name, balance] : cell.report().balance)
      EXPECT_LT(std::abs(balance), 1e-8) << name;
  }
} // namespace zincfield::chemistry_iterations_tests
