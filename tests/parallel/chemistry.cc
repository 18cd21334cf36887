#include "tests/support/precipitating.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Species in equilibrium and a solid that precipitates: on one rank and on all of them.

namespace zincfield::chemistry_ranks_tests
{
  namespace
  {
    const Lines cell =
      common_lines() +
      Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric",   "Geometry/Shape = Gaussian",
            "Geometry/Height = 10 um",    "Geometry/Standard deviation = 10 um", "Geometry/Cell half-width = 30 um",
            "Geometry/Gap = 60 um",       "Geometry/Cells across feature = 2"} +
      precipitating_solution("1e-6 mol/m^2/s") +
      Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 20 A/m^2"};

    void
    expect_equal(const Report &one, const Report &all, const double tolerance)
    {
      for (const std::string &name : one.order)
        {
          const double expected = one.quantities.at(name).value, value = all.quantities.at(name).value;
          EXPECT_EQ(std::isnan(expected), std::isnan(value)) << name;
          if (!std::isnan(expected))
            {
              EXPECT_NEAR(value, expected, tolerance * std::abs(expected)) << name;
            }
        }
    }

    void
    expect_equal_steady(const std::string &solver)
    {
      const Lines lines = cell + Lines{"Solver/Linear tolerance = 1e-8", "Solver/Linear solver = " + solver};
      Solved<2>   alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
      ASSERT_TRUE(alone.solve().converged);
      ASSERT_TRUE(together.solve().converged);
      expect_equal(alone.report(), together.report(), 1e-7);
      for (const auto &[what, off] : together.report().balance)
        EXPECT_LT(off, 1e-8) << what;
    }
  } // namespace

  TEST(ChemistryRanks, Direct)
  {
    expect_equal_steady("direct");
  }

  TEST(ChemistryRanks, Multigrid)
  {
    expect_equal_steady("multigrid");
  }

  TEST(ChemistryRanks, ALayerThatGrowsAndDissolves)
  {
    const Lines lines =
      with_protocol(cell + Lines{"Electrolyte/Chemistry/Ion pairs = false", "Materials/by-products/Porosity = 0.5",
                                 "Coatings/by-products/Surface = working electrode", "Coatings/by-products/Representation = thin",
                                 "Coatings/by-products/Layers = only", "Coatings/by-products/only/Material = by-products",
                                 "Coatings/by-products/only/Thickness = 200 nm", "Coatings/by-products/only/Grown by = ZHS",
                                 "Time/Tolerance = 1e-2", "Solver/Linear solver = direct"},
                    {"grow/Drive = galvanostatic", "grow/Current density = 20 A/m^2", "grow/Duration = 4 s", "rest/Drive = rest",
                     "rest/Duration = 2 s"});
    Transient<2> alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
    ASSERT_EQ(alone.run().failure, "");
    ASSERT_EQ(together.run().failure, "");
    expect_equal(alone.result.report, together.result.report, 1e-6);
    const auto &q = together.result.report.quantities;
    EXPECT_GT(q.at("byproduct_thickness").value, 1e-9);
    EXPECT_LT(q.at("byproduct_growth").value, 0.); // it dissolves
    for (const auto &[what, off] : together.result.report.balance)
      EXPECT_LT(off, what == "charge" ? 1e-8 : 1e-10) << what;
  }
} // namespace zincfield::chemistry_ranks_tests
