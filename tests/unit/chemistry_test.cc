#include "physics/chemistry/chemistry.h"
#include "physics/data_sets.h"
#include "tests/support/fixed_parameters.h"

#include <gtest/gtest.h>

#include <functional>

namespace zincfield::chemistry_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    Chemistry
    chemistry(const Values &values, const MeasuredTransport *measured = nullptr)
    {
      FixedParameters p(values);
      Chemistry       made;
      made.declare(p, 298.15, measured);
      made.complete(p);
      EXPECT_EQ(p.unused(), std::vector<std::string>());
      return made;
    }

    double
    bulk(const Chemistry &c, const std::string &species)
    {
      return 1e-3 * c.bulk_concentration(c.species_index(species));
    }

    double
    index_of(const Chemistry &c, const std::string &solid, const double *log_free)
    {
      for (unsigned int s = 0; s < c.solids().size(); ++s)
        if (c.solids()[s].name == solid)
          return c.saturation_index(s, log_free);
      return NAN;
    }

    /** Root of a function that rises, by halving. */
    double
    root(const std::function<double(double)> &f, double low, double high, const unsigned int halvings = 200)
    {
      for (unsigned int step = 0; step < halvings; ++step)
        {
          const double middle           = 0.5 * (low + high);
          (f(middle) > 0. ? high : low) = middle;
        }
      return 0.5 * (low + high);
    }
  } // namespace

  /** Mass action written out, and the two totals by bisection inside bisection. [mol/L] */
  struct ByHand
  {
    double h, zn, so4;

    ByHand(const double total, const double ph)
      : h(std::pow(10., -ph))
    {
      const auto sulfate = [&](const double zinc) { // charge balance by the sulfate
        return root([&](const double s) { return -charge(zinc, s); }, 0., 100.);
      };
      zn  = root([&](const double z) { return total_zinc(z, sulfate(z)) - total; }, 0., total);
      so4 = sulfate(zn);
    }
    double
    total_zinc(const double z, const double s) const
    {
      return z + std::pow(10., -8.96) * z / h + std::pow(10., -16.9) * z / (h * h) + std::pow(10., 2.37) * z * s +
             std::pow(10., 3.28) * z * s * s;
    }
    double
    charge(const double z, const double s) const
    {
      return 2. * z + std::pow(10., -8.96) * z / h + h - 1e-14 / h - 2. * s - std::pow(10., 1.988) * h * s -
             2. * std::pow(10., 3.28) * z * s * s;
    }
  };

  TEST(Speciation, OfZincSulfateIsThatOfMassActionByBisection)
  {
    for (const double molarity : {0.1, 1., 2.})
      for (const double ph : {3., 4., 5., 6.})
        {
          const Chemistry c = chemistry({{"Data sets", "ZnSO4 + H2SO4"},
                                         {"pH", ph},
                                         {"Activity coefficients", "ideal"},
                                         {"Components/Zn2+/Bulk concentration", 1000. * molarity}});
          const ByHand    e(molarity, ph);
          EXPECT_NEAR(bulk(c, "Zn2+"), e.zn, 1e-9 * e.zn);
          EXPECT_NEAR(bulk(c, "SO4 2-"), e.so4, 1e-9 * e.so4);
          EXPECT_NEAR(bulk(c, "HSO4-"), std::pow(10., 1.988) * e.h * e.so4, 1e-9 * std::pow(10., 1.988) * e.h * e.so4);
          EXPECT_NEAR(bulk(c, "ZnOH+"), std::pow(10., -8.96) * e.zn / e.h, 1e-9 * bulk(c, "ZnOH+"));
          EXPECT_NEAR(bulk(c, "OH-"), 1e-14 / e.h, 1e-23 / e.h);
          EXPECT_NEAR(bulk(c, "Zn(SO4)2 2-"), std::pow(10., 3.28) * e.zn * e.so4 * e.so4, 1e-8 * bulk(c, "Zn(SO4)2 2-"));
          EXPECT_NEAR(c.components()[c.component_index("Zn2+")].total, 1000. * molarity, 1e-9 * 1000. * molarity);
        }
  }
  /** pH at which the solid is saturated in the bulk. */
  double
  onset(const std::string &solid, Values values)
  {
    return root(
      [&](const double ph) {
      values["pH"]      = ph;
      const Chemistry c = chemistry(values);
      return index_of(c, solid, c.bulk_log_free());
      },
      3., 8., 20);
  }

  TEST(ZincHydroxideSulfate, PrecipitatesFromThePhOfItsConstant)
  {
    // 4 log a_Zn + log a_SO4 + 6 pH = 28.4
    const struct
    {
      double      molarity, coefficient;
      const char *activity;
    } cases[] = {{1., 0.0435, "constant"}, {2., 0.036, "constant"}, {1., 1., "ideal"}, {2., 1., "ideal"}};
    for (const auto &of : cases)
      for (const double pairs : {0., 1.})
        {
          if (pairs == 1. && of.coefficient == 1.)
            continue; // pairs take most of the free ions then
          const double ph = onset("ZHS", {{"Data sets", "ZnSO4 + H2SO4"},
                                          {"Activity coefficients", of.activity},
                                          {"Ion pairs", pairs},
                                          {"Components/Zn2+/Bulk concentration", 1000. * of.molarity}});
          EXPECT_NEAR(ph, (28.4 - 5. * std::log10(of.coefficient * of.molarity)) / 6., 2e-3);
        }
  }

  TEST(Speciation, FindsTheTotalsItStartsFromFarAway)
  {
    const Chemistry    c       = chemistry({{"Data sets", "ZnSO4 + H2SO4, acetate, Na+"},
                                            {"pH", 4.},
                                            {"Activity coefficients", "ideal"},
                                            {"Components/Zn2+/Bulk concentration", 1000.},
                                            {"Components/Na+/Bulk concentration", 100.},
                                            {"Components/CH3COO-/Bulk concentration", 50.}});
    const Equilibrium &e       = c.equilibrium();
    unsigned int       random  = 1;
    const auto         uniform = [&] { return (random = random * 1664525u + 1013904223u) / 4294967296.; };
    for (unsigned int sample = 0; sample < 300; ++sample)
      {
        double y[max_components], found[max_components], concentration[max_equilibrium_species], total[max_components] = {};
        for (unsigned int j = 0; j < e.n_components; ++j)
          y[j] = c.components()[j].name == "H+" ? std::log(1000.) - std::log(10.) * (1. + 11. * uniform()) : 16. * uniform() - 8.;
        e.concentrations(y, concentration);
        for (unsigned int i = 0; i < e.n_species; ++i)
          for (unsigned int j = 0; j < e.n_components; ++j)
            total[j] += e.nu[i][j] * concentration[i];
        if (total[c.component_index("Zn2+")] > 1e5 || total[c.component_index("SO4 2-")] > 1e5)
          continue;
        e.solve(total, found);
        double again[max_equilibrium_species];
        e.concentrations(found, again);
        for (unsigned int j = 0; j < e.n_components; ++j)
          {
            double sum = 0., size = 0.;
            for (unsigned int i = 0; i < e.n_species; ++i)
              {
                sum += e.nu[i][j] * again[i];
                size += std::abs(e.nu[i][j]) * again[i];
              }
            EXPECT_NEAR(sum, total[j], 1e-12 * size) << sample;
          }
      }
  }

  TEST(Speciation, DerivativeIsThatOfTheSolution)
  {
    const Chemistry    c = chemistry({{"Data sets", "ZnSO4 + H2SO4"},
                                      {"pH", 4.},
                                      {"Activity coefficients", "ideal"},
                                      {"Components/Zn2+/Bulk concentration", 2000.}});
    const Equilibrium &e = c.equilibrium();
    for (unsigned int k = 0; k < e.n_components; ++k)
      {
        Dual<double> total[max_components], y[max_components];
        double       up[max_components], down[max_components], y_up[max_components], y_down[max_components];
        const double step = 1e-5 * std::abs(c.components()[k].total);
        for (unsigned int j = 0; j < e.n_components; ++j)
          {
            total[j] = {c.components()[j].total, j == k ? 1. : 0.};
            up[j]    = c.components()[j].total + (j == k ? step : 0.);
            down[j]  = c.components()[j].total - (j == k ? step : 0.);
          }
        e.solve(total, y);
        e.solve(up, y_up);
        e.solve(down, y_down);
        for (unsigned int j = 0; j < e.n_components; ++j)
          EXPECT_NEAR(y[j].derivative, (y_up[j] - y_down[j]) / (2. * step), 1e-5 * std::abs(y[j].derivative) + 1e-9 / step * 1e-6);
      }
  }

  TEST(Chemistry, DaviesLowersTheActivityOfHydrogenIons)
  {
    // 0.1 M HClO4, complete: I = 0.1, log gamma = -0.509 (sqrt(I)/(1 + sqrt(I)) - 0.03)
    const Chemistry c =
      chemistry({{"Data sets", "ClO4-"}, {"Activity coefficients", "Davies"}, {"Components/ClO4-/Bulk concentration", 100.}});
    const double root = std::sqrt(0.1);
    EXPECT_NEAR(c.ph(c.bulk_log_free()), 1. + 0.509 * (root / (1. + root) - 0.03), 1e-6);
  }

  TEST(Chemistry, MobilitiesGiveTheMeasuredConductivityAndTransference)
  {
    MeasuredTransport measured;
    measured.cation            = "Zn2+";
    measured.anion             = "SO4 2-";
    measured.concentration     = 2000.;
    measured.conductivity      = 5.45;
    measured.diffusivity       = 0.43e-9;
    measured.transference      = 0.3;
    measured.ideal_diffusivity = 0.847e-9;
    const Chemistry c          = chemistry({{"Data sets", "ZnSO4 + H2SO4"}, {"pH", 4.}}, &measured);
    EXPECT_NEAR(c.bulk_conductivity(), 5.45, 1e-9);
    const unsigned int zinc = c.species_index("Zn2+"), sulfate = c.species_index("SO4 2-");
    const double       plus = c.diffusivity(zinc) * bulk(c, "Zn2+"), minus = c.diffusivity(sulfate) * bulk(c, "SO4 2-");
    EXPECT_NEAR(plus / (plus + minus), 0.3, 1e-9);
  }

  /** What is said of a wrong input. */
  std::string
  problem_of(const Values &values)
  {
    try
      {
        chemistry(values);
      }
    catch (const std::invalid_argument &error)
      {
        return error.what();
      }
    return "";
  }

  TEST(Chemistry, RefusesWhatCannotBe)
  {
    const Values salt = {{"Data sets", "ZnSO4 + H2SO4"}, {"pH", 4.}, {"Components/Zn2+/Bulk concentration", 1000.}};
    const auto   with = [&](const Values &more) {
      Values all = salt;
      for (const auto &value : more)
        all[value.first] = value.second;
      return problem_of(all);
    };
    const auto says = [](const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; };
    EXPECT_EQ(with({}), "");
    EXPECT_TRUE(says(with({{"Species/Zn2OH3+/Charge", 2.},
                           {"Species/Zn2OH3+/log K", -9.},
                           {"Species/Zn2OH3+/Diffusivity", 7e-10},
                           {"Species/Zn2OH3+/Components/Zn2+/Stoichiometry", 2.},
                           {"Species/Zn2OH3+/Components/H+/Stoichiometry", -1.}}),
                     "the species is not balanced: its components carry 3 charges, it has 2"));
    EXPECT_TRUE(says(with({{"Species/CdCl+/Charge", 1.},
                           {"Species/CdCl+/log K", 2.},
                           {"Species/CdCl+/Diffusivity", 7e-10},
                           {"Species/CdCl+/Components/Cd2+/Stoichiometry", 1.}}),
                     "the component is missing"));
    EXPECT_TRUE(says(with({{"Species/OH-/Charge", -1.},
                           {"Species/OH-/log K", -13.8},
                           {"Species/OH-/Diffusivity", 5e-9},
                           {"Species/OH-/Components/H+/Stoichiometry", -1.}}),
                     "the constants of \"OH-\" do not agree"));
    EXPECT_TRUE(says(with({{"Charge balance", "none"}, {"Components/SO4 2-/Bulk concentration", 900.}}),
                     "the charge of the bulk is not zero"));
    EXPECT_TRUE(says(problem_of({{"Data sets", "ZnSO4 + H2SO4"}, {"pH", 4.}}), "the component \"Zn2+\" is missing"));
    EXPECT_TRUE(says(with({{"Activity coefficients", "Davies"}}), "the ionic strength of the bulk is"));
    EXPECT_TRUE(says(with({{"Data sets", "zinc"}}), "there is no set \"zinc\""));
  }
} // namespace zincfield::chemistry_tests
