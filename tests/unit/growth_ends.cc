#include "solver/runs/growth_ends.h"

#include <gtest/gtest.h>

#include <cmath>

// What ends the growth of a deposit, and how far steps may go.

namespace zincfield::growth_ends_tests
{
  TEST(GrowthEnds, ACapacityBoundsTheFirstStepWhereZincDissolvesToo)
  {
    GrowthOptions options;
    options.until_capacity = 36000.; // 1 mAh/cm^2
    for (const double rate : {10., -10.})
      {
        GrowthReadings readings;
        readings.charge_rate = rate;
        EXPECT_DOUBLE_EQ(GrowthEnds(options, nullptr, 1e-4).longest_step(readings), 3600.) << rate;
        readings.charge = 0.25 * std::copysign(36000., rate);
        EXPECT_DOUBLE_EQ(GrowthEnds(options, nullptr, 1e-4).longest_step(readings), 2700.) << rate;
        readings.charge *= -1.; // it comes back
        EXPECT_TRUE(std::isinf(GrowthEnds(options, nullptr, 1e-4).longest_step(readings))) << rate;
      }
  }

  TEST(GrowthEnds, AMouthThatIsNarrowBesideItsDepthIsAContact)
  {
    GrowthOptions  options;
    GrowthReadings readings;
    readings.gap   = 1e-4;
    readings.depth = 2e-5;
    bool of_run = false, failed = false;
    readings.mouth = 3e-7; // more than 0.01 of the depth
    EXPECT_EQ(GrowthEnds(options, nullptr, 1e-4).reached(readings, of_run, failed), "");
    readings.mouth = 2e-7;
    EXPECT_EQ(GrowthEnds(options, nullptr, 1e-4).reached(readings, of_run, failed),
              "the deposit has closed over a pit, whose mouth is 0.2 um wide");
    EXPECT_TRUE(of_run && failed);
    options.until_contact = true;
    GrowthEnds(options, nullptr, 1e-4).reached(readings, of_run, failed);
    EXPECT_FALSE(failed);
  }
} // namespace zincfield::growth_ends_tests
