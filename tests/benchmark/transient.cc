#include "physics/constants.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Closed forms in time. Cells are flat: one dimension across the gap.

namespace zincfield::transient_tests
{
  namespace
  {
    constexpr double bulk = 1000., diffusivity = 4e-10, transference = 0.4, kappa = 5.;

    const Lines fast_kinetics{"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                              "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                              "Boundaries/working electrode/Reactions = zinc"};

    Lines
    flat(const std::string &gap, const unsigned int cells)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = " + gap, "Geometry/Width = 10 um",
                                    "Geometry/Cells across feature = " + std::to_string(cells),
                                    "Discretization/Maximum cycles = 2"};
    }

    /** A salt whose properties do not depend on its concentration. */
    Lines
    salt(const double conductivity = kappa)
    {
      return {"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = user salt",
              "Electrolyte/Bulk concentration = 1 mol/L",  "Electrolyte/Salt conductivity = " + number(conductivity) + " S/m",
              "Electrolyte/Diffusivity = 4e-10 m^2/s",     "Electrolyte/Cation transference number = 0.4"};
    }

    Lines
    until_depleted(const double current)
    {
      return {"plate/Drive = galvanostatic", "plate/Current density = " + number(current) + " A/m^2", "plate/Duration = 1000 s",
              "plate/Stop at surface concentration = 0 mol/L"};
    }

    /** tau = pi D [z F c/(2 i (1 - t+))]^2 */
    double
    sand(const double current, const double d, const double c, const double t)
    {
      return dealii::numbers::PI * d * std::pow(2. * faraday_constant * c / (2. * current * (1. - t)), 2);
    }

    Lines
    ion(const std::string &name, const std::string &charge, const std::string &d, const std::string &c)
    {
      const std::string path = "Electrolyte/Species/" + name + "/";
      return {path + "Charge = " + charge, path + "Diffusivity = " + d + " m^2/s", path + "Bulk concentration = " + c + " mol/L"};
    }
  } // namespace

  TEST(Transient, SandsTimeOfABinarySaltFallsWithTheSquareOfTheCurrent)
  {
    // diffusion layers of 70 and 35 um in a gap of 200
    for (const double current : {1500., 3000.})
      {
        Transient<2> cell(with_protocol(flat("200 um", 25) + salt() + fast_kinetics, until_depleted(current)), 1);
        const auto  &result = cell.run();
        ASSERT_EQ(result.failure, "");
        ASSERT_EQ(result.steps.size(), 1u);
        const double tau = sand(current, diffusivity, bulk, transference);
        EXPECT_NEAR(result.steps[0].transition_time / tau, 1., 5e-3) << current;
        EXPECT_NEAR(result.report.quantities.at("sand_time").value / tau, 1., 1e-6);
        // what was applied is what has passed, and what the salt has lost
        EXPECT_NEAR(result.steps[0].charge / (current * result.steps[0].end), 1., 1e-10);
        for (const char *what : {"charge", "Zn2+", "SO4 2-"})
          EXPECT_LT(result.report.balance.at(what), 1e-9) << what;
      }
  }

  TEST(Transient, SandsTimeWithSupportingElectrolyte)
  {
    // the field of 2 mol/L KCl hardly moves 2 mmol/L of zinc: t+ = 0 but for the share of its conductivity
    const Lines ions = Lines{"Electrolyte/Transport model = dilute ions"} + ion("Zn2+", "2", "7e-10", "0.002") +
                       ion("K+", "1", "1.96e-9", "2") + ion("Cl-", "-1", "2.03e-9", "2.004");
    const double current = 10.;
    Transient<2> cell(
      with_protocol(flat("200 um", 25) + ions + fast_kinetics + Lines{"Reactions/zinc/Exchange current density = 0.1 mA/cm^2"},
                    until_depleted(current)),
      1);
    const auto &result = cell.run();
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(result.steps[0].transition_time / sand(current, 7e-10, 2., 0.), 1., 5e-3);
    for (const char *what : {"charge", "Zn2+", "K+", "Cl-"})
      EXPECT_LT(result.report.balance.at(what), 1e-8) << what;
  }

  TEST(Transient, SandsTimeUnderACoating)
  {
    // The film takes (1 - t+) i d/(z F K D_f) of the concentration: sqrt(tau) falls by that share. With J = (1 - t+) i/(z F) the
    // concentration outside is, in Laplace's space, c_b/s - J/s/(sqrt(D s) + d s) for a film that holds as much as the solution:
    // c_b - J (2 sqrt(t/(pi D)) - d/D + ...), so that storage gives D_f/D of the share back.
    const double current = 2000., thickness = 300e-9, film_diffusivity = 1e-11;
    const double share = (1. - transference) * current * thickness / (2. * faraday_constant * film_diffusivity) / bulk;
    ASSERT_GT(share, 0.1);
    Transient<2> cell(with_protocol(flat("200 um", 25) + salt() + fast_kinetics +
                                      Lines{"Materials/film/Conductivity = 0.1 S/m", "Materials/film/Diffusivity = 1e-11 m^2/s",
                                            "Materials/film/Cation transference number = 0.4",
                                            "Coatings/film/Surface = working electrode", "Coatings/film/Layers = only",
                                            "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                                            "Coatings/film/only/Thickness = 300 nm", "Coatings/film/Representation = thin"},
                                    until_depleted(current)),
                      1);
    const auto  &result = cell.run();
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(result.steps[0].transition_time / (sand(current, diffusivity, bulk, transference) *
                                                   std::pow(1. - share * (1. - film_diffusivity / diffusivity), 2)),
                1., 3e-3);
  }

  TEST(Transient, CottrellAndItsEndInAThinLayer)
  {
    // -0.28 V leaves 1e-3 of the salt at the electrode, since hardly any voltage is lost on the way. i (1 - t+) = z F D c/L (1 + 2
    // sum exp(-(n pi/L)^2 D t)).
    const double gap = 20e-6;
    for (const double time : {0.02, 0.1, 0.3, 2.})
      {
        Transient<2> cell(
          with_protocol(flat("20 um", 30) + salt(1e5) + fast_kinetics +
                          Lines{"Reactions/zinc/Exchange current density = 100 mA/cm^2", "Solver/Linear solver = direct"},
                        Lines{"hold/Drive = potentiostatic", "hold/Potential = -0.28 V", "hold/Duration = " + number(time) + " s"}),
          0);
        const auto &result = cell.run();
        ASSERT_EQ(result.failure, "");
        double series = 1.;
        for (unsigned int n = 1; n < 200; ++n)
          series += 2. * std::exp(-std::pow(n * dealii::numbers::PI / gap, 2) * diffusivity * time);
        const double expected = 2. * faraday_constant * diffusivity * bulk / (gap * (1. - transference)) * series;
        EXPECT_NEAR(result.report.quantities.at("mean_current_density").value / expected, 1., 3e-3) << time;
        if (time < 0.05) // the other side is not felt yet
          {
            EXPECT_NEAR(expected * (1. - transference) /
                          (2. * faraday_constant * bulk * std::sqrt(diffusivity / (dealii::numbers::PI * time))),
                        1., 1e-6);
          }
        EXPECT_NEAR(result.steps[0].end, time, 1e-12);
        EXPECT_LT(result.report.balance.at("SO4 2-"), 1e-9);
      }
  }

  TEST(Transient, BerzinsDelahayPeakOfAReversibleDeposition)
  {
    const double c = 2., d = 7e-10, rate = 0.1; // [mol/m^3], [m^2/s], [V/s]
    const Lines  ions = Lines{"Electrolyte/Transport model = dilute ions"} + ion("Zn2+", "2", "7e-10", "0.002") +
                       ion("K+", "1", "1.96e-9", "2") + ion("Cl-", "-1", "2.03e-9", "2.004");
    double peak = 0.;
    // the peak lies 0.854 RT/(nF) = 10.97 mV beyond rest: look for it among sweeps that end about there
    for (const double end : {10.2, 10.97, 11.7})
      {
        Transient<2> one(
          with_protocol(flat("50 um", 12) + ions + fast_kinetics + Lines{"Reactions/zinc/Exchange current density = 1000 mA/cm^2"},
                        Lines{"sweep/Drive = sweep", "sweep/Potential = 0 V", "sweep/End potential = -" + number(end) + " mV",
                              "sweep/Sweep rate = 100 mV/s"}),
          1);
        ASSERT_EQ(one.run().failure, "");
        peak = std::max(peak, one.result.report.quantities.at("mean_current_density").value);
      }
    const double f = 1. / thermal_voltage(298.15);
    EXPECT_NEAR(peak / (0.6105 * 2. * faraday_constant * c * std::sqrt(2. * f * rate * d)), 1., 5e-3);
  }

  TEST(Transient, DoubleLayerChargesThroughTheSolution)
  {
    // R_s + R_ct || C: eta(t) = -i R_ct (1 - exp(-t/(R_ct C))), and the solution's share at once
    const double gap = 100e-6, resistance = 2e-4, capacitance = 0.3, current = 50.,
                 time = 1.5 * resistance * capacitance; // [ohm m^2], [F/m^2], [A/m^2]
    Transient<2> cell(
      with_protocol(
        flat("100 um", 4) + Lines{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                                  "Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                                  "Boundaries/working electrode/Reactions = zinc",
                                  "Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2", "Time/Tolerance = 1e-6"},
        Lines{"plate/Drive = galvanostatic", "plate/Current density = 50 A/m^2", "plate/Duration = " + number(time) + " s"}),
      0);
    ASSERT_EQ(cell.run().failure, "");
    EXPECT_NEAR(cell.result.electrode_potential, -current * (gap / kappa + resistance * (1. - std::exp(-1.5))), 1e-6);
    EXPECT_NEAR(cell.result.report.quantities.at("mean_current_density").value, current, 1e-9 * current);
    EXPECT_NEAR(cell.result.report.voltage_split.at("activation").value, current * resistance * (1. - std::exp(-1.5)), 1e-6);
    EXPECT_NEAR(cell.result.report.voltage_split.at("ohmic").value, current * gap / kappa, 1e-9);
  }

  TEST(Transient, RelaxationOfAClosedCellAfterAPulse)
  {
    // The slowest mode decays with pi^2 D/L^2, and the voltage at rest is that of the concentration cell.
    const double gap = 50e-6, rate = std::pow(dealii::numbers::PI / gap, 2) * diffusivity;
    const Lines  two_electrodes{"Boundaries/counter/Condition = counter electrode", "Boundaries/counter/Reactions = zinc"};
    const auto   voltage_after = [&](const double time) {
      Transient<2> cell(
          with_protocol(flat("50 um", 10) + two_electrodes + salt() + fast_kinetics + Lines{"Time/Tolerance = 1e-6"},
                        Lines{"pulse/Drive = galvanostatic", "pulse/Current density = 300 A/m^2", "pulse/Duration = 1 s",
                            "relax/Drive = rest", "relax/Duration = " + number(time) + " s"}),
          1);
      EXPECT_EQ(cell.run().failure, "");
      EXPECT_NEAR(cell.result.steps[0].charge, 300., 1e-7);
      EXPECT_NEAR(cell.result.steps[1].charge, 0., 1e-7);
      const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted = with_ghosts(*cell.discretization, cell.state),
                                 cell.result.electrode_potential);
      double           c[2] = {0., 0.};
      sampler.surface(cell.discretization->face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
        for (const auto &s : samples)
          c[s.boundary == cell.boundary("counter")] = s.surface_concentration;
      });
      EXPECT_NEAR(cell.result.electrode_potential, thermal_voltage(298.15) * (1. - transference) * std::log(c[0] / c[1]), 1e-6);
      return cell.result.electrode_potential;
    };
    const double early = voltage_after(1.), late = voltage_after(1.5);
    EXPECT_LT(early, -1e-4);
    EXPECT_NEAR(std::log(early / late), 0.5 * rate, 2e-3 * rate);
  }

  TEST(Transient, StopConditionsAreMetExactly)
  {
    // a charge at constant current, then a constant potential until depletion has brought the current down
    Transient<2> cell(
      with_protocol(flat("50 um", 10) + salt() + fast_kinetics,
                    Lines{"plate/Drive = galvanostatic", "plate/Current density = 50 mA/cm^2",
                          "plate/Stop at charge = 0.01 mAh/cm^2", "hold/Drive = potentiostatic", "hold/Potential = -60 mV",
                          "hold/Duration = 100 s", "hold/Stop below current density = 40 mA/cm^2"}),
      1);
    const auto &result = cell.run();
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(result.steps[0].charge, 360., 1e-6);
    EXPECT_NEAR(result.steps[0].end, 0.72, 1e-8);
    EXPECT_NEAR(result.report.quantities.at("mean_current_density").value, 400., 1e-4);
    EXPECT_LT(result.steps[1].end - result.steps[1].begin, 90.);
    EXPECT_NE(result.steps[1].reason.find("the current has fallen to 40 mA/cm^2"), std::string::npos) << result.steps[1].reason;
  }

  TEST(Transient, ConditionsThatHoldFromTheBeginningSaySo)
  {
    // 20 mA/cm^2 need more than 1 mV at once, and never 1 V
    Transient<2> cell(
      with_protocol(flat("50 um", 10) + salt() + fast_kinetics,
                    Lines{"plate/Drive = galvanostatic", "plate/Current density = 20 mA/cm^2", "plate/Duration = 1 s",
                          "plate/Stop below potential = -1 mV", "more/Drive = galvanostatic", "more/Current density = 20 mA/cm^2",
                          "more/Duration = 1 s", "more/Stop above potential = -1 V"}),
      0);
    const auto &result = cell.run();
    ASSERT_EQ(result.failure, "");
    EXPECT_EQ(result.steps[0].reason, "the potential is below -1 mV from the beginning");
    EXPECT_EQ(result.steps[1].reason, "the potential is above -1000 mV from the beginning");
    EXPECT_LT(result.steps[1].end, 1e-6);
  }

  TEST(Transient, NumbersThatHaveNoMeaningInTimeAreLeftOut)
  {
    // Depletion is no share of the limiting current before the steady state, and dissolution uses nothing up.
    for (const std::string sign : {"", "-"})
      {
        Transient<2> cell(with_protocol(flat("50 um", 10) + salt() + fast_kinetics,
                                        Lines{"flow/Drive = galvanostatic", "flow/Current density = " + sign + "20 mA/cm^2",
                                              "flow/Duration = 0.1 s"}),
                          0);
        ASSERT_EQ(cell.run().failure, "");
        const auto &numbers = cell.result.report.quantities;
        EXPECT_TRUE(std::isnan(numbers.at("limiting_current_fraction").value));
        EXPECT_EQ(std::isnan(numbers.at("sand_time").value), sign == "-");
        EXPECT_EQ(numbers.at("sand_time").note.empty(), sign == "-");
      }
  }
} // namespace zincfield::transient_tests
