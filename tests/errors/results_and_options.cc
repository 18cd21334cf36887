#include "tests/errors/running.h"

#include "solver/assembly/cell_kernels.h"
#include "solver/support/vector_units.h"

namespace zincfield::results_and_options_tests
{

  namespace
  {
    const std::string short_run = "subsection Discretization\n  set Minimum cycles = 1\n  set Maximum cycles = 1\nend\n";

    /** The base on a Gmsh mesh of one square, whose cells lie in `file`. */
    base_input::Replacements
    on_a_mesh(const std::string &file)
    {
      return {{"set Type = flat cell\n  set Gap = 100 um", "set Type = gmsh\n  set File = " + file},
              {"subsection working electrode", "subsection zinc"},
              {"subsection counter", "subsection solution"},
              {"subsection sides", "subsection walls"},
              {"set Surface = working electrode", "set Surface = zinc"},
              {"", short_run}};
    }

    void
    copy_mesh(const std::string &to)
    {
      std::filesystem::create_directories(std::filesystem::path(to).parent_path());
      std::filesystem::copy_file(ZINCFIELD_SOURCE_DIR "/inputs/tutorials/two_pits.msh", to);
    }
  } // namespace

  TEST(FilesOfAnInput, AreLookedForBesideIt)
  {
    const Scratch scratch;
    copy_mesh(scratch / "meshes/pits.msh");
    scratch.write("cases/thickness.txt", "-100 300\n100 300\n");
    auto replacements = on_a_mesh("../meshes/pits.msh");
    replacements.push_back(
      {"set Profile = uniform\n      set Thickness = 300 nm", "set Profile = table\n      set File = thickness.txt"});
    const std::string input = scratch.write("cases/case.prm", base_input::with(replacements));

    Running elsewhere;
    elsewhere.working_directory = "/";
    const Ended first           = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"}, elsewhere);
    ASSERT_EQ(first.status, 0) << first.error;
    // What was used runs again from where it lies, and from anywhere else.
    const std::string used = scratch / "results/base/used.prm";
    EXPECT_NE(contents(used).find("set File = " + (scratch / "meshes/pits.msh") + "\n"), std::string::npos);
    EXPECT_NE(contents(used).find("set File = " + (scratch / "cases/thickness.txt") + "\n"), std::string::npos);
    const Ended again = run_program(scratch, {used, "--no-figures", "--output", scratch / "again"}, elsewhere);
    ASSERT_EQ(again.status, 0) << again.error;
    const auto potential = [&](const std::string &folder) {
      return summary(scratch / folder)["variants"]["base"]["quantities"]["electrode_potential"]["value"];
    };
    EXPECT_EQ(potential("results"), potential("again"));

    // On the command line the user means where he stands.
    elsewhere.working_directory = scratch / "meshes";
    EXPECT_EQ(run_program(scratch, {"--check", input, "--set", "Geometry/File = pits.msh"}, elsewhere).status, 0);
  }

  TEST(FilesOfAnInput, ThatAreMissing)
  {
    const Scratch     scratch;
    const std::string allowed =
      " Allowed: a file; its path is relative to the input file that names it (with --set: to the working directory).\n";
    const std::string input = scratch.write("case.prm", base_input::with(on_a_mesh("no.msh")));
    EXPECT_EQ(run_program(scratch, {"--check", input}).error,
              "zincfield: " + input + ":4: Geometry/File = no.msh: there is no file \"" + (scratch / "no.msh") + "\"." + allowed);
    std::filesystem::create_directories(scratch / "no.msh");
    EXPECT_EQ(run_program(scratch, {"--check", input}).error, "zincfield: " + input + ":4: Geometry/File = no.msh: \"" +
                                                                (scratch / "no.msh") + "\" cannot be read as a file." + allowed);
  }

  TEST(ImportedMesh, HasItsTipsWhereNoneIsHigher)
  {
    const Scratch scratch;
    copy_mesh(scratch / "pits.msh");
    auto        replacements = on_a_mesh("pits.msh");
    const Ended ended        = run_program(
             scratch, {scratch.write("case.prm", base_input::with(replacements)), "--no-figures", "--output", scratch / "results"});
    ASSERT_EQ(ended.status, 0) << ended.error;
    const auto ratio = summary(scratch / "results")["variants"]["base"]["quantities"]["tip_to_valley"];
    ASSERT_TRUE(ratio["value"].is_number());
    EXPECT_NEAR(ratio["value"], 1., 0.05); // charge transfer rules

    replacements.push_back({"set Thickness = 300 nm", "set Thickness = 300 nm # and here\n      set Cells across = 2"});
    replacements.push_back({"1 mS/cm", "1 + distance_from_tip [mS/cm]"});
    EXPECT_EQ(run_program(scratch, {"--check", scratch.write("case.prm", base_input::with(replacements))}).status, 0);
  }

  TEST(Results, OfAnEarlierRunDoNotStayBesideThoseOfThisOne)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", base_input::with({{"", short_run}})), results = scratch / "results";
    for (const char *const old : {"results/base/volume_3.vtu", "results/base/cycle_4/surface.vtu", "results/figure.png",
                                  "results/base/mine.vtu", "results/base/cycle_4/notes.txt"})
      scratch.write(old, "old");
    scratch.write("results/summary.json", "{\"status\": \"complete\"}");
    // A look at the mesh harms nothing.
    ASSERT_EQ(run_program(scratch, {input, "--mesh-only", "--output", results}).status, 0);
    EXPECT_TRUE(std::filesystem::exists(scratch / "results/base/volume_3.vtu"));
    EXPECT_EQ(summary(results)["status"], "complete");
    ASSERT_EQ(run_program(scratch, {input, "--no-figures", "--output", results}).status, 0);
    for (const char *const old : {"/base/volume_3.vtu", "/base/cycle_4/surface.vtu", "/figure.png"})
      EXPECT_FALSE(std::filesystem::exists(results + old)) << old;
    for (const char *const users : {"/base/mine.vtu", "/base/cycle_4/notes.txt"})
      EXPECT_TRUE(std::filesystem::exists(results + users)) << users;
  }

  TEST(Results, VariantsDoNotShareAFolder)
  {
    const Scratch     scratch;
    const std::string text =
      base_input::with({{"", "subsection Variants\n  subsection a b\n  end\n  subsection a_b\n  end\nend\n"}});
    const std::string input = scratch.write("case.prm", text);
    const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.error, "zincfield: " + input + ":" + base_input::line_of(text, "subsection a_b") +
                             ": Variants/a_b: its results would go to the same folder as those of \"a b\". Allowed: names that "
                             "differ in more than blanks.\n");
  }

  TEST(Results, TheTableHoldsTheNumbersOfTheSummary)
  {
    const Scratch     scratch;
    const std::string input = scratch.write(
      "case.prm", base_input::with({{"", "subsection Discretization\n  set Minimum cycles = 3\n  set Maximum cycles = 3\nend\n"
                                         "subsection Sweep\n  set Coatings/shield/inner/Thickness = 100 nm, 0.3 um\nend\n"}}));
    ASSERT_EQ(run_program(scratch, {input, "--no-figures", "--output", scratch / "results"}).status, 0);
    std::vector<std::vector<std::string>> rows;
    std::istringstream                    table(contents(scratch / "results/quantities.csv"));
    for (std::string line; std::getline(table, line);)
      {
        rows.emplace_back();
        std::istringstream cells(line + ",");
        for (std::string cell; std::getline(cells, cell, ',');)
          rows.back().push_back(cell);
      }
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0][1], "Coatings/shield/inner/Thickness [nm]"); // numbers that a plotting program takes, in one unit
    EXPECT_EQ(rows[1][1], "100");
    EXPECT_EQ(rows[2][1], "300");
    const auto json = nlohmann::ordered_json::parse(contents(scratch / "results/summary.json"))["variants"];
    for (unsigned int r : {1u, 2u})
      {
        ASSERT_EQ(rows[r].size(), rows[0].size());
        const auto   quantities = json[rows[r][0]]["quantities"];
        unsigned int column = 2, errors = 0;
        for (const auto &quantity : quantities.items())
          {
            EXPECT_EQ(rows[0][column], quantity.key() + " [" + quantity.value()["unit"].get<std::string>() + "]");
            EXPECT_EQ(rows[0][column + 1], "error of " + quantity.key());
            for (const char *const what : {"value", "error"})
              {
                const auto &number = quantity.value()[what];
                ASSERT_EQ(rows[r][column].empty(), number.is_null()) << quantity.key() << what;
                if (!number.is_null())
                  {
                    EXPECT_NEAR(std::stod(rows[r][column]), number.get<double>(), 1e-14 * std::abs(number.get<double>()))
                      << quantity.key() << what;
                    errors += what[0] == 'e' && number.get<double>() > 0.;
                  }
                ++column;
              }
          }
        EXPECT_EQ(column, rows[r].size());
        EXPECT_GT(errors, 0u);
      }
  }

  TEST(LanesThatLieIdle, AreNotedOnceARun)
  {
    const Scratch     scratch;
    const std::string variants =
      "subsection Variants\n  subsection coated\n  end\n  subsection bare\n    set Coatings/shield/Enabled = false\n  end\nend\n";
    const std::string input = scratch.write("case.prm", base_input::with({{"", short_run + variants}}));
    const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
    EXPECT_EQ(ended.status, 0);
    const std::string note = note_on_narrow_lanes(lanes_of_dealii(), vector_units(), cell_kernels().instruction_set);
    for (const std::string &text : {contents(scratch / "results/log.txt"), ended.out})
      {
        const auto at = text.find("note: deal.II was built for");
        EXPECT_EQ(at == std::string::npos, note.empty()) << text;
        if (at != std::string::npos)
          {
            EXPECT_EQ(text.substr(at, note.size() + 1), note + "\n");
            EXPECT_EQ(text.find("note: deal.II was built for", at + 1), std::string::npos) << text;
          }
      }
  }

  TEST(PetscOptions, UnknownOnesAreNamed)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", base_input::with({{"", short_run}}));
    const auto        run   = [&](const std::string &options) {
      return run_program(scratch, {input, "--no-figures", "--output", scratch / "results", "--petsc", options});
    };
    const Ended misspelt = run("-ksp_typ gmres -snes_max_it 20 -ksp_rtol 1e-3");
    EXPECT_EQ(misspelt.status, 0);
    EXPECT_EQ(
      misspelt.error,
      "warning: PETSc was given options that nothing asked for: -ksp_typ. Misspelt, or for a solver that this run did not use.\n");
    EXPECT_NE(contents(scratch / "results/log.txt").find("nothing asked for: -ksp_typ"), std::string::npos);
    EXPECT_EQ(run("-snes_max_it 20").error, "");
  }

  TEST(PetscOptions, WrongOnesEndTheRunWithoutItsCallStack)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", base_input::with({{"", short_run}}));
    const auto        error = [&](const std::vector<std::string> &options) {
      std::vector<std::string> arguments = {input, "--no-figures", "--output", scratch / "results"};
      arguments.insert(arguments.end(), options.begin(), options.end());
      const Ended ended = run_program(scratch, arguments);
      EXPECT_EQ(ended.status, 1);
      return ended.error;
    };
    const std::string allowed = " Allowed: options as PETSc takes them: \"-snes_monitor -ksp_type gmres\".\n";
    EXPECT_EQ(error({"--petsc", "ksp_type gmres"}),
              "zincfield: --petsc: \"ksp_type\" is not an option of PETSc: it does not begin with \"-\"." + allowed);
    const std::string file = scratch.write("options.txt", "# mine\n-ksp_type gmres\nksp_monitor\n");
    EXPECT_EQ(error({"--set", "Solver/PETSc options file = " + file}),
              "zincfield: " + file + ":3: \"ksp_monitor\" is not an option of PETSc: it does not begin with \"-\"." + allowed);
    EXPECT_EQ(
      error({"--petsc", "-ksp_type gmrres"}),
      "zincfield: options for PETSc: Unable to find requested KSP type gmrres. Allowed: values that PETSc has for its options.\n");
  }
} // namespace zincfield::results_and_options_tests
