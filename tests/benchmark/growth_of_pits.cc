#include "tests/support/grown.h"
#include "tests/support/growth_cells.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <fstream>

// An even current moves every point of metal along its normal by the same h (Huygens): walls of a pit come nearer by 2 h, edges
// become arcs of radius h, and hollows of radius R ones of R - h.

namespace zincfield::growth_of_pits_tests
{
  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** A charge transfer of 50 ohm cm^2, a thousand times the resistance of the solution. */
    Lines
    even_current(const std::string &capacity)
    {
      return common_lines() + growth_cells::constant_current("10 mA/cm^2", capacity) +
             Lines{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 50 S/m", "Reactions/zinc/Type = linear",
                   "Reactions/zinc/Charge transfer resistance = 50 ohm cm^2", "Boundaries/working electrode/Reactions = zinc"};
    }

    constexpr double width = 3., depth = 10., rim = 1., side = 9.; // half of the width of a trench [um]

    /** A trench with a round bottom, upright walls and a round rim, as a table. */
    std::string
    trench()
    {
      const std::string file = "trench_" + std::to_string(getpid()) + ".csv";
      std::ofstream     table(file);
      table.precision(12);
      for (unsigned int i = 0; i <= 40; ++i)
        table << width * std::sin(pi / 80. * i) << ',' << -depth + width * (1. - std::cos(pi / 80. * i)) << '\n';
      for (unsigned int i = 1; i < 40; ++i)
        table << width << ',' << -depth + width + (depth - width - rim) * i / 40. << '\n';
      for (unsigned int i = 0; i <= 20; ++i)
        table << width + rim * (1. - std::cos(pi / 40. * i)) << ',' << -rim + rim * std::sin(pi / 40. * i) << '\n';
      for (unsigned int i = 1; i <= 20; ++i)
        table << width + rim + (side - width - rim) * i / 20. << ',' << 0. << '\n';
      return file;
    }
  } // namespace

  TEST(GrowthOfPits, ClosesATrenchOverWhenTheWallsMeet)
  {
    const std::string file = trench();
    for (const std::string dimension : {"2", "axisymmetric"})
      {
        const CaseResult result =
          grown<2>(even_current("20 mAh/cm^2") + Lines{"Geometry/Type = profile", "Geometry/Dimension = " + dimension,
                                                       "Geometry/File = " + file, "Geometry/Unit = 1 um", "Geometry/Gap = 20 um",
                                                       "Growth/Until contact = true", "Growth/Contact gap = 0.2",
                                                       "Growth/Largest step = 0.5", "Growth/Tolerance = 2e-2"},
                   0);
        ASSERT_EQ(result.failure, "");
        EXPECT_NE(result.growth.reason.find("has closed over a pit"), std::string::npos) << result.growth.reason;
        const double h = shape(result, "tip_growth");
        EXPECT_GE(shape(result, "new_meshes"), 1.);
        EXPECT_NEAR(shape(result, "mouth_width"), 2. * (1e-6 * width - h), 1e-8) << dimension;
        EXPECT_NEAR(shape(result, "base_growth"), h, 3e-2 * h) << dimension; // its valley is filled to a tenth of its depth
        EXPECT_LT(shape(result, "volume_against_charge"), 1e-8);
      }
    std::remove(file.c_str());
  }

  TEST(GrowthOfPits, RoundsARimThatWasSharp)
  {
    const double     radius = 20., deep = 8., cell = 40., circle = (radius * radius + deep * deep) / (2. * deep);
    const CaseResult result = grown<2>(even_current("4 mAh/cm^2") +
                                         Lines{"Geometry/Type = pit", "Geometry/Shape = spherical cap", "Geometry/Radius = 20 um",
                                               "Geometry/Depth = 8 um", "Geometry/Cell half-width = 40 um", "Geometry/Gap = 40 um",
                                               "Growth/New mesh below = 0.96", "Growth/Tolerance = 1e-2"},
                                       1);
    ASSERT_EQ(result.failure, "");
    EXPECT_GE(shape(result, "new_meshes"), 1.);
    const double h = shape(result, "tip_growth"), angle = std::asin(radius / circle);
    // arcs of (circle - h) and h over the same angle: the length stays, and the area under it follows
    EXPECT_NEAR(shape(result, "true_over_projected_area"), (angle * circle + cell - radius) / cell, 2e-3);
    EXPECT_NEAR(shape(result, "deposit_thickness"), 1e-6 * (angle * circle + cell - radius) / cell * 1e6 * h, 4e-3 * h);
    EXPECT_NEAR(shape(result, "base_growth"), h, 2e-3 * h);
  }
} // namespace zincfield::growth_of_pits_tests
