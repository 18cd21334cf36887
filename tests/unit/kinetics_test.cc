#include "physics/constants.h"
#include "physics/kinetics/reaction.h"
#include "physics/registry.h"
#include "tests/support/section_parameters.h"

#include <gtest/gtest.h>

using namespace zincfield;
using zincfield::testing::FixedParameters;
using zincfield::testing::Rejected;

namespace
{
  std::unique_ptr<Reaction>
  make(const std::string &law, FixedParameters p)
  {
    auto reaction = Registry<Reaction>::make(law);
    reaction->declare(p);
    return reaction;
  }

  double
  current(const Reaction &r, const double drive, const double ratio = 1., const bool local = false, const double T = 298.15)
  {
    const std::vector<double> ratios(8, ratio);
    return r.current_density(ReactionState<double>{drive, ratios.data(), local, 1., T});
  }

  const std::map<std::string, double> zinc = {{"Exchange current density", 10.}, {"Anodic transfer coefficient", 1.5}, {"Cathodic transfer coefficient", 0.5}};
  const double                        f    = 1. / thermal_voltage(298.15);
} // namespace

TEST(ButlerVolmer, AnodicCurrentIsPositiveAndVanishesAtEquilibrium)
{
  const auto r = make("Butler-Volmer", {zinc});
  EXPECT_EQ(current(*r, 0.), 0.);
  EXPECT_GT(current(*r, 0.02), 0.);
  EXPECT_LT(current(*r, -0.02), 0.);
  EXPECT_TRUE(r->deposits_zinc());
  EXPECT_EQ(r->electrons(), 2.);
  EXPECT_EQ(r->stoichiometry().at("Zn2+"), 1.);
}

TEST(ButlerVolmer, IsLinearNearEquilibriumWithSlopeOfTransferCoefficients)
{
  const auto r = make("Butler-Volmer", {zinc});
  EXPECT_NEAR(current(*r, 1e-7) / 1e-7, 10. * (1.5 + 0.5) * f, 1e-4 * 10. * 2. * f);
}

TEST(ButlerVolmer, TafelSlopesPerDecade)
{
  const auto   r = make("Butler-Volmer", {zinc});
  const double cathodic = std::log(10.) / (0.5 * f), anodic = std::log(10.) / (1.5 * f);
  EXPECT_NEAR(current(*r, -0.4 - cathodic) / current(*r, -0.4), 10., 1e-9);
  EXPECT_NEAR(current(*r, 0.3 + anodic) / current(*r, 0.3), 10., 1e-9);
}

TEST(ButlerVolmer, EquilibriumFollowsNernst)
{
  const auto r = make("Butler-Volmer", {zinc});
  for (const double ratio : {1e-3, 0.1, 2.})
    EXPECT_NEAR(current(*r, std::log(ratio) / (2. * f), ratio), 0., 1e-12);
}

TEST(ButlerVolmer, LocalReferenceAgreesWithBulkReference)
{
  const auto r = make("Butler-Volmer", {zinc});
  for (const double ratio : {1e-3, 0.2, 1.7})
    for (const double eta : {-0.1, -0.01, 0.05})
      {
        const double bulk = current(*r, eta + std::log(ratio) / (2. * f), ratio), local = current(*r, eta, ratio, true);
        EXPECT_NEAR(local, bulk, 1e-10 * std::abs(bulk));
      }
}
