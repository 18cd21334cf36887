#include "solver/growth/outline.h"

#include <gtest/gtest.h>

// Fields along the section of metal, as a new mesh takes them.

namespace zincfield
{
  namespace
  {
    /** A level line to x = 4 with uneven steps. */
    std::vector<OutlinePoint>
    line_with(const std::function<double(double)> &field)
    {
      std::vector<OutlinePoint> line;
      for (unsigned int i = 0; i <= 40; ++i)
        {
          const double x = 4. * i / 40. + 0.02 * std::sin(i * dealii::numbers::PI / 4.);
          line.push_back({dealii::Point<2>(x, 1.), {-1., field(x)}});
        }
      return line;
    }
  } // namespace

  TEST(OutlinesOfMetal, ParabolasAreFoundBetweenPoints)
  {
    const auto line = line_with([](const double x) { return 3. + 0.5 * x * x; }); // even about x = 0, as at an axis
    for (double x = 0.; x < 3.8; x += 0.013)
      {
        EXPECT_NEAR(value_at(line, 1, dealii::Point<2>(x, 1.02)), 3. + 0.5 * x * x, 1e-12) << x;
        EXPECT_EQ(value_at(line, 0, dealii::Point<2>(x, 1.)), -1.);
      }
  }

  TEST(OutlinesOfMetal, StepsStayBetweenTheirValues)
  {
    const auto line = line_with([](const double x) { return x < 2. ? 0. : 1.; });
    for (double x = 0.; x < 4.; x += 0.013)
      {
        const double value = value_at(line, 1, dealii::Point<2>(x, 1.));
        EXPECT_GE(value, 0.);
        EXPECT_LE(value, 1.);
        if (std::abs(x - 2.) > 0.2)
          {
            EXPECT_EQ(value, x < 2. ? 0. : 1.);
          }
      }
  }

  TEST(OutlinesOfMetal, SingleValuesAreTakenOut)
  {
    auto line          = line_with([](const double x) { return x; });
    line[12].fields[1] = 50.;
    smooth_fields(line);
    for (std::size_t i = 1; i + 1 < line.size(); ++i)
      EXPECT_NEAR(line[i].fields[1], line[i].place[0], i > 7 && i < 17 ? 0.15 : 1e-12) << i;
  }
} // namespace zincfield
