#include "physics/transport/porous_electrode.h"
#include "tests/support/root.h"
#include "tests/support/porous.h"

#include <gtest/gtest.h>

#include <cmath>

// Felts and conducting coatings of one dimension: the closed forms of Newman and Tobias, and integrations of their own.

namespace zincfield::porous_electrode_tests
{
  using namespace porous_cells;

  namespace
  {
    /** With linear kinetics i = i0 n f eta, n = 2. */
    Lines
    linear_felt(const double L, const double kappa, const double sigma, const double area, const double i0)
    {
      return felt(L) + Lines{"Electrolyte/Conductivity = " + text(kappa) + " S/m",
                             "Reactions/zinc/Type = linear",
                             "Reactions/zinc/Exchange current density = " + text(i0) + " A/m^2",
                             "Materials/felt/Conductivity = " + text(kappa) + " S/m",
                             "Materials/felt/Scaffold/Specific area = " + text(area) + " 1/m",
                             "Materials/felt/Scaffold/Electronic conductivity = " + text(sigma) + " S/m",
                             "Materials/felt/Scaffold/Reactions = zinc"};
    }

    constexpr double temperature = 298.15, applied = 4.; // [K], [A/m^2]

    double
    exchange(
      const double nu, const double L, const double kappa, const double sigma, const double area, const double T = temperature)
    {
      return nu * nu / (L * L * area * 2. / thermal_voltage(T) * (1. / kappa + 1. / sigma));
    }
  } // namespace

  TEST(PorousElectrodes, LinearKineticsAreThoseOfNewmanAndTobias)
  {
    constexpr double L = 300e-6, kappa = 2., area = 1e5;
    for (const double nu : {0.3, 2., 10.})
      for (const double ratio : {0.01, 1., 100., 1e6})
        {
          const double             sigma = ratio * kappa;
          Solved<2>                cell(linear_felt(L, kappa, sigma, area, exchange(nu, L, kappa, sigma, area)), 1);
          const ClosedForm<double> exact(nu, kappa, sigma, L);
          ASSERT_TRUE(cell.solve().converged);
          const Ends   found = ends(cell);
          const double mean = applied / L, resistance = -cell.electrode_potential / applied - separator(L) / kappa;
          SCOPED_TRACE("nu " + text(nu) + ", sigma/kappa " + text(ratio));
          EXPECT_NEAR(found.front / mean, exact.front, 1e-6 * exact.front);
          EXPECT_NEAR(found.back / mean, exact.back, 1e-6 * exact.front);
          EXPECT_NEAR(resistance, exact.resistance, 1e-6 * exact.resistance);
          const double whole = applied * cell.mesh.footprint();
          EXPECT_NEAR(cell.flux("counter", 0), -whole, 1e-7 * whole);
          EXPECT_NEAR(cell.flux("working electrode", 1), whole, 1e-7 * whole);
          EXPECT_LT(cell.report().balance.at("electrons in scaffolds"), 1e-9);
        }
  }

  TEST(PorousElectrodes, TheFeltOfAZincBromineBatteryHasItsNumbers)
  {
    // felt 3 mm, porosity 0.5 (Bruggeman), 100 S/m of solution and felt, 1e4 1/m, i0 = 10 sqrt(2) A/m^2, 293.15 K
    constexpr double         L = 3e-3, T = 293.15, sigma = 100.;
    const double             kappa = 100. * std::pow(0.5, 1.5), i0 = 10. * std::sqrt(2.);
    const double             nu = L * std::sqrt(1e4 * i0 * 2. / thermal_voltage(T) * (1. / kappa + 1. / sigma));
    const ClosedForm<double> exact(nu, kappa, sigma, L);
    EXPECT_NEAR(nu, 1.96414, 5e-6);
    EXPECT_NEAR(exact.front, 1.656178, 5e-7);
    EXPECT_NEAR(exact.back, 0.948919, 5e-7);
    EXPECT_NEAR(exact.resistance, 6.59704e-5, 5e-11);
    Solved<2> cell(felt(L) +
                     Lines{"Electrolyte/Conductivity = 100 S/m", "Electrolyte/Temperature = 20 degC",
                           "Reactions/zinc/Type = linear", "Reactions/zinc/Exchange current density = " + text(i0) + " A/m^2",
                           "Reactions/zinc/Reference temperature = 20 degC", "Materials/felt/Porosity = 0.5",
                           "Materials/felt/Scaffold/Specific area = 1e4 1/m",
                           "Materials/felt/Scaffold/Electronic conductivity = 100 S/m", "Materials/felt/Scaffold/Reactions = zinc"},
                   1);
    ASSERT_TRUE(cell.solve().converged);
    const Report report = cell.report();
    const auto   is     = [&](const std::string &name, const double value) {
      EXPECT_NEAR(report.quantities.at(name).value, value, 1e-6 * std::abs(value)) << name;
    };
    is("scaffold_nu", nu);
    is("scaffold_front_over_mean", exact.front);
    is("scaffold_back_over_mean", exact.back);
    is("scaffold_front_over_back", exact.front / exact.back);
    is("scaffold_penetration_depth", L / nu);
    is("scaffold_utilisation", 1. / exact.front);
    is("scaffold_top_share", 1. - report.quantities.at("scaffold_bottom_share").value);
    EXPECT_EQ(report.quantities.at("scaffold_foil_share").value, 0.);
    is("electrode_potential", -applied * (exact.resistance + separator(L) / 100.));
    // all of the potential is accounted for, none of it by concentration
    double sum = 0.;
    for (const auto &[name, part] : report.voltage_split)
      sum += part.value;
    EXPECT_NEAR(report.voltage_split.at("concentration").value, 0., 1e-6 * sum);
    EXPECT_NEAR(sum, -report.quantities.at("electrode_potential").value, 1e-9 * sum);
    EXPECT_LT(report.balance.at("charge"), 1e-9);
  }

  TEST(PorousElectrodes, AnExchangeCurrentOfThisProfileIsUniform)
  {
    // i0(s) = i0(1)/(1 + nu^2 (1 - s)^2/2), s = 1 - depth, nu of i0(1), on a perfect conductor
    constexpr double L = 300e-6, kappa = 2., area = 1e5, nu = 3.57;
    const double     at_metal = nu * nu / (L * L * area * 2. / thermal_voltage(temperature) / kappa);
    Lines     lines = linear_felt(L, kappa, 1., area, 1.) + Lines{"Reactions/zinc/Exchange current density = " + text(at_metal) +
                                                                "/(1 + " + text(0.5 * nu * nu) + "*depth^2) [A/m^2]",
                                                              "Materials/felt/Scaffold/Perfect conductor = true"};
    Solved<2> cell(lines, 1);
    ASSERT_TRUE(cell.solve().converged);
    const Ends found = ends(cell);
    EXPECT_NEAR(found.front, applied / L, 1e-6 * applied / L);
    EXPECT_NEAR(found.back, applied / L, 1e-6 * applied / L);
    EXPECT_NEAR(cell.quantity("scaffold_utilisation"), 1., 1e-6);
    EXPECT_NEAR(cell.quantity("scaffold_top_share"), 0.5, 1e-7);
    // all of a perfect conductor has the potential of the metal
    double     lowest = 1e300, highest = -1e300;
    const auto phi_s = porous(*cell.model.transport)->electronic_potential();
    Sampler<2>(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential)
      .volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          if (s.material == 1)
            {
              lowest  = std::min(lowest, s.u[phi_s]);
              highest = std::max(highest, s.u[phi_s]);
            }
      });
    EXPECT_NEAR(lowest, cell.electrode_potential, 1e-15);
    EXPECT_NEAR(highest, cell.electrode_potential, 1e-15);
  }

  TEST(PorousElectrodes, AFiniteConductivityTendsToThePerfectConductor)
  {
    constexpr double L = 300e-6, kappa = 2., area = 1e5, i0 = 20.;
    const auto       potential = [&](const std::string &more, const double sigma) {
      Solved<2> cell(linear_felt(L, kappa, sigma, area, i0) + Lines{more}, 1);
      EXPECT_TRUE(cell.solve().converged);
      return cell.electrode_potential;
    };
    const double perfect = potential("Materials/felt/Scaffold/Perfect conductor = true", 1.);
    double       before  = 0.;
    for (const double ratio : {1e3, 1e4, 1e5, 1e6, 1e7})
      {
        const double off = std::abs(potential("Solver/Newton steps = 10", ratio * kappa) / perfect - 1.);
        EXPECT_LT(off, 3. / ratio);
        if (before > 0.)
          {
            EXPECT_NEAR(before / off, 10., 0.3);
          }
        before = off;
      }
  }

  TEST(PorousElectrodes, TopAndBottomAreEqualWhereBothConductAlike)
  {
    // whatever the kinetics: here far from linear ones
    constexpr double    L = 300e-6, kappa = 2., area = 1e5;
    std::vector<double> found;
    for (const double ratio : {0.5, 1., 2.})
      {
        Solved<2> cell(felt(L) + Lines{"Control/Applied current density = 4000 A/m^2", "Electrolyte/Conductivity = 2 S/m",
                                       "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 10 A/m^2",
                                       "Reactions/zinc/Anodic transfer coefficient = 0.7",
                                       "Reactions/zinc/Cathodic transfer coefficient = 1.3", "Materials/felt/Conductivity = 2 S/m",
                                       "Materials/felt/Scaffold/Specific area = " + text(area) + " 1/m",
                                       "Materials/felt/Scaffold/Electronic conductivity = " + text(ratio * kappa) + " S/m",
                                       "Materials/felt/Scaffold/Reactions = zinc"},
                       1);
        ASSERT_TRUE(cell.solve().converged);
        found.push_back(cell.quantity("scaffold_front_over_back"));
        if (ratio == 1.)
          {
            EXPECT_NEAR(cell.quantity("scaffold_top_share"), 0.5, 1e-7);
          }
      }
    EXPECT_LT(found[0], 0.9);
    EXPECT_NEAR(found[1], 1., 1e-6);
    EXPECT_GT(found[2], 1.1);
  }

  TEST(PorousElectrodes, TafelKineticsAreThoseOfAnIntegrationOfTheirOwn)
  {
    // eta'' = a i_r(eta) (1/sigma + 1/kappa), eta' = I/sigma at the metal and -I/kappa at the front: Runge-Kutta, shooting
    constexpr double L = 300e-6, kappa = 2., sigma = 5., area = 1e5, i0 = 0.005, anodic = 0.7, cathodic = 1.3, current = 400.;
    const double     f = 1. / thermal_voltage(temperature), factor = area * (1. / kappa + 1. / sigma);
    const auto       rate     = [&](const double eta) { return i0 * (std::exp(anodic * f * eta) - std::exp(-cathodic * f * eta)); };
    double           at_front = 0.;
    const auto       slope_left = [&](const double at_metal) {
      constexpr unsigned int n   = 4000;
      const double           h   = L / n;
      double                 eta = at_metal, slope = current / sigma;
      for (unsigned int k = 0; k < n; ++k)
        {
          const double a1 = factor * rate(eta), v2 = slope + 0.5 * h * a1, a2 = factor * rate(eta + 0.5 * h * slope),
                       v3 = slope + 0.5 * h * a2, a3 = factor * rate(eta + 0.5 * h * v2), v4 = slope + h * a3,
                       a4 = factor * rate(eta + h * v3);
          eta += h / 6. * (slope + 2. * v2 + 2. * v3 + v4);
          slope += h / 6. * (a1 + 2. * a2 + 2. * a3 + a4);
          if (!(std::abs(slope) < 1e6))
            return slope > 0. ? 1. : -1.;
        }
      at_front = eta;
      return (slope + current / kappa) / (current / kappa);
    };
    const double at_metal = root(slope_left);
    slope_left(at_metal);
    EXPECT_LT(at_front, -5. / f); // Tafel's regime
    Solved<2> cell(felt(L) +
                     Lines{"Control/Applied current density = 400 A/m^2", "Electrolyte/Conductivity = 2 S/m",
                           "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 0.005 A/m^2",
                           "Reactions/zinc/Anodic transfer coefficient = 0.7", "Reactions/zinc/Cathodic transfer coefficient = 1.3",
                           "Materials/felt/Conductivity = 2 S/m", "Materials/felt/Scaffold/Specific area = 1e5 1/m",
                           "Materials/felt/Scaffold/Electronic conductivity = 5 S/m", "Materials/felt/Scaffold/Reactions = zinc"},
                   2);
    ASSERT_TRUE(cell.solve().converged);
    const Ends found = ends(cell);
    EXPECT_NEAR(found.front, -area * rate(at_front), 1e-6 * found.front);
    EXPECT_NEAR(found.back, -area * rate(at_metal), 1e-6 * found.front);
  }
} // namespace zincfield::porous_electrode_tests
