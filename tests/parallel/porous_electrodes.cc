#include "tests/support/porous.h"

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
} // namespace zincfield::porous_ranks_tests
