#include "solver/impedance/spectrum.h"
#include "tests/support/porous.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// A felt on one rank and on all of them, by each of the preconditioners.

namespace zincfield::porous_ranks_tests
{
  namespace
  {
    void
    expect_equal(const std::string &solver)
    {
      const Lines lines = porous_cells::felt(300e-6, "binary salt") +
                          Lines{"Electrolyte/Data set = ZnSO4 2 M",
                                "Reactions/zinc/Type = Butler-Volmer",
                                "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                "Reactions/zinc/Anodic transfer coefficient = 1",
                                "Reactions/zinc/Cathodic transfer coefficient = 1",
                                "Materials/felt/Porosity = 0.7",
                                "Materials/felt/Scaffold/Fibre diameter = 10 um",
                                "Materials/felt/Scaffold/Electronic conductivity = 10*(1 + 4*depth) [S/m]",
                                "Materials/felt/Scaffold/Reactions = zinc",
                                "Boundaries/working electrode/Reactions = zinc",
                                "Discretization/Degree = 2",
                                "Geometry/Cells across feature = 3",
                                "Solver/Linear tolerance = 1e-8",
                                "Solver/Linear solver = " + solver};
      Solved<2> alone(lines, 1, MPI_COMM_SELF), together(lines, 1, MPI_COMM_WORLD);
      ASSERT_TRUE(alone.solve().converged);
      ASSERT_TRUE(together.solve().converged);
      const Report one = alone.report(), all = together.report();
      for (const std::string &name : one.order)
        {
          const double expected = one.quantities.at(name).value, value = all.quantities.at(name).value;
          EXPECT_EQ(std::isnan(expected), std::isnan(value)) << name;
          if (!std::isnan(expected))
            {
              EXPECT_NEAR(value, expected, 1e-8 * std::abs(expected)) << name;
            }
        }
      for (const auto &[what, off] : all.balance)
        EXPECT_LT(off, 1e-8) << what;
    }
  } // namespace

  TEST(PorousRanks, Direct)
  {
    expect_equal("direct");
  }

  TEST(PorousRanks, Multigrid)
  {
    expect_equal("multigrid");
  }

  TEST(PorousRanks, Block)
  {
    expect_equal("block");
  }

  TEST(PorousRanks, PoresThatFill)
  {
    const Lines lines = with_protocol(
      porous_cells::felt(300e-6) +
        Lines{"Electrolyte/Conductivity = 5.45 S/m", "Reactions/zinc/Type = Butler-Volmer",
              "Reactions/zinc/Exchange current density = 5 mA/cm^2", "Reactions/zinc/Anodic transfer coefficient = 1",
              "Reactions/zinc/Cathodic transfer coefficient = 1", "Materials/felt/Porosity = 0.7",
              "Materials/felt/Scaffold/Fibre diameter = 10 um", "Materials/felt/Scaffold/Electronic conductivity = 50 S/m",
              "Materials/felt/Scaffold/Reactions = zinc", "Materials/felt/Scaffold/Fills = true", "Discretization/Degree = 2",
              "Coatings/felt/felt/Cells across = 4", "Geometry/Cells across feature = 2", "Solver/Linear solver = multigrid",
              "Time/Tolerance = 1e-3"},
      {"plating/Drive = galvanostatic", "plating/Current density = 200 A/m^2", "plating/Duration = 60 s"});
    Transient<2> alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
    const auto  &one = alone.run(), &all = together.run();
    ASSERT_EQ(one.failure, "");
    ASSERT_EQ(all.failure, "");
    for (const std::string name : {"scaffold_filled", "scaffold_filled_most", "scaffold_top_share", "electrode_potential"})
      {
        const double expected = one.report.quantities.at(name).value;
        EXPECT_NEAR(all.report.quantities.at(name).value, expected, 1e-7 * std::abs(expected)) << name;
      }
  }

  TEST(PorousRanks, Impedance)
  {
    const Lines lines = porous_cells::felt(300e-6) + Lines{"Electrolyte/Conductivity = 2 S/m",
                                                           "Reactions/zinc/Type = linear",
                                                           "Reactions/zinc/Exchange current density = 3 A/m^2",
                                                           "Materials/felt/Conductivity = 2 S/m",
                                                           "Materials/felt/Scaffold/Specific area = 1e5 1/m",
                                                           "Materials/felt/Scaffold/Electronic conductivity = 5 S/m",
                                                           "Materials/felt/Scaffold/Reactions = zinc",
                                                           "Materials/felt/Scaffold/Double-layer capacitance = 20 uF/cm^2",
                                                           "Discretization/Degree = 2",
                                                           "Control/Mode = potentiostatic",
                                                           "Control/Electrode potential = 0 V",
                                                           "Impedance/Lowest frequency = 10 Hz",
                                                           "Impedance/Highest frequency = 1e3 Hz",
                                                           "Impedance/Points per decade = 1"};
    const auto  found = [&](const MPI_Comm communicator) {
      Solved<2> cell(lines, 1, communicator);
      EXPECT_TRUE(cell.solve().converged);
      return find_spectrum(*cell.op, cell.state, cell.electrode_potential, [](const std::string &) {}).points;
    };
    const auto one = found(MPI_COMM_SELF), all = found(MPI_COMM_WORLD);
    ASSERT_EQ(one.size(), all.size());
    for (unsigned int k = 0; k < one.size(); ++k)
      EXPECT_LT(std::abs(all[k].cell - one[k].cell), 1e-7 * std::abs(one[k].cell)) << one[k].frequency;
  }
} // namespace zincfield::porous_ranks_tests
