#include "physics/constants.h"
#include "physics/kinetics/reaction.h"
#include "physics/registry.h"
#include "tests/support/fixed_parameters.h"

#include <gtest/gtest.h>

namespace zincfield::kinetics_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    constexpr double T0 = 298.15;
    const double     f  = 1. / thermal_voltage(T0);

    std::unique_ptr<Reaction>
    make(const std::string &law, const Values &values)
    {
      FixedParameters p(values);
      auto            reaction = Registry<Reaction>::make(law);
      reaction->declare(p);
      EXPECT_EQ(p.unused(), std::vector<std::string>());
      return reaction;
    }

    double
    current(const Reaction &r, const double drive, const double ratio = 1., const bool local = false, const double T = T0)
    {
      const std::vector<double> ratios(4, ratio);
      return r.current_density(ReactionState<double>{drive, ratios.data(), local, 1., T});
    }

    Dual<double>
    dual_current(const Reaction &r, const Dual<double> &drive, const Dual<double> &ratio, const bool local, const double T = T0)
    {
      const std::vector<Dual<double>> ratios(4, ratio);
      return r.current_density(ReactionState<Dual<double>>{drive, ratios.data(), local, 1., T});
    }

    Values
    with(Values values, const Values &more)
    {
      for (const auto &value : more)
        values[value.first] = value.second;
      return values;
    }

    const Values zinc = {
      {"Exchange current density", 10.}, {"Anodic transfer coefficient", 1.5}, {"Cathodic transfer coefficient", 0.5}};
    const Values hydrogen = {{"Exchange current density", 1e-6}, {"Tafel slope", 0.12}, {"pH", 4.}};

    /** Every law, with the keys that it needs. */
    const std::vector<std::pair<std::string, Values>> laws = {
      {"Butler-Volmer", zinc},
      {"Butler-Volmer",
       with(zinc, {{"Nucleation overpotential", 0.05}, {"Species/Zn2+/Cathodic order", 0.7}, {"Species/Zn2+/Anodic order", 0.2}})},
      {"Tafel", hydrogen},
      {"linear", {{"Charge transfer resistance", 3e-4}}},
      {"linear", {{"Exchange current density", 25.}}},
      {"expression", {{"Current density", "10*(exp(38.9*eta) - c*exp(-38.9*eta))*T/298.15"}}},
      {"expression", {{"Current density", "10*c_Zn2^0.5*(exp(f*eta) - exp(-f*eta))"}, {"Species/Zn2+/Stoichiometry", 1.}}}};
  } // namespace

  TEST(ButlerVolmer, AnodicCurrentIsPositiveAndVanishesAtEquilibrium)
  {
    const auto r = make("Butler-Volmer", zinc);
    EXPECT_EQ(current(*r, 0.), 0.);
    EXPECT_GT(current(*r, 0.02), 0.);
    EXPECT_LT(current(*r, -0.02), 0.);
    EXPECT_TRUE(r->deposits_zinc());
    EXPECT_EQ(r->electrons(), 2.);
    EXPECT_EQ(r->stoichiometry(), (std::map<std::string, double>{{"Zn2+", 1.}}));
    EXPECT_EQ(r->rate_species(), std::vector<std::string>{"Zn2+"});
    EXPECT_EQ(r->reference_concentration(0), 0.);
  }

  TEST(ButlerVolmer, IsLinearNearEquilibriumWithSlopeOfTransferCoefficients)
  {
    const auto r = make("Butler-Volmer", zinc);
    EXPECT_NEAR(current(*r, 1e-7) / 1e-7, 10. * (1.5 + 0.5) * f, 1e-5 * 10. * 2. * f);
  }

  TEST(ButlerVolmer, TafelSlopesPerDecade)
  {
    const auto   r        = make("Butler-Volmer", zinc);
    const double cathodic = std::log(10.) / (0.5 * f), anodic = std::log(10.) / (1.5 * f);
    EXPECT_NEAR(cathodic, 0.1183, 1e-4); // 118.3 mV per decade for alpha 0.5 at 25 degC: textbook
    EXPECT_NEAR(current(*r, -0.4 - cathodic) / current(*r, -0.4), 10., 1e-9);
    EXPECT_NEAR(current(*r, 0.3 + anodic) / current(*r, 0.3), 10., 1e-9);
  }

  TEST(ButlerVolmer, EquilibriumFollowsNernst)
  {
    const auto r = make("Butler-Volmer", zinc);
    for (const double ratio : {1e-3, 0.1, 2.})
      EXPECT_NEAR(current(*r, std::log(ratio) / (2. * f), ratio), 0., 1e-12);
  }

  TEST(ButlerVolmer, LocalReferenceAgreesWithBulkReference)
  {
    const auto r = make("Butler-Volmer", zinc);
    for (const double ratio : {1e-3, 0.2, 1.7})
      for (const double eta : {-0.1, -0.01, 0.05})
        {
          const double bulk = current(*r, eta + std::log(ratio) / (2. * f), ratio);
          EXPECT_NEAR(current(*r, eta, ratio, true), bulk, 1e-10 * std::abs(bulk));
        }
  }

  TEST(ButlerVolmer, ConcentrationExponentIsAPower)
  {
    const auto r = make("Butler-Volmer", with(zinc, {{"Concentration exponent", 0.8}}));
    EXPECT_NEAR(current(*r, -0.1, 0.25, true) / current(*r, -0.1, 1., true), std::pow(0.25, 0.8), 1e-12);
  }

  TEST(ButlerVolmer, NucleationShiftsTheCathodicBranchAndKeepsEquilibrium)
  {
    const auto bare    = make("Butler-Volmer", zinc),
               foreign = make("Butler-Volmer", with(zinc, {{"Nucleation overpotential", 0.03}}));
    EXPECT_EQ(current(*foreign, 0.), 0.);
    EXPECT_NEAR(current(*foreign, -0.43) / current(*bare, -0.40), 1., 1e-6);
  }

  TEST(ButlerVolmer, TabulatedOvervoltagesOfCarboraneFit)
  {
    // Feng et al. 2025, fig. 2c, with the resistances of the joint fit: 25 and 123 mV (coated), 33 and 276 mV (bare) at 1 and 20
    // mA/cm^2.
    const auto coated = make("Butler-Volmer", {{"Data set", "o-carborane on zinc (fitted)"}});
    const auto bare   = make("Butler-Volmer", {{"Data set", "bare zinc (fitted)"}});
    const auto check  = [](const Reaction &r, const double overvoltage, const double i, const double resistance) {
      EXPECT_NEAR(-current(r, -(overvoltage - i * resistance)), i, 0.03 * i);
    };
    check(*coated, 25e-3, 10., 1.326e-4);
    check(*coated, 123e-3, 200., 1.326e-4);
    check(*bare, 33e-3, 10., 8.977e-4);
    check(*bare, 276e-3, 200., 8.977e-4);
  }

  TEST(ButlerVolmer, DataSetsHoldThePrintedExchangeCurrentsAndCanBeOverridden)
  {
    // R_ct = RT/(2 F i0): 0.65 and 1.75 ohm cm^2 for the printed 19.66 and 7.36 mA/cm^2.
    const double h = 1e-7;
    EXPECT_NEAR(h / current(*make("Butler-Volmer", {{"Data set", "o-carborane on zinc (Tafel)"}}), h), 0.653e-4, 1e-6);
    EXPECT_NEAR(h / current(*make("Butler-Volmer", {{"Data set", "bare zinc (Tafel)"}}), h), 1.745e-4, 1e-6);
    const auto own = make("Butler-Volmer", {{"Data set", "bare zinc (Tafel)"}, {"Exchange current density", 5.}});
    EXPECT_NEAR(current(*own, h) / h, 5. * 2. * f, 1e-3);
  }

  TEST(ButlerVolmer, NeedsItsConstants)
  {
    EXPECT_THROW(make("Butler-Volmer", {}), std::invalid_argument);
    EXPECT_THROW(make("Butler-Volmer", with(zinc, {{"Exchange current density", -1.}})), std::invalid_argument);
  }

  TEST(ButlerVolmer, SpeciesOfTheInputReplaceTheDefault)
  {
    const auto r = make("Butler-Volmer", with(zinc, {{"Species/Cu2+/Stoichiometry", 1.},
                                                     {"Species/Cu2+/Cathodic order", 2.},
                                                     {"Species/Cu2+/Reference concentration", 50.}}));
    EXPECT_EQ(r->stoichiometry(), (std::map<std::string, double>{{"Cu2+", 1.}}));
    EXPECT_EQ(r->rate_species(), std::vector<std::string>{"Cu2+"});
    EXPECT_EQ(r->reference_concentration(0), 50.);
    EXPECT_NEAR(current(*r, -0.4, 3.) / current(*r, -0.4), 9., 1e-6);
  }

  TEST(ButlerVolmer, ExchangeCurrentMayVaryAlongTheSurface)
  {
    const SpatialValue patch("patch", [](const Location &x) { return x.height > 1. ? 30. : 10.; });
    const SpatialValue half("half", [](const Location &x) { return x.x > 0. ? 0.5 : 1.; });
    const auto         r   = make("Butler-Volmer", with(zinc, {{"Exchange current density", patch}, {"Exchange factor", half}}));
    const double       eta = -0.05, expected = 10. * (std::exp(1.5 * f * eta) - std::exp(-0.5 * f * eta));
    Location           x;
    const auto         at = [&](const Location &location) {
      const double one = 1.;
      return r->current_density(ReactionState<double>{eta, &one, false, r->exchange_factor()(location), T0});
    };
    EXPECT_NEAR(at(x), expected, 1e-12 * std::abs(expected));
    x.height = 2.;
    EXPECT_NEAR(at(x), 3. * expected, 1e-12 * std::abs(expected));
    x.x = 1.;
    EXPECT_NEAR(at(x), 1.5 * expected, 1e-12 * std::abs(expected));
  }

  TEST(ButlerVolmer, ExchangeCurrentFollowsArrhenius)
  {
    const auto   r = make("Butler-Volmer", with(zinc, {{"Activation energy", 25e3}}));
    const double h = 1e-7, T = 313.15;
    EXPECT_NEAR(current(*r, h, 1., false, T) / h, 10. * std::exp(25e3 / 8.314462618 * (1. / T0 - 1. / T)) * 2. / thermal_voltage(T),
                1e-2);
  }

  TEST(Tafel, HydrogenEquilibriumAgainstZinc)
  {
    // 0.7618 V at pH 0 and unit activity; 59.16 mV lower for every pH; (RT/2F) ln a for the zinc electrode in the bulk.
    EXPECT_NEAR(make("Tafel", with(hydrogen, {{"pH", 0.}}))->equilibrium_potential(), 0.7618, 1e-12);
    EXPECT_NEAR(make("Tafel", hydrogen)->equilibrium_potential(), 0.7618 - 4. * 0.05916, 1e-4);
    EXPECT_NEAR(make("Tafel", with(hydrogen, {{"Zinc activity", 0.072}}))->equilibrium_potential(), 0.7618 - 4. * 0.05916 + 0.0338,
                1e-4);
  }

  TEST(Tafel, IsCathodicWithTheGivenSlope)
  {
    const auto   r = make("Tafel", hydrogen);
    const double E = r->equilibrium_potential();
    EXPECT_NEAR(current(*r, E), -1e-6, 1e-18);
    EXPECT_NEAR(current(*r, E - 0.12), -1e-5, 1e-14);
    EXPECT_NEAR(current(*r, E - 0.12, 0.1), -1e-6, 1e-15);
    EXPECT_EQ(r->stoichiometry(), (std::map<std::string, double>{{"H+", 2.}}));
    EXPECT_FALSE(r->deposits_zinc());
  }

  TEST(Tafel, HydrogenOnZincInAcid)
  {
    // Tafel line a = 1.24 V, b = 0.12 V: 1 A/cm^2 at an overpotential of 1.24 V, pH 0.
    const auto r = make("Tafel", {{"Data set", "hydrogen on zinc"}, {"pH", 0.}});
    EXPECT_NEAR(current(*r, r->equilibrium_potential() - 1.24), -1e4, 1e-6);
    // The same potential at pH 3: a thousandth of the protons, a thousandth of the current.
    const auto weak = make("Tafel", {{"Data set", "hydrogen on zinc"}, {"pH", 3.}});
    EXPECT_NEAR(current(*weak, -0.3) / current(*r, -0.3), 1e-3, 1e-9);
  }

  TEST(Tafel, WaterMakesHydroxideAndDoesNotDependOnPh)
  {
    const Values water = {{"Half reaction", "2H2O + 2e- = H2 + 2OH-"},
                          {"Exchange current density", 1e-6},
                          {"Tafel slope", 0.12},
                          {"pH of the exchange current density", 14.}};
    const auto   a = make("Tafel", with(water, {{"pH", 14.}})), b = make("Tafel", with(water, {{"pH", 5.}}));
    EXPECT_EQ(a->stoichiometry(), (std::map<std::string, double>{{"OH-", -2.}}));
    EXPECT_NEAR(a->equilibrium_potential(), 0.7618 - 0.828, 1e-3); // E0 = -0.828 V: CRC Handbook
    EXPECT_NEAR(current(*a, -0.5) / current(*b, -0.5), 1., 1e-9);
  }

  TEST(Tafel, NeedsExactlyOneSlope)
  {
    EXPECT_THROW(make("Tafel", with(hydrogen, {{"Cathodic transfer coefficient", 0.5}})), std::invalid_argument);
    EXPECT_THROW(make("Tafel", {{"Exchange current density", 1e-6}}), std::invalid_argument);
    const auto r = make("Tafel", {{"Exchange current density", 1e-6}, {"Cathodic transfer coefficient", 0.5}, {"pH", 0.}});
    EXPECT_NEAR(current(*r, r->equilibrium_potential() - 0.11832), -1e-5, 1e-9);
  }

  TEST(Linear, ResistanceAndExchangeCurrentAreEquivalent)
  {
    const double resistance = 1. / (25. * 2. * f);
    const auto   a          = make("linear", {{"Charge transfer resistance", resistance}}),
               b            = make("linear", {{"Exchange current density", 25.}});
    EXPECT_NEAR(current(*a, -0.01), -0.01 / resistance, 1e-12);
    EXPECT_NEAR(current(*b, -0.01), -0.01 / resistance, 1e-12);
    EXPECT_THROW(make("linear", {}), std::invalid_argument);
    EXPECT_THROW(make("linear", {{"Charge transfer resistance", 1.}, {"Exchange current density", 1.}}), std::invalid_argument);
  }

  TEST(Expression, EqualsTheLawItSpells)
  {
    const auto own =
      make("expression",
           {{"Current density", "10*(exp(1.5*96485.33212/8.314462618/T*eta) - c*exp(-0.5*96485.33212/8.314462618/T*eta))"}});
    const auto law = make("Butler-Volmer", zinc);
    for (const double eta : {-0.2, -0.01, 0.03})
      EXPECT_NEAR(current(*own, eta, 0.4), current(*law, eta, 0.4), 1e-10 * std::abs(current(*law, eta, 0.4)));
  }

  TEST(Expression, RejectsWhatItCannotRead)
  {
    EXPECT_THROW(make("expression", {{"Current density", "10*(exp(eta"}}), std::invalid_argument);
    EXPECT_THROW(make("expression", {{"Current density", "10*potential"}}), std::invalid_argument);
    EXPECT_THROW(make("expression", {{"Current density", "1/eta"}}), std::invalid_argument);
    EXPECT_THROW(make("expression", {}), std::invalid_argument);
  }

  TEST(EveryReaction, DualNumbersAgreeWithFiniteDifferences)
  {
    for (const auto &[name, values] : laws)
      {
        const auto r = make(name, values);
        for (const bool local : {false, true})
          for (const double eta : {-0.15, -0.02, 0.04})
            for (const double c : {1e-3, 0.05, 0.3, 1.5})
              {
                const double       E = r->equilibrium_potential(), h = 1e-6;
                const double       by_drive = (current(*r, E + eta + h, c, local) - current(*r, E + eta - h, c, local)) / (2. * h);
                const Dual<double> d1       = dual_current(*r, Dual<double>(E + eta, 1.), Dual<double>(c), local);
                EXPECT_NEAR(d1.value, current(*r, E + eta, c, local), 1e-12 * std::abs(d1.value)) << name;
                EXPECT_NEAR(d1.derivative, by_drive, 1e-6 * std::abs(by_drive) + 1e-12) << name;
                const double hc       = 1e-4 * c,
                             by_c     = (current(*r, E + eta, c + hc, local) - current(*r, E + eta, c - hc, local)) / (2. * hc);
                const Dual<double> d2 = dual_current(*r, Dual<double>(E + eta), Dual<double>(c, 1.), local);
                EXPECT_NEAR(d2.derivative, by_c, 1e-6 * std::abs(by_c) + 1e-14 * std::abs(d1.value) / hc) << name;
              }
      }
  }

  TEST(EveryReaction, DerivativeIsContinuousAtTheConcentrationFloor)
  {
    for (const auto &[name, values] : laws)
      {
        const auto r = make(name, values);
        for (const bool local : {false, true})
          {
            const auto below = dual_current(*r, Dual<double>(-0.1), Dual<double>(1e-6 * (1. - 1e-9), 1.), local);
            const auto above = dual_current(*r, Dual<double>(-0.1), Dual<double>(1e-6 * (1. + 1e-9), 1.), local);
            EXPECT_NEAR(below.value, above.value, 1e-7 * std::abs(above.value)) << name;
            EXPECT_NEAR(below.derivative, above.derivative, 1e-3 * std::abs(above.derivative)) << name;
          }
      }
  }

  TEST(EveryReaction, IsFiniteUpToTenVoltsAndWithoutIons)
  {
    for (const auto &[name, values] : laws)
      {
        const auto r = make(name, values);
        for (const double drive : {-10., -1., 0., 1., 10.})
          for (const double c : {-10., -1e-3, 0., 1e-12, 5.})
            for (const bool local : {false, true})
              {
                const auto i = dual_current(*r, Dual<double>(drive, 1.), Dual<double>(c, 1.), local);
                EXPECT_TRUE(std::isfinite(i.value) && std::isfinite(i.derivative)) << name << drive << " " << c;
              }
      }
  }

  TEST(EveryReaction, DescribesItselfWithoutValues)
  {
    for (const auto &name : Registry<Reaction>::names())
      {
        FixedParameters p({}, true);
        EXPECT_NO_THROW(Registry<Reaction>::make(name)->declare(p)) << name;
      }
  }
} // namespace zincfield::kinetics_tests
