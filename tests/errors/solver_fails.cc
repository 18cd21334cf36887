#include "tests/errors/running.h"

#include "physics/constants.h"

namespace zincfield::solver_fails_tests
{

  namespace
  {
    const std::string two_variants = "subsection Variants\n  subsection starved\n    set Solver/Newton steps = 1\n  end\n"
                                     "  subsection fed\n  end\nend\n";

    /** The base with a salt of constant properties, without its coating, or with a film of diffusivity 1e-11 m^2/s. */
    base_input::Replacements
    constant_salt(const std::string &control)
    {
      return {{"set Data set = ZnSO4 2 M",
               "set Data set = user salt\n  set Bulk concentration = 1 mol/L\n  set Salt conductivity = 5 S/m\n"
               "  set Diffusivity = 4e-10 m^2/s\n  set Cation transference number = 0.4"},
              {"set Diffusivity = 1e-11 m^2/s", "set Diffusivity = 1e-11 m^2/s\n    set Cation transference number = 0.4"},
              {"set Thickness = 300 nm", "set Thickness = 2 um"},
              {"set Surface =", "set Representation = thin\n    set Surface ="},
              {"set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2", control}};
    }

    /** Of that cell: the gap and the film in series. */
    double
    limiting_current()
    {
      const double gap = 100e-6, film = 2e-6;
      return 2. * faraday_constant * 1000. / (1. - 0.4) / (gap / 4e-10 + film / 1e-11);
    }

    void
    expect_whole(const std::string &folder)
    {
      for (const char *const file : {"/used.prm", "/history.csv", "/volume.pvd", "/volume.vtu", "/surface.pvd", "/surface.vtu"})
        EXPECT_GT(contents(folder + file).size(), 0u) << folder << file;
    }
  } // namespace

  TEST(SolverFails, SaysWhatToTryAndTheOtherVariantsRun)
  {
    for (const unsigned int ranks : {1u, 2u})
      {
        const Scratch     scratch;
        const std::string input = scratch.write("case.prm", base_input::with({{"", two_variants}})), results = scratch / "results";
        const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", results}, {ranks});
        EXPECT_EQ(ended.status, 2) << ended.error;
        expect_one_paragraph(ended.error);
        EXPECT_EQ(ended.error, "zincfield: 1 of 2 variants was not solved. Variant \"starved\": No steady state was found beyond a "
                               "current density of 0 mA/cm^2 "
                               "(asked: a current density of 5 mA/cm^2): Newton's method did not converge in as many \"Newton "
                               "steps\" as allowed. What to try: "
                               "more \"Newton steps\", a lower \"Applied current density\" (it may be above the limiting current), "
                               "a finer mesh (\"Initial "
                               "refinements\"), and a look at the units of conductivities, diffusivities and thicknesses. The last "
                               "good state of it was written to " +
                                 results + ", and summary.json says so.\n");
        const auto json = summary(results);
        EXPECT_EQ(json["status"], "not converged");
        EXPECT_TRUE(json["missing"].empty());
        EXPECT_TRUE(json["variants"]["starved"].contains("failure"));
        EXPECT_FALSE(json["variants"]["fed"].contains("failure"));
        EXPECT_NEAR(json["variants"]["starved"]["quantities"]["mean_current_density"]["value"], 0., 1e-9); // the bulk at rest
        EXPECT_NEAR(json["variants"]["fed"]["quantities"]["mean_current_density"]["value"], 50., 1e-6);
        EXPECT_NE(ended.out.find("starved (not converged)"), std::string::npos);
        if (ranks == 1)
          for (const char *const variant : {"/starved", "/fed"})
            expect_whole(results + variant);
      }
  }

  TEST(SolverFails, BeyondTheLimitingCurrentNoConcentrationIsNegative)
  {
    const double      limit = limiting_current();
    const Scratch     scratch;
    const std::string control =
      "set Mode = galvanostatic\n  set Applied current density = " + std::to_string(1.03 * limit) + " A/m^2";
    const std::string input = scratch.write("case.prm", base_input::with(constant_salt(control))), results = scratch / "results";
    const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", results});
    EXPECT_EQ(ended.status, 2) << ended.error;
    EXPECT_NE(ended.error.find("the current is above the limiting current of this cell"), std::string::npos) << ended.error;
    // What is written was a solution: up to the limit, and not far from it.
    const auto   quantities = summary(results)["variants"]["base"]["quantities"];
    const double current    = quantities["mean_current_density"]["value"];
    EXPECT_LT(current, 1.01 * limit);
    EXPECT_GT(current, 0.8 * limit);
    EXPECT_GT(quantities["min_surface_concentration"]["value"], -0.01 * 1000.);
  }

  TEST(SolverFails, FarBelowEquilibriumTheCurrentIsTheLimitingOne)
  {
    const double limit = limiting_current();
    for (const std::string potential : {"-0.6 V", "-1 V"})
      {
        const Scratch     scratch;
        const std::string input = scratch.write(
          "case.prm", base_input::with(constant_salt("set Mode = potentiostatic\n  set Electrode potential = " + potential)));
        const std::string results = scratch / "results";
        const Ended       ended   = run_program(scratch, {input, "--no-figures", "--output", results});
        ASSERT_EQ(ended.status, 0) << ended.error;
        const auto quantities = summary(results)["variants"]["base"]["quantities"];
        EXPECT_NEAR(quantities["mean_current_density"]["value"], limit, 1e-4 * limit);
        EXPECT_GT(quantities["min_surface_concentration"]["value"], -1e-4 * 1000.);
      }
  }

  TEST(SolverFails, AJacobianWithoutAnInverseIsNamedAndGoneAround)
  {
    // Central differences of the law step 1 uV to either side; at 0.1 V, where the run starts, they meet NaN. On the way up from
    // rest nothing does.
    const Scratch     scratch;
    const std::string salt = "Transport model = binary salt\n  set Data set = ZnSO4 2 M",
                      ohm  = "Transport model = secondary\n  set Conductivity = 5 S/m";
    const auto input       = [&](const std::string &where) {
      return scratch.write(
              "case.prm",
              base_input::with(
                {{salt, ohm},
           {"set Surface =", "set Enabled = false\n    set Surface ="},
           {"set Type = Butler-Volmer\n    set Exchange current density = 7.36 mA/cm^2\n    set Anodic transfer coefficient = 1\n  "
                  "  set Cathodic transfer coefficient = 1",
            "set Type = expression\n    set Current density = 1000*eta + (" + where + " ? sqrt(-1) : 0)"},
           {"Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2",
            "Mode = potentiostatic\n  set Electrode potential = 0.1 V"}}));
    };
    const std::vector<std::pair<std::string, std::string>> solvers = {
      {"direct", "the Jacobian"},
      {"block", "the matrix of the potential"},
      {"multigrid", "the matrix of the potential on the coarsest mesh"}};
    const std::string results = scratch / "results";
    const auto        run     = [&](const std::string &where, const std::string &solver, const unsigned int ranks) {
      const std::string solved_by = "Solver/Linear solver = " + solver;
      return run_program(scratch,
                                    {input(where), "--no-figures", "--output", results, "--set", solved_by, "--set",
                          "Discretization/Minimum cycles = 1", "--set", "Discretization/Maximum cycles = 1"},
                                    {ranks});
    };
    const std::string came = "Newton's method came to a state where ", no_numbers = " has entries that are no finite numbers";
    for (const auto &[solver, matrix] : solvers)
      {
        const Ended ended = run("abs(eta - 0.100001) < 1e-9", solver, solver == "block" ? 2 : 1);
        ASSERT_EQ(ended.status, 0) << ended.error;
        EXPECT_NE(ended.out.find("No solution from this start (" + came + matrix + no_numbers + "): raising the load in steps"),
                  std::string::npos)
          << ended.out;
        // 1/(gap/kappa + 1/1000) of 0.1 V, dissolution
        EXPECT_NEAR(summary(results)["variants"]["base"]["quantities"]["mean_current_density"]["value"],
                    -0.1 / (100e-6 / 5. + 1e-3), 1e-4);
      }
    // A law with values at whole steps of 10 uV alone has no derivative anywhere.
    const Ended ended = run("abs(1e5*eta - rint(1e5*eta)) > 1e-3", "multigrid", 2);
    EXPECT_EQ(ended.status, 2) << ended.error;
    expect_one_paragraph(ended.error);
    EXPECT_NE(ended.error.find(
                "No steady state was found beyond an electrode potential of 0 mV (asked: an electrode potential of 100 mV): " +
                came + solvers.back().second + no_numbers + ". What to try: "),
              std::string::npos)
      << ended.error;
  }

  TEST(SolverFails, AMeshTooLargeForItsLimitIsNotBuilt)
  {
    const Scratch     scratch;
    const std::string text  = base_input::with({{"", "subsection Discretization\n  set Initial refinements = 10\nend\n"}});
    const std::string input = scratch.write("case.prm", text);
    const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
    EXPECT_EQ(ended.status, 1);
    // 4 x 4 cells, 4 times as many each time; 2 fields of (2 x 2) unknowns a cell: 16 4^5 2^2 2 = 131072, one more is above 400000.
    EXPECT_EQ(ended.error, "zincfield: " + input + ":" + base_input::line_of(text, "Initial refinements") +
                             ": Discretization/Initial refinements = 10: after 5 of them the mesh has 16384 cells, and one more "
                             "would exceed \"Maximum unknowns\" "
                             "(400000). Allowed: 5 or fewer, or more Maximum unknowns.\n");
  }

  TEST(SolverFails, AbsurdLoadsEndWithoutNumbers)
  {
    for (const char *const control : {"set Mode = galvanostatic\n  set Applied current density = 1e9 mA/cm^2",
                                      "set Mode = potentiostatic\n  set Electrode potential = -100 V"})
      {
        const Scratch     scratch;
        const std::string input = scratch.write(
          "case.prm", base_input::with({{"set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2", control}}));
        const Ended ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
        EXPECT_EQ(ended.status, 2) << ended.error;
        expect_one_paragraph(ended.error);
        EXPECT_EQ(summary(scratch / "results")["status"], "not converged");
      }
  }

  TEST(SolverFails, EigenvaluesBeyondTheRangeOfNumbersAreNoCrash)
  {
    const Scratch scratch;
    const Ended ended = run_program(scratch, {ZINCFIELD_SOURCE_DIR "/tests/errors/data/film_with_double_layer.prm", "--no-figures",
                                              "--output", scratch / "results"});
    ASSERT_EQ(ended.status, 0) << ended.error;
    const double current = summary(scratch / "results")["variants"]["base"]["quantities"]["mean_current_density"]["value"];
    EXPECT_NEAR(current, 20., 1e-5);
  }
} // namespace zincfield::solver_fails_tests
