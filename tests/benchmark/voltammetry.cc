#include "physics/constants.h"
#include "tests/support/history.h"

#include <gtest/gtest.h>

// Voltammograms of a couple that stays in solution, against the exact solution of planar diffusion.

namespace zincfield::voltammetry_tests
{
  namespace
  {
    constexpr double electrons = 1., bulk = 2., product = 2e-3, diffusivity = 7e-10; // [1], [mol/m^3], [m^2/s]
    const double     f = electrons / thermal_voltage(298.15);                        // [1/V]

    /** Ox2+ + e- = Red+ beside 2 mol/L of a salt that carries the current; equilibrium potential 0 where both have 2 mmol/L. */
    Lines
    redox_cell(const std::string &exchange_current, const Lines &steps)
    {
      Lines      lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Gap = 400 um",
                                           "Geometry/Width = 10 um",
                                           "Geometry/First cell = 3 um",
                                           "Geometry/Cells across feature = 20",
                                           "Electrolyte/Transport model = dilute ions",
                                           "Time/Tolerance = 1e-4",
                                           "Time/Largest step = 0.02 s",
                                           "Reactions/couple/Type = Butler-Volmer",
                                           "Reactions/couple/Electrons = 1",
                                           "Reactions/couple/Deposits zinc = false",
                                           "Reactions/couple/Exchange current density = " + exchange_current,
                                           "Reactions/couple/Anodic transfer coefficient = 0.5",
                                           "Reactions/couple/Cathodic transfer coefficient = 0.5",
                                           "Reactions/couple/Species/Ox/Stoichiometry = 1",
                                           "Reactions/couple/Species/Ox/Cathodic order = 1",
                                           "Reactions/couple/Species/Ox/Reference concentration = 2 mmol/L",
                                           "Reactions/couple/Species/Red/Stoichiometry = -1",
                                           "Reactions/couple/Species/Red/Anodic order = 1",
                                           "Reactions/couple/Species/Red/Reference concentration = 2 mmol/L",
                                           "Boundaries/working electrode/Reactions = couple"};
      const auto ion   = [&](const std::string &name, const std::string &charge, const std::string &d, const std::string &c) {
        const std::string path = "Electrolyte/Species/" + name + "/";
        lines                  = lines + Lines{path + "Charge = " + charge, path + "Diffusivity = " + d + " m^2/s",
                              path + "Bulk concentration = " + c + " mmol/L"};
      };
      ion("Ox", "2", "7e-10", "2");
      ion("Red", "1", "7e-10", "0.002");
      ion("K+", "1", "1.96e-9", "2000");
      ion("Cl-", "-1", "2.03e-9", "2004.002");
      return with_protocol(lines, steps);
    }

    /** A sweep from `from` to `to` at `rate` and back [V, V/s]. */
    struct PotentialSweep
    {
      double from, to, rate;
      double
      turn() const
      {
        return (from - to) / rate;
      }
      double
      potential(const double t) const
      {
        return t < turn() ? from - rate * t : to + rate * (t - turn());
      }
    };

    /**
     * Cathodic current density [A/m^2] of a reversible couple of equal diffusivities under a potential E(t). Nernst's law at the
     * electrode and semi-infinite diffusion give the half integral of i in closed form, n F sqrt(D) (c_O - theta c_R)/(1 + theta),
     * theta = exp(f E); Abel's inversion returns i: i(t) = (g(0)/sqrt(t) + int_0^t g'(u)/sqrt(t - u) du)/sqrt(pi). Source: Oldham,
     * Anal. Chem. 44 (1972) 196; Bard and Faulkner, section 6.7.
     */
    double
    reversible(const PotentialSweep &sweep, const double t)
    {
      const auto amount = [&](const double u) {
        const double theta = std::exp(f * sweep.potential(u));
        return electrons * faraday_constant * std::sqrt(diffusivity) * (bulk - theta * product) / (1. + theta);
      };
      const auto slope = [&](const double u) {
        const double theta = std::exp(f * sweep.potential(u)), change = f * theta * (u < sweep.turn() ? -sweep.rate : sweep.rate);
        return -electrons * faraday_constant * std::sqrt(diffusivity) * change * (product + bulk) / ((1. + theta) * (1. + theta));
      };
      // s = sqrt(t - u): the integrand is smooth on both sides of the turn
      const auto integral = [&](const double low, const double high) {
        const unsigned int n   = 4000;
        double             sum = 0.;
        for (unsigned int k = 0; k < n; ++k)
          {
            const double s = low + (k + 0.5) * (high - low) / n;
            sum += 2. * slope(t - s * s) * (high - low) / n;
          }
        return sum;
      };
      const double turned = t > sweep.turn() ? std::sqrt(t - sweep.turn()) : 0.;
      return (amount(0.) / std::sqrt(t) + integral(0., turned) + integral(turned, std::sqrt(t))) / std::sqrt(dealii::numbers::PI);
    }

    const Lines there_and_back{"there/Drive = sweep",         "there/Potential = 0.2 V",   "there/End potential = -0.15 V",
                               "there/Sweep rate = 100 mV/s", "back/Drive = sweep",        "back/Potential = -0.15 V",
                               "back/End potential = 0.2 V",  "back/Sweep rate = 100 mV/s"};
  } // namespace

  TEST(Voltammetry, ReversibleWaveOfASolubleCouple)
  {
    const PotentialSweep sweep{0.2, -0.15, 0.1};
    Transient<2>         cell(redox_cell("1000 mA/cm^2", there_and_back), 0);
    const auto           history = history_of(cell);
    ASSERT_EQ(cell.result.failure, "");
    const auto &time = history.at("time [s]"), &current = history.at("mean_current_density [A/m^2]"),
               &potential = history.at("electrode_potential [V]");
    const double unit     = electrons * faraday_constant * bulk * std::sqrt(f * sweep.rate * diffusivity);
    double       peak = 0., at_peak = 0., back = 0., at_back = 0.;
    unsigned int compared = 0;
    for (unsigned int k = 0; k < time.size(); ++k)
      {
        if (time[k] > 0.05)
          {
            EXPECT_NEAR(potential[k], sweep.potential(time[k]), 1e-9);
            EXPECT_NEAR(current[k] / unit, reversible(sweep, time[k]) / unit, 2e-3 * 0.4463) << time[k];
            ++compared;
          }
        if (current[k] > peak)
          peak = current[k], at_peak = potential[k];
        if (time[k] > sweep.turn() && current[k] < back)
          back = current[k], at_back = potential[k];
      }
    EXPECT_GT(compared, 300u);
    // Nicholson and Shain, Anal. Chem. 36 (1964) 706, table I: 0.4463 at 28.5 mV beyond the half wave, which is E0 for equal
    // diffusivities
    EXPECT_NEAR(peak / unit, 0.4463, 2e-3 * 0.4463);
    EXPECT_NEAR(at_peak, -1.109 / f, 2e-3); // a step is 2 mV
    EXPECT_LT(at_back - at_peak, 0.061);    // 57 to 60 mV apart, as the turn lies 120 mV beyond the peak
    EXPECT_GT(at_back - at_peak, 0.055);
    for (const char *what : {"charge", "Ox", "Red", "K+", "Cl-"})
      EXPECT_LT(cell.result.report.balance.at(what), 1e-8) << what;
  }

  TEST(Voltammetry, SlowChargeTransferMovesThePeaksApart)
  {
    // Irreversible wave (Nicholson and Shain, table III): i_p = 0.4958 n F c sqrt(alpha f v D), E_p - E0 = -(0.780 + ln sqrt(alpha
    // f v D) - ln k)/(alpha f), k = i0/(F c)
    const double i0 = 2e-3, alpha = 0.5, rate = 0.1, k = i0 / (faraday_constant * bulk); // [A/m^2]
    Transient<2> cell(redox_cell("2e-4 mA/cm^2", {"there/Drive = sweep", "there/Potential = 0.1 V", "there/End potential = -0.6 V",
                                                  "there/Sweep rate = 100 mV/s"}),
                      0);
    const auto   history = history_of(cell);
    ASSERT_EQ(cell.result.failure, "");
    const auto &current = history.at("mean_current_density [A/m^2]"), &potential = history.at("electrode_potential [V]");
    const auto  peak = std::max_element(current.begin(), current.end());
    EXPECT_NEAR(*peak / (0.4958 * electrons * faraday_constant * bulk * std::sqrt(alpha * f * rate * diffusivity)), 1., 5e-3);
    EXPECT_NEAR(potential[peak - current.begin()], -(0.780 + std::log(std::sqrt(alpha * f * rate * diffusivity) / k)) / (alpha * f),
                3e-3);
  }
} // namespace zincfield::voltammetry_tests
