#include "solver/linear/petsc_options.h"
#include "tests/support/grown.h"

#include <gtest/gtest.h>

// How the error of a grown shape falls with the size of cells: a wave by secondary current, steps in time so short that they do not
// count.

namespace zincfield::growth_in_space_tests
{
  TEST(GrowthInSpace, ErrorsFallWithTheThirdPowerOfTheCellsAtLeast)
  {
    const Lines                        wave = common_lines() + Lines{"Geometry/Type = sinusoidal",
                                              "Geometry/Amplitude = 2 um",
                                              "Geometry/Wavelength = 20 um",
                                              "Geometry/Gap = 20 um",
                                              "Electrolyte/Transport model = secondary",
                                              "Electrolyte/Conductivity = 5 S/m",
                                              "Reactions/zinc/Type = linear",
                                              "Reactions/zinc/Charge transfer resistance = 0.01 ohm cm^2",
                                              "Boundaries/working electrode/Reactions = zinc",
                                              "Control/Mode = galvanostatic",
                                              "Control/Applied current density = 20 mA/cm^2",
                                              "Growth/New mesh below = 0",
                                              "Growth/Tolerance = 1e-5",
                                              "Growth/Until capacity = 0.3 mAh/cm^2"};
    std::vector<std::array<double, 2>> ends;
    for (const unsigned int refinements : {0, 1, 2, 3})
      {
        const CaseResult result = grown<2>(wave, refinements);
        ASSERT_EQ(result.failure, "");
        ends.push_back({shape(result, "tip_growth"), shape(result, "base_growth")});
      }
    EXPECT_GT(ends[3][0] / ends[3][1], 1.05); // the tip grows faster
    for (const unsigned int k : {0, 1})
      {
        const double order = std::log2(std::abs((ends[2][k] - ends[1][k]) / (ends[3][k] - ends[2][k])));
        EXPECT_GT(order, 2.7) << ends[0][k] << ' ' << ends[1][k] << ' ' << ends[2][k] << ' ' << ends[3][k];
      }
  }

  TEST(GrowthInSpace, LargeMeshesFollowByIterationAsSmallOnesByFactors)
  {
    const auto grow = [] {
      return grown<3>(common_lines() + Lines{"Geometry/Type = sinusoidal", "Geometry/Dimension = 3", "Geometry/Amplitude = 1 um",
                                             "Geometry/Wavelength = 20 um", "Geometry/Gap = 6 um",
                                             "Geometry/Cells across feature = 4", "Electrolyte/Transport model = secondary",
                                             "Electrolyte/Conductivity = 5 S/m", "Reactions/zinc/Type = linear",
                                             "Reactions/zinc/Charge transfer resistance = 0.01 ohm cm^2",
                                             "Boundaries/working electrode/Reactions = zinc", "Control/Mode = galvanostatic",
                                             "Control/Applied current density = 10 mA/cm^2", "Growth/New mesh below = 0",
                                             "Growth/Until capacity = 0.2 mAh/cm^2"},
                      0);
    };
    const CaseResult factors = grow();
    check(PetscOptionsSetValue(nullptr, "-growth_factors_pc_type", "hypre"));
    const CaseResult iteration = grow();
    check(PetscOptionsClearValue(nullptr, "-growth_factors_pc_type"));
    ASSERT_EQ(factors.failure, "");
    ASSERT_EQ(iteration.failure, "");
    for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit"})
      EXPECT_NEAR(shape(iteration, name), shape(factors, name), 1e-8 * shape(factors, "deposit_thickness")) << name;
  }
} // namespace zincfield::growth_in_space_tests
