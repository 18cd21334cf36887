#include "solver/growth/growth_step.h"

#include <gtest/gtest.h>

// The formula that growth steps use, on a node whose velocity is given by a law.

namespace zincfield::growth_step_tests
{
  namespace
  {
    FieldVector
    node(const double x, const double y)
    {
      dealii::IndexSet both(2);
      both.add_range(0, 2);
      FieldVector vector(both, both, MPI_COMM_SELF);
      vector(0) = x;
      vector(1) = y;
      vector.update_ghost_values();
      return vector;
    }

    /** x' = x (1 - x), y' = x: the logistic curve and its integral. */
    SurfaceRate<2>
    rate(const FieldVector &at)
    {
      SurfaceRate<2> result;
      result.velocity   = node(at(0) * (1. - at(0)), at(0));
      result.thickening = node(at(0), 0.);
      result.zinc = result.magnitude = result.total = at(0);
      return result;
    }

    struct End
    {
      double x, y, charge, error; // the last: estimated, of the last step
    };

    /** At time 2, from x = 0.1. */
    End
    at_two(const unsigned int n_steps)
    {
      FieldVector position = node(0.1, 0.), thickness = node(0., 0.);
      End         end{0., 0., 0., 0.};
      for (unsigned int k = 0; k < n_steps; ++k)
        {
          const auto step =
            grow<2>(position, thickness, rate(position), 2. / n_steps,
                    [](const FieldVector &at, const FieldVector &) -> std::optional<SurfaceRate<2>> { return rate(at); });
          position += step->change;
          position.update_ghost_values();
          end.charge += step->zinc;
          end.error = step->error;
        }
      end.x = position(0);
      end.y = position(1);
      return end;
    }
  } // namespace

  TEST(GrowthStep, ThirdOrder)
  {
    const double x = 1. / (1. + 9. * std::exp(-2.)), y = std::log(0.1 * std::exp(2.) + 0.9);
    const End    coarse = at_two(8), fine = at_two(16);
    EXPECT_NEAR(std::log2(std::abs(coarse.x - x) / std::abs(fine.x - x)), 3., 0.2);
    EXPECT_NEAR(std::log2(std::abs(coarse.y - y) / std::abs(fine.y - y)), 3., 0.2);
    EXPECT_NEAR(fine.charge, fine.y, 1e-14); // the charge by the same formula
  }

  TEST(GrowthStep, EstimatesTheErrorOfTheSecondOrder)
  {
    // relative to the step, of the order of its square
    EXPECT_NEAR(std::log2(at_two(16).error / at_two(32).error), 2., 0.15);
  }

  TEST(GrowthStep, NoneWhereAStageHasNoState)
  {
    unsigned int calls = 0;
    EXPECT_FALSE(grow<2>(node(0.1, 0.), node(0., 0.), rate(node(0.1, 0.)), 1.,
                         [&](const FieldVector &, const FieldVector &) -> std::optional<SurfaceRate<2>> {
                           ++calls;
                           return {};
                         })
                   .has_value());
    EXPECT_EQ(calls, 1u);
  }
} // namespace zincfield::growth_step_tests
