#pragma once

#include "tests/support/solved.h"

#include <gtest/gtest.h>

namespace zincfield
{
  /** Zinc from 2 mol/L of zinc sulfate at a constant current. */
  inline const Lines zinc_from_a_salt{"Reactions/zinc/Type = Butler-Volmer",
                                      "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                      "Reactions/zinc/Anodic transfer coefficient = 1",
                                      "Reactions/zinc/Cathodic transfer coefficient = 1",
                                      "Boundaries/working electrode/Reactions = zinc",
                                      "Electrolyte/Transport model = binary salt",
                                      "Electrolyte/Data set = ZnSO4 2 M",
                                      "Control/Mode = galvanostatic",
                                      "Control/Applied current density = 10 mA/cm^2",
                                      "Solver/Linear tolerance = 1e-8"};

  /** The same case on one rank and on all of them has the same numbers. */
  template <int dim>
  void
  expect_equal_results(const Lines &lines, const unsigned int refinements)
  {
    Solved<dim> alone(lines, refinements, MPI_COMM_SELF), together(lines, refinements, MPI_COMM_WORLD);
    ASSERT_TRUE(alone.solve().converged);
    ASSERT_TRUE(together.solve().converged);
    const Report one = alone.report(), all = together.report();
    for (const std::string &name : one.order)
      {
        const double expected = one.quantities.at(name).value, value = all.quantities.at(name).value;
        EXPECT_EQ(std::isnan(expected), std::isnan(value)) << name;
        if (std::isnan(expected))
          continue;
        if (name == "std_over_mean") // the root of a difference: of an even current nothing but rounding is left
          {
            EXPECT_NEAR(value * value, expected * expected, 1e-8 * expected * expected + 1e-14);
          }
        else
          {
            EXPECT_NEAR(value, expected, 1e-8 * std::abs(expected)) << name;
          }
      }
    for (const auto &entry : all.balance)
      EXPECT_LT(entry.second, 1e-8) << entry.first;
  }
} // namespace zincfield
