#include "solver/input/sequence.h"
#include "solver/time/order_control.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace zincfield::time_tests
{
  namespace
  {
    /** b.Phi - 1/gamma for the rooted trees up to an order (Hairer, Norsett and Wanner, Solving ODEs I, table II.2.1). */
    std::vector<double>
    order_conditions(const ButcherTableau &t, const std::vector<double> &b, const unsigned int order)
    {
      const unsigned int n   = t.n_stages();
      const auto         row = [&](const unsigned int i, const std::function<double(unsigned int)> &f) {
        double sum = 0.;
        for (unsigned int j = 0; j <= i && j < t.a[i].size(); ++j)
          sum += t.a[i][j] * f(j);
        return sum;
      };
      const auto all = [&](const std::function<double(unsigned int)> &f) {
        double sum = 0.;
        for (unsigned int i = 0; i < n; ++i)
          sum += b[i] * f(i);
        return sum;
      };
      const auto          c       = [&](const unsigned int i) { return t.c[i]; };
      const auto          ac      = [&](const unsigned int i) { return row(i, c); };
      std::vector<double> defects = {all([](unsigned int) { return 1.; }) - 1.};
      if (order >= 2)
        defects.push_back(all(c) - 1. / 2.);
      if (order >= 3)
        {
          defects.push_back(all([&](const unsigned int i) { return c(i) * c(i); }) - 1. / 3.);
          defects.push_back(all(ac) - 1. / 6.);
        }
      if (order >= 4)
        {
          defects.push_back(all([&](const unsigned int i) { return std::pow(c(i), 3); }) - 1. / 4.);
          defects.push_back(all([&](const unsigned int i) { return c(i) * ac(i); }) - 1. / 8.);
          defects.push_back(all([&](const unsigned int i) { return row(i, [&](const unsigned int j) { return c(j) * c(j); }); }) -
                            1. / 12.);
          defects.push_back(all([&](const unsigned int i) { return row(i, ac); }) - 1. / 24.);
        }
      return defects;
    }
  } // namespace

  TEST(RungeKutta, ConditionsOfOrderStiffAccuracyAndStageOrder)
  {
    for (const unsigned int order : {2u, 3u, 4u})
      {
        const ButcherTableau &t = esdirk(order);
        ASSERT_EQ(t.order, order);
        for (const double defect : order_conditions(t, t.b(), order))
          EXPECT_NEAR(defect, 0., 1e-14) << t.name;
        // the embedded method: its order and the method's differ, and the difference falls with the smaller one plus 1
        const unsigned int embedded = order == 2 ? 3 : order - 1;
        for (const double defect : order_conditions(t, t.embedded, embedded))
          EXPECT_NEAR(defect, 0., 1e-14) << t.name;
        EXPECT_EQ(t.error_order, std::min(order, embedded) + 1);
        for (unsigned int i = 1; i < t.n_stages(); ++i)
          {
            EXPECT_DOUBLE_EQ(t.a[i][i], t.diagonal()) << t.name;
            double sum = 0., first = 0.;
            for (unsigned int j = 0; j <= i; ++j)
              {
                sum += t.a[i][j];
                first += t.a[i][j] * t.c[j];
              }
            EXPECT_NEAR(sum, t.c[i], 1e-14) << t.name;
            EXPECT_NEAR(first, 0.5 * t.c[i] * t.c[i], 1e-14) << t.name; // stage order 2
          }
        EXPECT_DOUBLE_EQ(t.c.back(), 1.);
      }
  }

  TEST(RungeKutta, DampsWhatIsInfinitelyStiff)
  {
    // R(infinity) = 1 - b A^-1 1 of the implicit stages: with b the last row of A and c_1 = 0, the last stage of A x =
    // c-independent ones is 0
    for (const unsigned int order : {2u, 3u, 4u})
      {
        const ButcherTableau &t = esdirk(order);
        const double          z = -1e9;
        std::vector<double>   k; // stages of y' = z y, y = 1, divided by z
        for (unsigned int i = 0; i < t.n_stages(); ++i)
          {
            double y = 1.;
            for (unsigned int j = 0; j < i; ++j)
              y += z * t.a[i][j] * k[j];
            k.push_back(i == 0 ? 1. : y / (1. - z * t.a[i][i]));
          }
        EXPECT_NEAR(k.back(), 0., 1e-7) << t.name;
      }
  }

  namespace
  {
    /** Error of a step of y' = z y, y = 1, of length 1, through its Jacobian: sum_i weights_i k_i/(1 - gamma z). */
    double
    estimate(const ButcherTableau &t, const std::vector<double> &weights, const double z)
    {
      std::vector<double> k;
      double              error = 0.;
      for (unsigned int i = 0; i < t.n_stages(); ++i)
        {
          double y = 1.;
          for (unsigned int j = 0; j < i; ++j)
            y += t.a[i][j] * k[j];
          k.push_back(z * y / (i == 0 ? 1. : 1. - z * t.a[i][i]));
          error += weights[i] * k[i];
        }
      return std::abs(error / (1. - z * t.diagonal()));
    }

    constexpr double whenever = std::numeric_limits<double>::infinity();

    /** Steps of length 1 with these errors at orders 2, 3, 4. */
    unsigned int
    order_after(OrderControl &control, const unsigned int steps, const ErrorsByOrder &errors, const double longest = whenever)
    {
      for (unsigned int k = 0; k < steps; ++k)
        control.accepted(1., errors, longest);
      return control.order();
    }
  } // namespace

  TEST(OrderControl, ErrorsOfNeighboursFromTheSameStages)
  {
    for (const auto &[of, neighbour] : {std::make_pair(3u, 4u), std::make_pair(4u, 3u)})
      {
        const auto weights = neighbour_weights(of, neighbour), c = esdirk(of).c;
        ASSERT_EQ(weights.size(), c.size());
        double sums[3] = {};
        for (unsigned int i = 0; i < c.size(); ++i)
          for (unsigned int power = 0; power < 3; ++power)
            sums[power] += weights[i] * std::pow(c[i], power);
        const auto         &other = esdirk(neighbour);
        std::vector<double> own(other.n_stages());
        double              wanted = 0.; // sum of (b - b^) c^2
        for (unsigned int i = 0; i < own.size(); ++i)
          {
            own[i] = other.b()[i] - other.embedded[i];
            wanted += own[i] * other.c[i] * other.c[i];
          }
        EXPECT_NEAR(sums[0], 0., 1e-7);
        EXPECT_NEAR(sums[1], 0., 1e-7);
        EXPECT_NEAR(std::abs(sums[2]), std::abs(wanted), 1e-7);
        for (double z = -0.01; z > -100.; z *= 1.5)
          {
            const double ratio = estimate(esdirk(of), weights, z) / estimate(other, own, z);
            EXPECT_GT(ratio, 0.45) << of << ' ' << z;
            EXPECT_LT(ratio, 2.3) << of << ' ' << z;
          }
      }
    EXPECT_TRUE(neighbour_weights(2, 3).empty());
  }

  TEST(OrderControl, TakesTheOrderThatCoversMostTimeForItsWork)
  {
    OrderControl control(0, 2.);
    EXPECT_EQ(control.order(), 2u);                               // after a switch
    EXPECT_EQ(order_after(control, 10, {1e-6, 1e-7, -1.}), 2u);   // steps of all orders grow as fast: the cheapest
    EXPECT_EQ(order_after(control, 1, {0.9, 0.06, -1.}), 3u);     // steps twice as long for 5/4 of the work
    EXPECT_EQ(order_after(control, 1, {-1., 0.9, 0.001}), 3u);    // not at once
    EXPECT_EQ(order_after(control, 1, {-1., 0.9, 0.001}), 4u);    // 4 times 5/7
    EXPECT_EQ(order_after(control, 9, {-1., 0.5, 0.9}), 3u);      // no longer smooth
    EXPECT_EQ(order_after(control, 9, {0.9, 0.6, 0.3}, 0.1), 2u); // no order may use what it can
    EXPECT_EQ(order_after(control, 9, {0.9, 0.35, -1.}), 2u) << "promises too little";
  }

  TEST(OrderControl, StepsFollowTheErrorOfTheChosenOrder)
  {
    OrderControl control(0, 2.);
    EXPECT_NEAR(control.accepted(3., {0.9, 0.06, -1.}, whenever), 3. * 0.85 * std::pow(0.06, -1. / 3.), 1e-12);
    EXPECT_EQ(control.accepted(3., {0.9, 0.06, 0.06}, 2.), 2.);
    OrderControl fixed(4, 2.);
    EXPECT_FALSE(fixed.is_adaptive());
    EXPECT_NEAR(fixed.accepted(3., {1e-9, 1e-9, 0.5}, whenever), 3. * 0.85 * std::pow(0.5, -1. / 4.), 1e-12);
    EXPECT_EQ(fixed.order(), 4u);
  }

  TEST(OrderControl, FallsBackWhereStepsFail)
  {
    OrderControl control(0, 2.);
    order_after(control, 1, {0.9, 0.06, -1.});
    order_after(control, 2, {-1., 0.9, 0.001});
    ASSERT_EQ(control.order(), 4u);
    const double shorter = 0.85 * std::pow(5., -1. / 4.);
    EXPECT_NEAR(control.rejected(1., {-1., 20., 5.}), shorter, 1e-12);
    EXPECT_EQ(control.order(), 4u);
    EXPECT_NEAR(control.rejected(1., {-1., 20., 5.}), shorter, 1e-12);
    EXPECT_EQ(control.order(), 3u);
    control.begin();
    EXPECT_EQ(control.order(), 2u);
    EXPECT_EQ(control.rejected(1., {5., 0.3, -1.}), 1.) << "order 3 could have made it";
    EXPECT_EQ(control.order(), 3u);
    OrderControl fixed(3, 2.);
    for (unsigned int k = 0; k < 2; ++k)
      EXPECT_NEAR(fixed.rejected(1., {-1., 5., 0.1}), 0.85 * std::pow(5., -1. / 3.), 1e-12);
    EXPECT_EQ(fixed.order(), 3u);
  }

  TEST(Sequence, StepsLoopsAndNestedLoops)
  {
    const std::vector<std::string> names = {"rest", "slow charge", "strip"};
    using Steps                          = std::vector<unsigned int>;
    EXPECT_EQ(read_sequence("rest", names), (Steps{0}));
    EXPECT_EQ(read_sequence("rest , slow charge", names), (Steps{0, 1}));
    EXPECT_EQ(read_sequence("2*strip", names), (Steps{2, 2}));
    EXPECT_EQ(read_sequence("rest, 2 * (slow charge, 2 * (strip, rest)), rest", names),
              (Steps{0, 1, 2, 0, 2, 0, 1, 2, 0, 2, 0, 0}));
  }

  TEST(Sequence, SaysWhatIsWrong)
  {
    const std::vector<std::string> names = {"rest", "charge"};
    const auto                     says  = [&](const std::string &text) -> std::string {
      try
        {
          read_sequence(text, names);
        }
      catch (const SequenceError &error)
        {
          return error.what();
        }
      return "nothing";
    };
    EXPECT_EQ(says("rest, chrage"), "there is no step \"chrage\". Did you mean \"charge\"?");
    EXPECT_EQ(says("2 * (rest"), "a bracket is not closed");
    EXPECT_EQ(says("rest)"), "there is a \")\" that closes nothing");
    EXPECT_EQ(says("rest,, charge"), "a step is missing");
    EXPECT_EQ(says("0 * rest"), "\"0\" before * is no positive whole number");
    EXPECT_EQ(says("x * rest"), "\"x\" before * is no positive whole number");
    EXPECT_EQ(says("(rest) charge"), "a comma is missing after a bracket");
    EXPECT_EQ(says("10000 * (10000 * rest)"), "it has more than 10000000 steps");
  }
} // namespace zincfield::time_tests
