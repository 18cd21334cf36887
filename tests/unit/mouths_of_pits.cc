#include "solver/growth/mouth.h"

#include <gtest/gtest.h>

#include <cmath>

// Where the walls of a pit come nearest to each other, and what lies behind that.

namespace zincfield::mouths_of_pits_tests
{
  using dealii::Point;

  namespace
  {
    constexpr double radius = 5., neck = 1., height = 2., flare = 4.; // of a bulb, and half of the neck above it

    /** Half of the width of the neck at a height above its narrowest place. */
    double
    half_width(const double z)
    {
      return neck + z * z / flare;
    }

    /** From the bottom of a bulb, along its wall and up a neck that is narrowest at z = 0, to a floor that ends at x = 20. */
    std::vector<Point<2>>
    keyhole()
    {
      const double          foot = half_width(-height), middle = -height - std::sqrt(radius * radius - foot * foot);
      const double          last = M_PI - std::asin(foot / radius);
      std::vector<Point<2>> line;
      for (unsigned int i = 0; i < 400; ++i)
        line.emplace_back(radius * std::sin(last * i / 400.), middle - radius * std::cos(last * i / 400.));
      for (int i = -200; i <= 200; ++i)
        line.emplace_back(half_width(height * i / 200.), height * i / 200.);
      line.emplace_back(20., height);
      return line;
    }

    /** What lies in the bulb and in the lower half of the neck. */
    double
    area_behind()
    {
      const double foot = half_width(-height), angle = 2. * (M_PI - std::asin(foot / radius)); // of the circle's larger segment
      return 0.5 * radius * radius * (angle - std::sin(angle)) + 2. * (neck * height + std::pow(height, 3) / (3. * flare));
    }
    double
    volume_behind()
    {
      const double foot = half_width(-height), rise = radius + std::sqrt(radius * radius - foot * foot);
      return M_PI * rise * rise * (radius - rise / 3.) +
             M_PI *
               (neck * neck * height + 2. * neck * std::pow(height, 3) / (3. * flare) + std::pow(height, 5) / (5. * flare * flare));
    }
    double
    depth_behind()
    {
      return height + radius + std::sqrt(radius * radius - std::pow(half_width(-height), 2));
    }
  } // namespace

  TEST(MouthOfAPit, LiesWhereItsNeckIsNarrowest)
  {
    const Mouth plane = narrowest_mouth(keyhole(), true, false), round = narrowest_mouth(keyhole(), true, true);
    EXPECT_NEAR(plane.width, 2. * neck, 1e-12);
    EXPECT_NEAR(round.width, 2. * neck, 1e-12);
    EXPECT_NEAR(plane.enclosed, area_behind(), 1e-4 * area_behind());
    EXPECT_NEAR(round.enclosed, volume_behind(), 1e-4 * volume_behind());
    EXPECT_NEAR(plane.depth, depth_behind(), 1e-12);
  }

  TEST(MouthOfAPit, IsTheSameBesideTheSideAndWithinTheCell)
  {
    std::vector<Point<2>> left = keyhole(), whole;
    for (Point<2> &point : left)
      point[0] = 20. - point[0]; // the pit lies at the side x = 20
    std::reverse(left.begin(), left.end());
    whole = left;
    for (std::size_t i = left.size() - 1; i-- > 0;)
      whole.emplace_back(40. - left[i][0], left[i][1]); // and with its other half in the middle of a cell
    for (const Mouth &mouth :
         {narrowest_mouth(left, true, false), narrowest_mouth(whole, true, false), narrowest_mouth(whole, false, false)})
      {
        EXPECT_NEAR(mouth.width, 2. * neck, 1e-12);
        EXPECT_NEAR(mouth.enclosed, area_behind(), 1e-4 * area_behind());
        EXPECT_NEAR(mouth.depth, depth_behind(), 1e-12);
      }
    EXPECT_TRUE(std::isinf(narrowest_mouth(left, true, true).width)); // no mirror at the side of a round cell
    EXPECT_TRUE(std::isinf(narrowest_mouth(left, false, false).width));
  }

  TEST(MouthOfAPit, IsNoneWhereAValleyClosesUpFromItsBottom)
  {
    std::vector<Point<2>> groove, bowl;
    for (unsigned int i = 0; i <= 200; ++i)
      groove.emplace_back(0.02 * i, 0.1 * i); // 11 degrees from the vertical
    groove.emplace_back(20., 20.);
    for (unsigned int i = 0; i <= 200; ++i)
      bowl.emplace_back(8. * std::sin(M_PI_2 * i / 200.), -8. * std::cos(M_PI_2 * i / 200.));
    bowl.emplace_back(20., 0.);
    EXPECT_TRUE(std::isinf(narrowest_mouth(groove, true, false).width));
    EXPECT_TRUE(std::isinf(narrowest_mouth(bowl, true, false).width));
    EXPECT_TRUE(std::isinf(narrowest_mouth({Point<2>(0., 0.), Point<2>(20., 0.)}, true, false).width));
  }
} // namespace zincfield::mouths_of_pits_tests
