#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// The potential at which an electrode draws a current from the bulk, found for any law that has one.

namespace zincfield::initial_state_tests
{
  namespace
  {
    std::optional<double>
    drop(const std::string &law, const double current)
    {
      const Case data = make_case(
        common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Electrolyte/Transport model = secondary",
                               "Electrolyte/Conductivity = 5 S/m", "Reactions/one/Type = expression",
                               "Reactions/one/Current density = " + law, "Boundaries/working electrode/Reactions = one",
                               "Control/Mode = potentiostatic", "Control/Electrode potential = 0 V"});
      const CellModel model(data);
      for (unsigned int id = 0; id < model.boundaries.size(); ++id)
        if (model.boundaries[id].condition == Condition::electrode)
          return potential_drop(model, id, current);
      return {};
    }
  } // namespace

  TEST(PotentialDrop, IsFoundOverManyDecades)
  {
    for (const double current : {1e-9, 1e-3, 1., 10.})
      {
        EXPECT_NEAR(drop("-10*exp(-38.9*eta)", current).value(), -std::log(current / 10.) / 38.9, 1e-12) << current;
        EXPECT_NEAR(drop("1e-20*exp(40*eta)", -current).value(), std::log(current / 1e-20) / 40., 1e-12) << current;
        EXPECT_NEAR(drop("1e-3*eta", current).value(), -current / 1e-3, 1e-9 * (1. + current / 1e-3)) << current;
      }
    EXPECT_NEAR(drop("1e3*eta", 0.).value(), 0., 1e-12);
    // far beyond the largest number on one side
    EXPECT_NEAR(drop("exp(5000*eta) - exp(-5000*eta)", 0.).value(), 0., 1e-12);
  }

  TEST(PotentialDrop, IsNoneWhereTheLawNeverTakesTheCurrent)
  {
    EXPECT_FALSE(drop("-10*exp(-38.9*eta)", 0.)); // which underflows to zero at 19 V
    EXPECT_FALSE(drop("-10*exp(-38.9*eta)", -1.));
    EXPECT_FALSE(drop("10*exp(38.9*eta)", 0.));
    EXPECT_FALSE(drop("10*exp(38.9*eta)", 1.));
    EXPECT_FALSE(drop("5*tanh(38.9*eta)", 6.)); // more than its plateau
    EXPECT_TRUE(drop("5*tanh(38.9*eta)", 4.));
  }

  TEST(PotentialDrop, StopsWhereTheLawHasNoValue)
  {
    EXPECT_NEAR(drop("eta < -0.2 ? sqrt(-1) : 100*eta", 10.).value(), -0.1, 1e-12);
    EXPECT_FALSE(drop("eta < -0.2 ? sqrt(-1) : 100*eta", 30.));
  }
} // namespace zincfield::initial_state_tests
