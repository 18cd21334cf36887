#include "physics/transport/diffuse_layer.h"

#include <gtest/gtest.h>

// The diffuse layer that is not meshed: Gouy and Chapman's charge, and its potential behind a Stern layer.

namespace zincfield::diffuse_layer_tests
{
  namespace
  {
    constexpr double symmetric[] = {2., -2.}, mixed[] = {2., 1., -1.}, salt[] = {50., 50.}, brine[] = {30., 40., 100.};
  }

  TEST(DiffuseLayer, RemainderOfTheExponential)
  {
    for (const double y : {-40., -1., -0.51, -0.5, -0.3, -1e-3, -1e-9, 1e-9, 1e-3, 0.3, 0.5, 0.51, 1., 40.})
      {
        const long double exact = std::abs(y) > 1e-2 ? (std::expm1((long double)(y)) - y) / ((long double)(y)*y)
                                                     : 0.5L + y / 6.L + (long double)(y)*y / 24.L + (long double)(y)*y * y / 120.L;
        EXPECT_NEAR(exponential_remainder(y) / static_cast<double>(exact), 1., 4e-15) << y;
      }
    EXPECT_EQ(exponential_remainder(0.), 0.5);
  }

  TEST(DiffuseLayer, ChargeOfASymmetricSaltIsGrahames)
  {
    for (const double x : {-6., -0.4, 1e-6, 0.1, 5.}) // sqrt(2 c (cosh(z x) - 1)) = 2 sqrt(c) sinh(z x/2)
      EXPECT_NEAR(diffuse_charge(2, symmetric, salt, x) / (2. * std::sqrt(50.) * std::sinh(x)), 1., 1e-13) << x;
  }

  TEST(DiffuseLayer, ChargeIsTheIntegralOfTheIonsOfAnyValence)
  {
    // the charge over sqrt(2 eps R T) is int sum_k z_k c_k exp(-z_k psi) dx along the layer, with dpsi/dx = -E: trapezoids in psi
    // of -sum z c exp(-z psi)/E
    for (const double x : {-2., 3.})
      {
        const unsigned int n   = 20000;
        double             sum = 0.;
        for (unsigned int i = 0; i < n; ++i)
          {
            const double psi  = x * (i + 0.5) / n;
            double       ions = 0.;
            for (unsigned int k = 0; k < 3; ++k)
              ions -= mixed[k] * brine[k] * std::exp(-mixed[k] * psi);
            sum += ions / diffuse_charge(3, mixed, brine, psi) / 2. * (x / n); // sigma dsigma = -(ions) dpsi/2
          }
        EXPECT_NEAR(sum / diffuse_charge(3, mixed, brine, x), 1., 1e-6) << x;
      }
  }

  TEST(DiffuseLayer, RootBalancesTheChargesAndItsDerivativeIsThatOfDifferences)
  {
    const double stern = 0.05;
    for (const double drop : {-60., -5., -1e-4, 0., 0.3, 40.})
      {
        const double x = diffuse_layer_root(3, mixed, brine, drop, stern);
        EXPECT_NEAR(x + stern * diffuse_charge(3, mixed, brine, x), drop, 1e-12 * std::max(1., std::abs(drop))) << drop;
        EXPECT_LE(std::abs(x), std::abs(drop));
        const auto moved = [&](const double t) {
          const double c[] = {30. + t, 40. + 2. * t, 100. + 4. * t};
          return diffuse_layer_root(3, mixed, c, drop + 0.7 * t, stern);
        };
        const Dual<double> c[] = {{30., 1.}, {40., 2.}, {100., 4.}};
        EXPECT_NEAR(diffuse_layer_root(3, mixed, c, Dual<double>(drop, 0.7), stern).derivative, (moved(1e-5) - moved(-1e-5)) / 2e-5,
                    1e-8)
          << drop;
      }
  }
} // namespace zincfield::diffuse_layer_tests
