#include "tests/errors/running.h"

#include "physics/constants.h"
#include "tests/support/transient.h"
#include "tests/support/text.h"

// Newton's method fails in the middle of a transient run: the step is made again, shorter; where that does not help the run ends
// with what it has.

namespace zincfield::time_steps_fail_tests
{

  namespace
  {
    /** 1 mol/L between zinc and the bulk, D = 4e-10 m^2/s, t+ = 0.4. */
    const Lines salt = common_lines() + Lines{"Geometry/Type = flat cell",
                                              "Geometry/Gap = 200 um",
                                              "Geometry/Width = 10 um",
                                              "Geometry/First cell = 4 um",
                                              "Electrolyte/Transport model = binary salt",
                                              "Electrolyte/Data set = user salt",
                                              "Electrolyte/Bulk concentration = 1 mol/L",
                                              "Electrolyte/Salt conductivity = 5 S/m",
                                              "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                              "Electrolyte/Cation transference number = 0.4",
                                              "Reactions/zinc/Type = Butler-Volmer",
                                              "Reactions/zinc/Exchange current density = 1 mA/cm^2",
                                              "Reactions/zinc/Anodic transfer coefficient = 1",
                                              "Reactions/zinc/Cathodic transfer coefficient = 1",
                                              "Boundaries/working electrode/Reactions = zinc"};
    /** Begins at rest, so that the switch is easy; then every 25 mV double the current. */
    const Lines plate{"plate/Drive = sweep", "plate/Potential = 0 V", "plate/End potential = -0.3 V", "plate/Sweep rate = 0.3 V/s"};

    ProtocolResult
    plated(const Lines &settings)
    {
      Transient<2> cell(with_protocol(salt + Lines{"Time/Tolerance = 0.1", "Time/Order = 2"} + settings, plate), 0);
      return cell.run();
    }
  } // namespace

  TEST(TimeStepsFail, AStepWithoutASolutionIsMadeAgainShorter)
  {
    // The tolerance alone would allow steps that four steps of Newton's method do not solve.
    const ProtocolResult free = plated({"Solver/Newton steps = 50"}), hindered = plated({"Solver/Newton steps = 4"}),
                         exact = plated({"Time/Tolerance = 1e-6", "Time/Order = 4"});
    ASSERT_EQ(free.failure, "");
    ASSERT_EQ(hindered.failure, "");
    EXPECT_GT(hindered.rejected_steps, free.rejected_steps);
    EXPECT_GT(hindered.time_steps, free.time_steps);
    // What was given up has left no trace: balances hold, and charge and current are those of steps controlled tightly.
    for (const char *what : {"charge", "Zn2+", "SO4 2-"})
      EXPECT_LT(hindered.report.balance.at(what), 1e-9) << what;
    EXPECT_NEAR(hindered.steps[0].end, 1., 1e-12);
    EXPECT_NEAR(hindered.steps[0].charge / exact.steps[0].charge, 1., 0.02);
    EXPECT_NEAR(hindered.report.quantities.at("mean_current_density").value /
                  exact.report.quantities.at("mean_current_density").value,
                1., 0.02);
  }

  TEST(TimeStepsFail, TheElectrodeThatRunsOutOfZincIsNamed)
  {
    // While the working electrode dissolves it is the other one of a closed cell that is depleted.
    for (const std::string sign : {"", "-"})
      {
        Transient<2> cell(
          with_protocol(salt + Lines{"Geometry/Gap = 100 um", "Boundaries/counter/Condition = counter electrode",
                                     "Boundaries/counter/Reactions = zinc"},
                        {"flow/Drive = galvanostatic", "flow/Current density = " + sign + "400 mA/cm^2", "flow/Duration = 100 s"}),
          0);
        EXPECT_NE(
          cell.run().failure.find(std::string("The zinc at the ") + (sign == "-" ? "counter " : "") + "electrode is used up there"),
          std::string::npos)
          << cell.result.failure;
      }
  }

  TEST(TimeStepsFail, BeyondSandsTimeTheRunEndsWithWhatItHas)
  {
    // Nothing stops the current at Sand's time, pi D [2 F c/(2 i (1 - t+))]^2, and beyond it there is no state.
    const double      current = 4000., tau = dealii::numbers::PI * 4e-10 * std::pow(faraday_constant * 1000. / (current * 0.6), 2);
    const Scratch     scratch;
    const std::string input = scratch.write(
                        "case.prm",
                        base_input::with(
                          {{"set Data set = ZnSO4 2 M",
                            "set Data set = user salt\n  set Bulk concentration = 1 mol/L\n  set Salt conductivity = 5 S/m\n"
                            "  set Diffusivity = 4e-10 m^2/s\n  set Cation transference number = 0.4"},
                           {"set Gap = 100 um", "set Gap = 200 um\n  set Width = 20 um\n  set First cell = 5 um"},
                           {"set Surface =", "set Enabled = false\n    set Surface ="},
                           {"subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2\nend\n",
                            "subsection Programme\n  subsection Steps\n    subsection plate\n      set Drive = galvanostatic\n     "
                            " set Current density = 400 mA/cm^2\n"
                            "      set Duration = 100 s\n    end\n  end\nend\n"}})),
                      results = scratch / "results";
    const Ended ended         = run_program(scratch, {input, "--no-figures", "--output", results});
    EXPECT_EQ(ended.status, 2) << ended.error;
    expect_one_paragraph(ended.error);
    EXPECT_NE(ended.error.find("The zinc at the electrode is used up there"), std::string::npos) << ended.error;
    const auto json = summary(results);
    EXPECT_EQ(json["status"], "not converged");
    EXPECT_EQ(json["variants"]["base"]["programme"].back()["ended_because"], "failed");

    // Every row is a state before Sand's time, the last one close to it, and the numbers reported are its.
    std::istringstream       rows(contents(results + "/base/history.csv"));
    std::string              line;
    std::vector<std::string> columns, titles;
    const auto               value = [&](const std::string &title) {
      return std::stod(columns.at(std::find(titles.begin(), titles.end(), title) - titles.begin()));
    };
    double time = 0.;
    for (unsigned int n = 0; std::getline(rows, line); ++n)
      {
        if (n == 0)
          titles = split(line);
        else
          {
            columns = split(line);
            EXPECT_GT(value("time [s]"), time);
            time = value("time [s]");
            EXPECT_NEAR(value("mean_current_density [A/m^2]"), current, 1e-6 * current) << line;
            EXPECT_GT(value("min_surface_concentration [mol/m^3]"), -1.) << line;
            EXPECT_GT(value("electrode_potential [V]"), -60. * 0.0257 - 0.4)
              << line; // beyond 60 RT/F no rate law holds; the solution takes the rest
          }
      }
    ASSERT_GT(columns.size(), 7u);
    EXPECT_NEAR(time / tau, 1., 0.02);
    const auto quantities = json["variants"]["base"]["quantities"];
    EXPECT_NEAR(quantities["min_surface_concentration"]["value"].get<double>(), value("min_surface_concentration [mol/m^3]"), 1e-6);
  }
} // namespace zincfield::time_steps_fail_tests
