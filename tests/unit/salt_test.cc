#include "physics/constants.h"
#include "physics/electrolytes/pitzer.h"
#include "physics/electrolytes/salt.h"
#include "physics/registry.h"
#include "tests/support/fixed_parameters.h"

#include <gtest/gtest.h>

namespace zincfield::salt_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;
  using Lanes  = dealii::VectorizedArray<double>;

  namespace
  {
    constexpr double T0 = 298.15;

    std::unique_ptr<Salt>
    make(const std::string &name, const Values &values = {})
    {
      FixedParameters p(values);
      auto            salt = Registry<Salt>::make(name);
      salt->declare(p);
      EXPECT_EQ(p.unused(), std::vector<std::string>());
      return salt;
    }

    template <typename Number>
    std::array<Number, 4>
    values_of(const SaltProperties<Number> &p)
    {
      return {{p.conductivity, p.diffusivity, p.transference, p.thermodynamic_factor}};
    }

    const Values user = {
      {"Bulk concentration", 1500.}, {"Salt conductivity", 4.}, {"Diffusivity", 5e-10}, {"Cation transference number", 0.3}};

    Values
    needs(const std::string &name)
    {
      return name == "user salt" ? user : Values();
    }
  } // namespace

  TEST(ZincSulfate, ConductivityAgreesWithMeasurements)
  {
    const auto salt  = make("ZnSO4 2 M");
    const auto kappa = [&](const double molarity) { return salt->properties(1000. * molarity, T0).conductivity; };
    // CRC Handbook, equivalent conductivity [S cm^2/equiv] at 25 degC, concentration in equiv/L (two per mole).
    for (const auto &[normality, conductivity] :
         {std::pair(0.0005, 121.4), {0.005, 95.49}, {0.01, 84.91}, {0.02, 74.24}, {0.05, 61.20}, {0.1, 52.64}})
      EXPECT_NEAR(kappa(normality / 2.), 0.1 * normality * conductivity, 0.05 * 0.1 * normality * conductivity);
    // CRC Handbook, mass percent at 20 degC in mS/cm: 5, 10, 15 %, densities 1.051, 1.107, 1.167 g/cm^3, M = 161.47 g/mol.
    for (const auto &[percent, density, conductivity] : {std::tuple(5., 1.051, 2.05), {10., 1.107, 3.37}, {15., 1.167, 4.33}})
      EXPECT_NEAR(salt->properties(percent * density * 1e4 / 161.47, 293.15).conductivity, conductivity, 0.04 * conductivity);
    EXPECT_NEAR(kappa(2.), 5.5, 0.5);
    EXPECT_NEAR(kappa(3.), 5.0, 0.5);
  }

  TEST(ZincSulfate, ConductivityIsThatOfFreeIonsWhenDilute)
  {
    const auto   salt = make("ZnSO4 1 M");
    const double c    = 2e-3;
    EXPECT_NEAR(salt->properties(c, T0).conductivity / c, 2. * (52.8 + 80.0) * 1e-4, 0.02 * 0.02656);
  }

  TEST(ZincSulfate, ConductivityHasItsMaximumNearTwoMolar)
  {
    const auto salt  = make("ZnSO4 2 M");
    const auto slope = [&](const double c) { return salt->properties(Dual<double>(c, 1.), T0).conductivity.derivative; };
    EXPECT_GT(slope(1700.), 0.);
    EXPECT_LT(slope(2400.), 0.);
  }

  TEST(ZincSulfate, IdealIonsConductTenTimesTooWell)
  {
    // (F^2/RT) 4 c (D+ + D-) = 53 S/m at 2 mol/L.
    const double ideal    = make("ZnSO4 2 M ideal")->properties(2000., T0).conductivity,
                 measured = make("ZnSO4 2 M")->properties(2000., T0).conductivity;
    EXPECT_NEAR(ideal, 53.1, 0.1);
    EXPECT_NEAR(ideal / measured, 10., 1.);
  }

  TEST(ZincSulfate, InfiniteDilutionIsThatOfTheIdealIons)
  {
    // Nernst-Hartley: D = 2 D+ D-/(D+ + D-) = 0.847e-9 m^2/s, t+ = 0.398.
    const auto ideal = make("ZnSO4 1 M ideal")->properties(1., T0), real = make("ZnSO4 1 M")->properties(2e-3, T0);
    EXPECT_NEAR(ideal.diffusivity, 0.847e-9, 1e-12);
    EXPECT_NEAR(ideal.transference, 0.398, 1e-3);
    EXPECT_EQ(ideal.thermodynamic_factor, 1.);
    EXPECT_NEAR(real.diffusivity, ideal.diffusivity, 0.01e-9);
    EXPECT_NEAR(real.transference, ideal.transference, 1e-3);
    EXPECT_NEAR(real.thermodynamic_factor, 1., 0.02);
  }

  TEST(ZincSulfate, TransportIsWithinTheLiteratureRange)
  {
    const auto salt = make("ZnSO4 2 M");
    for (const double c : {1000., 2000., 3000.})
      {
        const auto p = salt->properties(c, T0);
        EXPECT_GT(p.diffusivity, 0.4e-9);
        EXPECT_LT(p.diffusivity, 0.5e-9);
        EXPECT_GT(p.transference, 0.2);
        EXPECT_LT(p.transference, 0.4);
      }
  }

  TEST(ZincSulfate, ThermodynamicFactorIntegratesToTheActivityCoefficients)
  {
    // Robinson and Stokes: gamma = 0.150, 0.0435, 0.036, 0.041 at 0.1, 1, 2, 3 mol/kg; ln(gamma_2/gamma_1) = integral of (chi - 1)
    // dln m.
    const auto salt = make("ZnSO4 3 M");
    const auto rise = [&](const double from, const double to) {
      double       sum = 0.;
      const int    n   = 2000;
      const double h   = std::log(to / from) / n;
      for (int k = 0; k < n; ++k)
        sum += h * (salt->properties(1000. * from * std::exp((k + 0.5) * h), T0).thermodynamic_factor - 1.);
      return sum;
    };
    EXPECT_NEAR(rise(0.1, 1.), std::log(0.0435 / 0.150), 0.03);
    EXPECT_NEAR(rise(1., 2.), std::log(0.036 / 0.0435), 0.03);
    EXPECT_NEAR(rise(2., 3.), std::log(0.041 / 0.036), 0.03);
  }

  TEST(Pitzer, FollowsTheLimitingLaw)
  {
    // Debye-Hueckel: dln(gamma)/dln(m) = -4 * 3 A sqrt(I)/2 for a 2:2 electrolyte, A = 0.392, I = 4 m (virial terms left out).
    const double m = 1e-10;
    EXPECT_NEAR(pitzer_thermodynamic_factor({0., 0., 0., 0.}, m) - 1., -6. * 0.392 * 2. * std::sqrt(m), 1e-8);
  }

  TEST(ZincSulfate, TemperatureRaisesConductivityByTwoPercentAKelvin)
  {
    for (const std::string name : {"ZnSO4 2 M", "ZnSO4 2 M ideal"})
      {
        const auto salt = make(name);
        EXPECT_NEAR(salt->properties(2000., T0 + 1.).conductivity / salt->properties(2000., T0).conductivity, 1.02, 0.005);
        EXPECT_NEAR(salt->properties(2000., T0 + 1.).diffusivity / salt->properties(2000., T0).diffusivity, 1.02, 0.005);
      }
  }

  TEST(ZincSulfate, InputOverridesTheDataSet)
  {
    const auto salt = make("ZnSO4 2 M", {{"Bulk concentration", 1800.},
                                         {"Diffusivity", 3e-10},
                                         {"Cation transference number", 0.2},
                                         {"Salt conductivity", 5.},
                                         {"Thermodynamic factor", 1.1}});
    const auto p    = salt->properties(2500., T0);
    EXPECT_EQ(salt->bulk_concentration(), 1800.);
    EXPECT_EQ(p.conductivity, 5.);
    EXPECT_EQ(p.diffusivity, 3e-10);
    EXPECT_EQ(p.transference, 0.2);
    EXPECT_EQ(p.thermodynamic_factor, 1.1);
    EXPECT_EQ(salt->properties(Dual<double>(2500., 1.), T0).diffusivity.derivative, 0.);
  }

  TEST(ZincSulfate, BulkConcentrationIsInTheName)
  {
    EXPECT_EQ(make("ZnSO4 1 M")->bulk_concentration(), 1000.);
    EXPECT_EQ(make("ZnSO4 3 M ideal")->bulk_concentration(), 3000.);
    EXPECT_EQ(make("ZnSO4 2 M")->charge_number(), 2.);
    EXPECT_EQ(make("ZnSO4 2 M")->ion_diffusivities(T0), (std::pair(0.703e-9, 1.065e-9)));
  }

  TEST(UserSalt, HoldsItsConstants)
  {
    const auto salt = make("user salt", user);
    const auto p    = salt->properties(700., T0);
    EXPECT_EQ(p.conductivity, 4.);
    EXPECT_EQ(p.thermodynamic_factor, 1.);
    EXPECT_NEAR(make(
                  "user salt",
                  [] {
      auto v                                          = user;
      v["Conductivity proportional to concentration"] = 1.;
      return v;
                  }())
                  ->properties(750., T0)
                  .conductivity,
                2., 1e-12);
    // Ions that give back D = 2 D+ D-/(D+ + D-) and t+ = D+/(D+ + D-).
    const auto [a, b] = salt->ion_diffusivities(T0);
    EXPECT_NEAR(2. * a * b / (a + b), 5e-10, 1e-22);
    EXPECT_NEAR(a / (a + b), 0.3, 1e-12);
    EXPECT_THROW(make("user salt"), std::invalid_argument);
  }

  TEST(EverySalt, IsPositiveAndDifferentiableAtEveryConcentration)
  {
    for (const auto &name : Registry<Salt>::names())
      {
        const auto salt = make(name, needs(name));
        for (const double c : {-500., -1e-3, 0., 1e-4, 0.1, 30., 500., 2000., 3500.})
          {
            const auto dual = values_of(salt->properties(Dual<double>(c, 1.), T0)),
                       up   = values_of(salt->properties(Dual<double>(c + 1e-5 * std::max(1., c), 0.), T0)),
                       down = values_of(salt->properties(Dual<double>(c - 1e-5 * std::max(1., c), 0.), T0));
            for (unsigned int k = 0; k < 4; ++k)
              {
                EXPECT_GT(dual[k].value, 0.) << name << " at " << c;
                EXPECT_TRUE(std::isfinite(dual[k].derivative)) << name << " at " << c;
                const double difference = (up[k].value - down[k].value) / (2e-5 * std::max(1., c));
                if (c >= 0.1)
                  {
                    EXPECT_NEAR(dual[k].derivative, difference, 1e-4 * std::abs(difference) + 1e-9 * dual[k].value)
                      << name << " at " << c << " property " << k;
                  }
              }
          }
      }
  }

  TEST(EverySalt, AllNumberTypesAreEqual)
  {
    for (const auto &name : Registry<Salt>::names())
      {
        const auto  salt = make(name, needs(name));
        Dual<Lanes> c;
        for (unsigned int lane = 0; lane < Lanes::size(); ++lane)
          {
            c.value[lane]      = 400. + 700. * lane;
            c.derivative[lane] = 1.;
          }
        const auto both  = values_of(salt->properties(c, 310.));
        const auto lanes = values_of(salt->properties(c.value, 310.));
        for (unsigned int lane = 0; lane < Lanes::size(); ++lane)
          {
            const auto scalar = values_of(salt->properties(c.value[lane], 310.));
            const auto dual   = values_of(salt->properties(Dual<double>(c.value[lane], 1.), 310.));
            for (unsigned int k = 0; k < 4; ++k)
              {
                EXPECT_DOUBLE_EQ(lanes[k][lane], scalar[k]) << name;
                EXPECT_DOUBLE_EQ(both[k].value[lane], scalar[k]) << name;
                EXPECT_DOUBLE_EQ(dual[k].value, scalar[k]) << name;
                EXPECT_NEAR(both[k].derivative[lane], dual[k].derivative, 1e-12 * std::abs(dual[k].derivative)) << name;
              }
          }
      }
  }
} // namespace zincfield::salt_tests
