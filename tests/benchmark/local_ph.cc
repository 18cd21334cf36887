#include "physics/constants.h"
#include "tests/support/root.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// pH beside a cathode in bicarbonate: N. Gupta, M. Gattrell and B. MacDougall, J. Appl. Electrochem. 36 (2006) 161. 0.5 mol/L KHCO3
// saturated with CO2, a layer of 100 um, 50 A/m^2 that makes hydrocarbons, CO, formate and hydrogen with the shares of the paper.
// Diffusion alone carries what reacts there; here much of a salt sees to that.
//
// HCO3- + OH- = CO3 2- is fast (1e8 L/mol/s), CO2 + OH- = HCO3- is not (5.93e3): CO2 that does not react and CO2 at equilibrium
// bracket the paper's model, which is solved below by differences.

namespace zincfield::local_ph_tests
{
  namespace
  {
    // [mol/m^3], [m^2/s], [m^3/mol/s], [1/s] of the paper
    constexpr double gap = 100e-6, current = 50., co2_b = 34.2, hco3_b = 499., co3_b = 0.76, oh_b = 3.3e-4;
    constexpr double d_co2 = 1.91e-9, d_hco3 = 9.23e-10, d_co3 = 1.19e-9, d_oh = 5.27e-9;
    constexpr double k1_forward = 5.93, k1_back = 1.34e-4, k2_forward = 1e5, k2_back = 2.15e4;

    // shares of the current and electrons: HCOO- 0.10 (2), CO 0.05 (2), CH4 0.25 (8), C2H4 0.20 (12), H2 0.40 (2)
    const double co2_taken = current / faraday_constant * (0.10 / 2. + 0.05 / 2. + 0.25 / 8. + 2. * 0.20 / 12.);
    const double oh_made =
      current / faraday_constant * (0.10 / 2. + 2. * 0.05 / 2. + 8. * 0.25 / 8. + 12. * 0.20 / 12. + 2. * 0.40 / 2.);

    /** The carbonate system with the paper's constants; with CO2 at equilibrium or as a solute that does not react. */
    double
    surface_ph(const bool co2_reacts)
    {
      const double k2 = 1e3 * k2_forward / k2_back, k1 = 1e3 * k1_forward / k1_back; // [L/mol]
      const auto   log_k = [](const double of) { return number(std::log10(of)); };
      Lines        lines =
        common_lines() + Lines{"Geometry/Type = flat cell",
                               "Geometry/Gap = 100 um",
                               "Geometry/Width = 10 um",
                               "Geometry/Cells across feature = 10",
                               "Electrolyte/Transport model = aqueous chemistry",
                               "Electrolyte/Chemistry/Data sets = Na+, ClO4-",
                               "Electrolyte/Chemistry/Activity coefficients = ideal",
                               "Electrolyte/Chemistry/pH = " + number(14. + std::log10(1e-3 * oh_b)),
                               "Electrolyte/Chemistry/Charge balance = ClO4-",
                               "Electrolyte/Chemistry/Components/Na+/Bulk concentration = 20 mol/L",
                               "Electrolyte/Chemistry/Components/CO3 2-/Charge = -2",
                               "Electrolyte/Chemistry/Components/CO3 2-/Diffusivity = 1.19e-9 m^2/s",
                               "Electrolyte/Chemistry/Components/CO3 2-/Bulk concentration = " +
                                 number(1e-3 * (hco3_b + co3_b + (co2_reacts ? co2_b : 0.))) + " mol/L",
                               "Electrolyte/Chemistry/Species/HCO3-/Charge = -1",
                               "Electrolyte/Chemistry/Species/HCO3-/log K = " + log_k(1e14 / k2),
                               "Electrolyte/Chemistry/Species/HCO3-/Diffusivity = 9.23e-10 m^2/s",
                               "Electrolyte/Chemistry/Species/HCO3-/Components/H+/Stoichiometry = 1",
                               "Electrolyte/Chemistry/Species/HCO3-/Components/CO3 2-/Stoichiometry = 1",
                               "Reactions/all/Type = expression",
                               "Reactions/all/Current density = -50*exp(-f*eta)",
                               "Reactions/all/Deposits zinc = false",
                               "Reactions/all/Species/H+/Stoichiometry = " + number(2. * oh_made * faraday_constant / current),
                               "Reactions/all/Species/ClO4-/Stoichiometry = -0.1", // in place of formate
                               "Reactions/all/Species/CO2/Stoichiometry = " + number(2. * co2_taken * faraday_constant / current),
                               "Boundaries/working electrode/Reactions = all",
                               "Control/Mode = galvanostatic",
                               "Control/Applied current density = 50 A/m^2"};
      if (co2_reacts)
        lines = lines + Lines{"Electrolyte/Chemistry/Species/CO2/Charge = 0",
                              "Electrolyte/Chemistry/Species/CO2/log K = " + log_k(1e28 / k2 / k1),
                              "Electrolyte/Chemistry/Species/CO2/Diffusivity = 1.91e-9 m^2/s",
                              "Electrolyte/Chemistry/Species/CO2/Components/H+/Stoichiometry = 2",
                              "Electrolyte/Chemistry/Species/CO2/Components/CO3 2-/Stoichiometry = 1"};
      else
        lines = lines + Lines{"Electrolyte/Chemistry/Components/CO2/Charge = 0",
                              "Electrolyte/Chemistry/Components/CO2/Diffusivity = 1.91e-9 m^2/s",
                              "Electrolyte/Chemistry/Components/CO2/Bulk concentration = 0.0342 mol/L"};
      Solved<2> cell(lines, 1);
      EXPECT_TRUE(cell.solve().converged);
      for (const auto &[name, balance] : cell.report().balance)
        EXPECT_LT(std::abs(balance), 1e-8) << name;
      return cell.quantity("surface_ph");
    }

    double
    ph_of(const double hydroxide)
    {
      return 14. + std::log10(1e-3 * hydroxide);
    }

    /** The paper's equations with HCO3- and CO3 2- at equilibrium and CO2 at `hydration` times its rate, by differences and
     * Newton's method. */
    double
    ph_by_differences(const double hydration = 1.)
    {
      // A = D_OH oh + D_CO3 co3, B = D_CO2 co2, C = D_HCO3 hco3 + D_CO3 co3: A'' = B'' = -C'' = r, the rate of CO2 + OH- = HCO3-. A
      // - B and C + B are linear.
      const unsigned int  n  = 2000;
      const double        dx = gap / n, k2 = k2_forward / k2_back;
      std::vector<double> b(n + 1, d_co2 * co2_b);
      const double        bulk_b = d_co2 * co2_b, bulk_a = d_oh * oh_b + d_co3 * co3_b, bulk_c = d_hco3 * hco3_b + d_co3 * co3_b;
      const auto          hydroxide = [&](const double x, const double value) {
        // from the bulk at x = 0 to the electrode at x = gap
        const double a = bulk_a + oh_made * x + (value - bulk_b) + co2_taken * x, c = bulk_c - (value - bulk_b) - co2_taken * x;
        return std::pow(10., root([&](const double log_oh) {
                          const double oh = std::pow(10., log_oh), hco3 = c / (d_hco3 + d_co3 * k2 * oh);
                          return d_oh * oh + d_co3 * k2 * oh * hco3 - a;
                        }));
      };
      const auto rate = [&](const double x, const double value) {
        const double oh   = hydroxide(x, value);
        const double c    = bulk_c - (value - bulk_b) - co2_taken * x;
        const double hco3 = c / (d_hco3 + d_co3 * k2 * oh);
        return hydration * (k1_forward * oh * value / d_co2 - k1_back * hco3);
      };
      for (unsigned int iteration = 0; iteration < 40; ++iteration)
        {
          // b'' = r with b(0) = bulk, b'(gap) = -co2_taken: tridiagonal Newton step
          std::vector<double> diagonal(n + 1, 1.), upper(n + 1, 0.), right(n + 1, 0.), lower(n + 1, 0.);
          for (unsigned int i = 1; i <= n; ++i)
            {
              const double x = i * dx, r = rate(x, b[i]), h = 1e-6 * bulk_b, slope = (rate(x, b[i] + h) - r) / h;
              const double next = i == n ? b[n - 1] - 2. * dx * co2_taken : b[i + 1];
              lower[i]          = i == n ? 2. : 1.;
              upper[i]          = i == n ? 0. : 1.;
              diagonal[i]       = -2. - dx * dx * slope;
              right[i]          = dx * dx * r - (b[i - 1] - 2. * b[i] + next);
            }
          for (unsigned int i = 1; i <= n; ++i)
            {
              const double m = lower[i] / diagonal[i - 1];
              diagonal[i] -= m * upper[i - 1];
              right[i] -= m * right[i - 1];
            }
          double largest = 0.;
          for (unsigned int i = n + 1; i-- > 0;)
            {
              right[i] = (right[i] - (i < n ? upper[i] * right[i + 1] : 0.)) / diagonal[i];
              b[i] += right[i];
              largest = std::max(largest, std::abs(right[i]) / bulk_b);
            }
          if (largest < 1e-10)
            break;
        }
      return ph_of(hydroxide(gap, b[n]));
    }
  } // namespace

  TEST(LocalPh, BesideACathodeInBicarbonate)
  {
    const double frozen = surface_ph(false), equilibrium = surface_ph(true);
    // without the reaction of CO2 the equations are algebraic
    EXPECT_NEAR(frozen, ph_by_differences(0.), 3e-3);
    EXPECT_NEAR(equilibrium, ph_by_differences(1e7), 3e-3);
    const double published = ph_by_differences(); // 9.21, between 8.25 and 9.31: CO2 hardly reacts within the layer
    EXPECT_LT(equilibrium, published);
    EXPECT_LT(published, frozen);
  }
} // namespace zincfield::local_ph_tests
