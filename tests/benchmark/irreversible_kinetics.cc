#include "physics/constants.h"
#include "tests/support/history.h"

#include <gtest/gtest.h>

// Reactions that run one way: they start at a current, in pulses and with a double layer; open circuit, where two of them balance;
// what a double layer does without any that balances.

namespace zincfield::irreversible_kinetics_tests
{
  namespace
  {
    constexpr double kappa = 5., gap = 100e-6; // [S/m], [m]

    Lines
    flat(const Lines &more)
    {
      return common_lines() +
             Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 20 um",
                   "Geometry/Cells across feature = 8"} +
             more;
    }

    const Lines ohmic{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m"};
    const Lines salt{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = user salt",
                     "Electrolyte/Bulk concentration = 2 mol/L",  "Electrolyte/Salt conductivity = 5 S/m",
                     "Electrolyte/Diffusivity = 0.43e-9 m^2/s",   "Electrolyte/Cation transference number = 0.3"};

    /** i of eta, n = 2; the electrode on which it runs alone. */
    Lines
    law(const std::string &expression, const std::string &name = "only", const std::string &boundary = "working electrode")
    {
      return {"Reactions/" + name + "/Type = expression", "Reactions/" + name + "/Current density = " + expression,
              "Reactions/" + name + "/Electrons = 2", "Boundaries/" + boundary + "/Reactions = " + name};
    }

    const Lines cathodic = law("-10*c*exp(-38.9*eta)"), anodic = law("10*exp(38.9*eta)");

    Lines
    at(const double current, const std::string &duration)
    {
      return {"on/Drive = galvanostatic", "on/Current density = " + number(current) + " A/m^2", "on/Duration = " + duration};
    }

    Lines
    applied(const double current)
    {
      return {"Control/Mode = galvanostatic", "Control/Applied current density = " + number(current) + " A/m^2"};
    }

    /** -i0 exp(-beta (E - e)) and i0 exp(a (E - e)), two reactions on one electrode. */
    constexpr double zinc_rate = 20., zinc_slope = 38.9, gas_rate = 1e-3, gas_slope = 19.5, gas_potential = 0.5;
    const Lines      two_lines =
      law("20*exp(38.9*eta)", "zinc") + law("-1e-3*exp(-19.5*eta)", "gas") +
      Lines{"Reactions/gas/Equilibrium potential = 0.5 V", "Boundaries/working electrode/Reactions = zinc, gas"};
    const double mixed = (std::log(gas_rate / zinc_rate) + gas_slope * gas_potential) /
                         (zinc_slope + gas_slope); // 20 exp(38.9 E) = 1e-3 exp(-19.5 (E - 0.5))
  }                                                // namespace

  TEST(Irreversible, StartsAtACurrent)
  {
    // E = -+ ln(|i|/10)/38.9 - i L/kappa; in the salt just after the switch
    for (const double current : {0.1, 100., 1000.})
      for (const double sign : {1., -1.})
        {
          const double expected = -sign * std::log(current / 10.) / 38.9 - sign * current * gap / kappa;
          const Lines &reaction = sign > 0. ? cathodic : anodic;
          Solved<2>    steady(flat(ohmic + reaction + applied(sign * current)), 0);
          ASSERT_TRUE(steady.solve().converged) << sign * current;
          EXPECT_NEAR(steady.electrode_potential, expected, 1e-8) << sign * current;
          for (const Lines &solution : {ohmic, salt})
            {
              Transient<2> cell(with_protocol(flat(solution + reaction), at(sign * current, "1 s")), 0);
              auto         history = history_of(cell);
              ASSERT_EQ(cell.result.failure, "") << sign * current;
              const auto &potential = history.at("electrode_potential [V]");
              EXPECT_NEAR(solution == ohmic ? potential.back() : potential.front(), expected, 1e-6) << sign * current;
              EXPECT_NEAR(history.at("mean_current_density [A/m^2]").back(), sign * current, 1e-6 * current);
            }
        }
  }

  TEST(Irreversible, StartsAtACurrentUnderAFilmAndAtBothElectrodes)
  {
    // One reaction dissolves the counter electrode, another one deposits below a film of 300 nm at 1 mS/m: R = 3 ohm cm^2.
    const Lines film{"Materials/film/Conductivity = 1e-3 S/m",
                     "Coatings/film/Surface = working electrode",
                     "Coatings/film/Layers = only",
                     "Coatings/film/only/Material = film",
                     "Coatings/film/only/Profile = uniform",
                     "Coatings/film/only/Thickness = 300 nm",
                     "Coatings/film/Representation = thin"};
    const Lines plates = flat(ohmic + cathodic + law("5*exp(30*eta)", "other", "counter") + film) +
                         Lines{"Boundaries/counter/Condition = counter electrode"};
    const double current  = 200.,
                 expected = -std::log(current / 10.) / 38.9 - current * (gap / kappa + 3e-4) - std::log(current / 5.) / 30.;
    Solved<2> steady(plates + applied(current), 0);
    ASSERT_TRUE(steady.solve().converged);
    EXPECT_NEAR(steady.electrode_potential, expected, 1e-8);
    Transient<2> cell(with_protocol(plates, at(current, "1 ms")), 0);
    ASSERT_EQ(cell.run().failure, "");
    EXPECT_NEAR(cell.result.electrode_potential, expected, 1e-6);
  }

  TEST(Irreversible, ChargesADoubleLayerInPulses)
  {
    // Off, C dE/dt = i(E): E = E_on + ln(1 + t/t_0)/38.9 with t_0 = C/(38.9 i_on) as long as nothing of the film's or the
    // solution's drop is left; on, the potential comes back.
    const double capacitance = 0.3, current = 100., off = 0.02, e_on = -std::log(current / 10.) / 38.9,
                 t_0 = capacitance / (38.9 * current);
    Transient<2> cell(
      with_protocol(flat(ohmic + cathodic +
                         Lines{"Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2", "Time/Tolerance = 1e-5"}),
                    at(current, "20 ms") + Lines{"off/Drive = rest", "off/Duration = 20 ms"}) +
        Lines{"Programme/Sequence = 3 * (on, off)"},
      0);
    auto history = history_of(cell);
    ASSERT_EQ(cell.result.failure, "");
    ASSERT_EQ(cell.result.steps.size(), 6u);
    for (unsigned int k = 0; k < 6; k += 2)
      {
        EXPECT_NEAR(cell.result.steps[k].potential, e_on - current * gap / kappa, 1e-5) << k;
        EXPECT_NEAR(cell.result.steps[k + 1].potential, e_on + std::log1p(off / t_0) / 38.9, 1e-5) << k;
        EXPECT_NEAR(cell.result.steps[k + 1].charge, 0., 1e-9);
      }
    // at every time of the first rest
    const auto  &position  = history.at("position");
    unsigned int looked_at = 0;
    for (unsigned int k = 0; k < position.size(); ++k)
      if (position[k] == 2. && history.at("time [s]")[k] > 0.02 + 1e-8) // before, the field itself dies away
        {
          EXPECT_NEAR(history.at("electrode_potential [V]")[k], e_on + std::log1p((history.at("time [s]")[k] - 0.02) / t_0) / 38.9,
                      1e-5);
          ++looked_at;
        }
    EXPECT_GT(looked_at, 5u);
  }

  TEST(Irreversible, AnUnchargedDoubleLayerStartsAtRestWithoutAPotentialOfRest)
  {
    // from its potential of zero charge: E = E_0 + ln(1 + 38.9 i(E_0) t/C)/38.9
    const double capacitance = 0.3, at_zero_charge = -0.02, time = 1e-2, rate = 10. * std::exp(-38.9 * at_zero_charge);
    Transient<2> cell(
      with_protocol(flat(ohmic + cathodic +
                         Lines{"Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2",
                               "Boundaries/working electrode/Potential of zero charge = -20 mV", "Time/Tolerance = 1e-5"}),
                    {"off/Drive = rest", "off/Duration = 10 ms"}),
      0);
    ASSERT_EQ(cell.run().failure, "");
    EXPECT_NEAR(cell.result.electrode_potential, at_zero_charge + std::log1p(38.9 * rate * time / capacitance) / 38.9, 1e-5);
  }

  TEST(Irreversible, TwoOfThemBalanceAtOpenCircuit)
  {
    EXPECT_LT(mixed, gas_potential);
    for (const Lines &solution : {ohmic, salt})
      {
        Solved<2> steady(flat(solution + two_lines + Lines{"Control/Mode = open circuit"}), 0);
        ASSERT_TRUE(steady.solve().converged);
        if (&solution == &ohmic || solution == ohmic)
          {
            EXPECT_NEAR(steady.electrode_potential, mixed, 1e-9);
          }
        EXPECT_NEAR(steady.quantity("mean_current_density"), 0., 1e-9 * zinc_rate * std::exp(zinc_slope * mixed));
        for (const auto &[what, off] : steady.report().balance)
          EXPECT_LT(off, 1e-6) << what;
        Transient<2> cell(with_protocol(flat(solution + two_lines), Lines{"off/Drive = rest", "off/Duration = 1 ms"} +
                                                                      at(100., "1 ms") +
                                                                      Lines{"then/Drive = rest", "then/Duration = 1 ms"}) +
                            Lines{"Programme/Sequence = off, on, then"},
                          0);
        ASSERT_EQ(cell.run().failure, "");
        EXPECT_NEAR(cell.result.steps[0].potential, mixed, 1e-6);
        EXPECT_NEAR(cell.result.steps[2].potential, mixed, solution == ohmic ? 1e-9 : 1e-3);
        EXPECT_NEAR(cell.result.steps[1].charge, 0.1, 1e-8);
      }
  }
} // namespace zincfield::irreversible_kinetics_tests
