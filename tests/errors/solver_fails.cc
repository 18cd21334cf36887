#include "tests/errors/running.h"

#include "physics/constants.h"

using namespace zincfield;

namespace
{
  const std::string two_variants = "subsection Variants\n  subsection starved\n    set Solver/Newton steps = 1\n  end\n"
                                   "  subsection fed\n  end\nend\n";

  /** The base with a salt of constant properties, without its coating, or with a film of diffusivity 1e-11 m^2/s. */
  base_input::Replacements
  constant_salt(const std::string &control)
  {
    return {{"set Data set = ZnSO4 2 M", "set Data set = user salt\n  set Bulk concentration = 1 mol/L\n  set Salt conductivity = 5 S/m\n"
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
      EXPECT_EQ(ended.error, "zincfield: 1 of 2 variants was not solved. Variant \"starved\": No steady state was found beyond a current density of 0 mA/cm^2 "
                             "(asked: a current density of 5 mA/cm^2): Newton's method did not converge in as many \"Newton steps\" as allowed. What to try: "
                             "more \"Newton steps\", a lower \"Applied current density\" (it may be above the limiting current), a finer mesh (\"Initial "
                             "refinements\"), and a look at the units of conductivities, diffusivities and thicknesses. The last good state of it was written to " +
                               results + ", and summary.json says so.\n");
      const auto json = summary(results);
      EXPECT_EQ(json["status"], "not converged");
      EXPECT_TRUE(json["missing"].empty());
      EXPECT_TRUE(json["variants"]["starved"].contains("failure"));
      EXPECT_FALSE(json["variants"]["fed"].contains("failure"));
      EXPECT_EQ(json["variants"]["starved"]["quantities"]["mean_current_density"]["value"], 0.); // the bulk at rest
      EXPECT_NEAR(json["variants"]["fed"]["quantities"]["mean_current_density"]["value"], 50., 1e-6);
      EXPECT_NE(ended.out.find("starved (not converged)"), std::string::npos);
      if (ranks == 1)
        for (const char *const variant : {"/starved", "/fed"})
          expect_whole(results + variant);
    }
}

TEST(SolverFails, BeyondTheLimitingCurrentNoConcentrationIsNegative)
{
  const double limit = limiting_current();
  const Scratch     scratch;
  const std::string control = "set Mode = galvanostatic\n  set Applied current density = " + std::to_string(1.03 * limit) + " A/m^2";
  const std::string input   = scratch.write("case.prm", base_input::with(constant_salt(control))), results = scratch / "results";
  const Ended       ended   = run_program(scratch, {input, "--no-figures", "--output", results});
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
      const std::string input   = scratch.write("case.prm", base_input::with(constant_salt("set Mode = potentiostatic\n  set Electrode potential = " + potential)));
      const std::string results = scratch / "results";
      const Ended       ended   = run_program(scratch, {input, "--no-figures", "--output", results});
      ASSERT_EQ(ended.status, 0) << ended.error;
      const auto quantities = summary(results)["variants"]["base"]["quantities"];
      EXPECT_NEAR(quantities["mean_current_density"]["value"], limit, 1e-4 * limit);
      EXPECT_GT(quantities["min_surface_concentration"]["value"], -1e-4 * 1000.);
    }
}

TEST(SolverFails, AMeshTooLargeForItsLimitIsNotBuilt)
{
  const Scratch     scratch;
  const std::string input = scratch.write("case.prm", base_input::with({{"", "subsection Discretization\n  set Initial refinements = 10\nend\n"}}));
  const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
  EXPECT_EQ(ended.status, 1);
  // 4 x 4 cells, 4 times as many each time; 2 fields of (2 x 2) unknowns a cell: 16 4^5 2^2 2 = 131072, one more is above 400000.
  EXPECT_EQ(ended.error, "zincfield: " + input +
                           ": Discretization/Initial refinements = 10: after 5 of them the mesh has 16384 cells, and one more would exceed \"Maximum unknowns\" "
                           "(400000). Allowed: 5 or fewer, or more Maximum unknowns.\n");
}

TEST(SolverFails, AbsurdLoadsEndWithoutNumbers)
{
  for (const char *const control : {"set Mode = galvanostatic\n  set Applied current density = 1e9 mA/cm^2", "set Mode = potentiostatic\n  set Electrode potential = -100 V"})
    {
      const Scratch     scratch;
      const std::string input = scratch.write("case.prm", base_input::with({{"set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2", control}}));
      const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
      EXPECT_EQ(ended.status, 2) << ended.error;
      expect_one_paragraph(ended.error);
      EXPECT_EQ(summary(scratch / "results")["status"], "not converged");
    }
}
