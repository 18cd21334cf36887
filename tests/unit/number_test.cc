#include "physics/number.h"
#include "physics/smooth_floor.h"
#include "physics/temperature.h"

#include <gtest/gtest.h>

namespace zincfield::number_tests
{
  using Lanes = dealii::VectorizedArray<double>;

  namespace
  {
    template <typename Number>
    Number
    formula(const Number &x)
    {
      using std::exp;
      using std::log;
      using std::pow;
      using std::sqrt;
      return exp(x) * log(x) / sqrt(x) + pow(x, 1.7) - safe_exp(Number(-2.) * x) + at_least(x, 0.5) + smooth_floor(x, 0.8);
    }
  } // namespace

  TEST(Dual, DerivativeAgreesWithFiniteDifference)
  {
    for (const double x : {0.3, 0.7, 1.9})
      {
        const double h = 1e-6, difference = (formula(x + h) - formula(x - h)) / (2. * h);
        const auto   dual = formula(Dual<double>(x, 1.));
        EXPECT_NEAR(dual.value, formula(x), 1e-14);
        EXPECT_NEAR(dual.derivative, difference, 1e-8 * std::abs(difference) + 1e-9);
      }
  }

  TEST(Dual, EveryLaneEqualsTheScalar)
  {
    Dual<Lanes> x;
    for (unsigned int lane = 0; lane < Lanes::size(); ++lane)
      {
        x.value[lane]      = 0.4 + 0.3 * lane;
        x.derivative[lane] = 1.;
      }
    const auto y = formula(x);
    const auto v = formula(x.value);
    for (unsigned int lane = 0; lane < Lanes::size(); ++lane)
      {
        const auto scalar = formula(Dual<double>(x.value[lane], 1.));
        EXPECT_DOUBLE_EQ(y.value[lane], scalar.value);
        EXPECT_DOUBLE_EQ(v[lane], scalar.value);
        EXPECT_NEAR(y.derivative[lane], scalar.derivative, 1e-14);
      }
  }

  TEST(SafeExp, IsExponentialInsideAndContinuousBeyond)
  {
    EXPECT_EQ(safe_exp(3.), std::exp(3.));
    EXPECT_EQ(safe_exp(-800.), 0.);
    const double below = safe_exp(60. - 1e-9), above = safe_exp(60. + 1e-9);
    EXPECT_NEAR(above / below, 1., 1e-8);
    EXPECT_NEAR(safe_exp(Dual<double>(61., 1.)).derivative / std::exp(60.), 1., 1e-12);
    EXPECT_NEAR(safe_exp(400.) / std::exp(60.), 341., 1e-9);
  }

  TEST(SmoothFloor, IsPositiveWithContinuousSlope)
  {
    EXPECT_EQ(smooth_floor(0.2, 0.1), 0.2);
    EXPECT_NEAR(smooth_floor(0., 0.1), 0.05, 1e-16);
    EXPECT_GT(smooth_floor(-1e9, 0.1), 0.);
    EXPECT_EQ(decaying_floor(0.2, 0.1), 0.2);
    EXPECT_NEAR(decaying_floor(0., 0.1), 0.1 * std::exp(-1.), 1e-16);
    EXPECT_GT(decaying_floor(-1e9, 0.1), 0.);
    EXPECT_NEAR(decaying_floor(Dual<double>(0.1 - 1e-12, 1.), 0.1).derivative, 1., 1e-9);
    EXPECT_NEAR(smooth_floor(Dual<double>(0.1 - 1e-12, 1.), 0.1).derivative, 1., 1e-9);
  }

  TEST(Arrhenius, FollowsTheFormula)
  {
    EXPECT_EQ(arrhenius_factor(20e3, 298.15, 298.15), 1.);
    EXPECT_EQ(arrhenius_factor(0., 298.15, 350.), 1.);
    // Doubling between 25 and 35 degC needs 52.9 kJ/mol: the textbook rule of thumb.
    EXPECT_NEAR(arrhenius_factor(52.9e3, 298.15, 308.15), 2., 3e-3);
  }
} // namespace zincfield::number_tests
