#include "tests/errors/running.h"

// Sweeps: what they make of an input, those that cannot be, and their run in every way.

namespace zincfield::studies_tests
{

  namespace
  {
    base_input::Replacements
    with_study(const std::string &lines)
    {
      return {{"", "subsection Sweep\n" + lines + "end\n"}};
    }

    std::vector<std::string>
    names(const std::string &lines)
    {
      std::vector<std::string> result;
      for (const Case &data : base_input::cases(with_study(lines)))
        result.push_back(data.variant);
      return result;
    }

    const std::string last_line = std::to_string(std::count(base_input::text.begin(), base_input::text.end(), '\n') + 2);

    /** The message for a study of one line. */
    std::string
    message(const std::string &line)
    {
      return base_input::message(with_study("  set " + line + "\n"));
    }

    const std::string current = "Control/Applied current density", thickness = "Coatings/shield/inner/Thickness";
    const std::string allowed =
      " Allowed: a list \"10 nm, 30 nm\" or a range \"10 nm to 3 um, 6 values, logarithmic\" (or linear).";
  } // namespace

  TEST(ParameterStudy, ListsAndRangesInAllCombinations)
  {
    EXPECT_EQ(names("  set " + thickness + " = 0.1 um, 300 nm\n  set " + current + " = 1 mA/cm^2 to 40 A/m^2, 3 values\n"),
              (std::vector<std::string>{
                "Thickness 0.1 um, Applied current density 1 mA/cm^2", "Thickness 0.1 um, Applied current density 2.5 mA/cm^2",
                "Thickness 0.1 um, Applied current density 40 A/m^2", "Thickness 300 nm, Applied current density 1 mA/cm^2",
                "Thickness 300 nm, Applied current density 2.5 mA/cm^2", "Thickness 300 nm, Applied current density 40 A/m^2"}));
    const std::vector<Case> cases =
      base_input::cases(with_study("  set " + current + " = 1 mA/cm^2 to 100 mA/cm^2, 5 values, logarithmic\n"));
    ASSERT_EQ(cases.size(), 5u);
    for (unsigned int k = 0; k < 5; ++k) // the square root of ten apart, rounded to six digits
      {
        EXPECT_NEAR(cases[k].control.applied_current_density, 10. * std::pow(10., 0.5 * k), 1e-5 * 10. * std::pow(10., 0.5 * k));
        ASSERT_EQ(cases[k].changed_parameters.size(), 1u);
        EXPECT_EQ(cases[k].changed_parameters[0].key, current);
      }
  }

  TEST(ParameterStudy, Zipped)
  {
    EXPECT_EQ(
      names("  set Combination = zipped\n  set " + thickness + " = 100 nm, 300 nm\n  set " + current + " = 1 mA/cm^2, 2 mA/cm^2\n"),
      (std::vector<std::string>{"Thickness 100 nm, Applied current density 1 mA/cm^2",
                                "Thickness 300 nm, Applied current density 2 mA/cm^2"}));
  }

  TEST(ParameterStudy, OfEveryVariantAndOfWords)
  {
    auto replacements = with_study("  set Coatings/shield/Representation = thin, lumped\n");
    replacements.push_back(
      {"", "subsection Variants\n  subsection a\n  end\n  subsection b\n    set " + thickness + " = 100 nm\n  end\nend\n"});
    std::vector<std::string> found;
    for (const Case &data : base_input::cases(replacements))
      found.push_back(data.variant);
    EXPECT_EQ(found, (std::vector<std::string>{"a, Representation thin", "a, Representation lumped", "b, Representation thin",
                                               "b, Representation lumped"}));
  }

  TEST(ParameterStudy, CheckListsTheCases)
  {
    const Scratch     scratch;
    const std::string input =
      scratch.write("case.prm", base_input::with(with_study("  set " + current + " = 1 mA/cm^2; 2 mA/cm^2\n")));
    const std::string said = run_program(scratch, {"--check", input}).out,
                      list = input +
                             ": valid, 2 cases:\n  1  Applied current density 1 mA/cm^2\n  2  Applied current density 2 mA/cm^2\n";
    EXPECT_EQ(said.substr(0, list.size()), list);
  }

  TEST(BadStudy, Values)
  {
    const std::string here = "test.prm:" + last_line + ": Sweep/" + current + " = ";
    EXPECT_EQ(message(current + " = 1 mA/cm^2, , 2 mA/cm^2"), here + "1 mA/cm^2, , 2 mA/cm^2: a value is empty." + allowed);
    EXPECT_EQ(message(current + " = 1 mA/cm^2, 1 mA/cm^2"),
              here + "1 mA/cm^2, 1 mA/cm^2: the value \"1 mA/cm^2\" stands twice. Allowed: different values.");
    EXPECT_EQ(message(current + " = 1 mA/cm^2 to 2 mA/cm^2"),
              here + "1 mA/cm^2 to 2 mA/cm^2: a range needs its number of values, at least 2." + allowed);
    EXPECT_EQ(message(current + " = 1 mA/cm^2 to 2 mA/cm^2, 1 values"),
              here + "1 mA/cm^2 to 2 mA/cm^2, 1 values: a range needs its number of values, at least 2." + allowed);
    EXPECT_EQ(message(current + " = 1 mA/cm^2 to 2 V, 3 values"),
              here + "1 mA/cm^2 to 2 V, 3 values: the unit V is that of a potential, not of a current density." + allowed);
    EXPECT_EQ(message(current + " = 1 mA/cm^2 to more, 3 values"),
              here + "1 mA/cm^2 to more, 3 values: a range goes from a number to a number." + allowed);
    EXPECT_EQ(message(current + " = 1 mA/cm^2 to 2 mA/cm^2, 3 values, log"),
              here + "1 mA/cm^2 to 2 mA/cm^2, 3 values, log: \"log\" is no scale." + allowed);
    EXPECT_EQ(message(current + " = 0 mA/cm^2 to 2 mA/cm^2, 3 values, logarithmic"),
              here + "0 mA/cm^2 to 2 mA/cm^2, 3 values, logarithmic: a logarithmic range does not reach or cross 0." + allowed);
    EXPECT_EQ(message(current + " = 1 mA/cm^2 to 2 mA/cm^2, 20000 values"),
              here + "1 mA/cm^2 to 2 mA/cm^2, 20000 values: a parameter study has at most 10000 cases." + allowed);
    EXPECT_EQ(base_input::message(with_study("  set " + current + " = 1 mA/cm^2 to 2 mA/cm^2, 200 values\n  set " + thickness +
                                             " = 1 nm to 2 nm, 200 values\n")),
              "test.prm:" + std::to_string(std::stoi(last_line) - 1) +
                ": Sweep: the parameter study has more than 10000 cases. Allowed: fewer values.");
    // what a case itself rejects has the line of the study
    EXPECT_EQ(message(thickness + " = 100 nm, -1 nm").find("test.prm:" + last_line + ": Coatings/shield/inner/Thickness = -1 nm: "),
              0u)
      << message(thickness + " = 100 nm, -1 nm");
  }

  TEST(BadStudy, Keys)
  {
    const std::string section = "test.prm:" + std::to_string(std::stoi(last_line) - 1) + ": Sweep: ";
    EXPECT_EQ(base_input::message(with_study("")), section + "nothing is varied. Allowed: \"set Section/Key = values\".");
    EXPECT_EQ(message("Temperature = 1, 2"), "test.prm:" + last_line +
                                               ": Sweep/Temperature = 1, 2: this is no key of the input with its section. Allowed: "
                                               "\"set Section/Key = values\", and Combination.");
    EXPECT_EQ(message("Combination = both"), section + "nothing is varied. Allowed: \"set Section/Key = values\".");
    EXPECT_EQ(
      base_input::message(with_study("  set " + current + " = 1 mA/cm^2, 2 mA/cm^2\n  set Combination = ziped\n")),
      "test.prm:" + std::to_string(std::stoi(last_line) + 1) +
        ": Sweep/Combination = ziped: this is not one of the choices. Allowed: product or zipped. Did you mean \"zipped\"?");
    EXPECT_EQ(base_input::message(with_study("  set Combination = zipped\n  set " + current + " = 1 mA/cm^2, 2 mA/cm^2\n  set " +
                                             thickness + " = 1 nm, 2 nm, 3 nm\n")),
              "test.prm:" + std::to_string(std::stoi(last_line) + 2) + ": Sweep/" + thickness +
                " = 1 nm, 2 nm, 3 nm: zipped keys have as many values each; this one has 3, the first 2. Allowed: 2 values, or "
                "Combination = product.");
    EXPECT_NE(message("Control/Aplied current density = 1 mA/cm^2, 2 mA/cm^2").find("Did you mean \"Applied current density\"?"),
              std::string::npos);
  }

  TEST(BadStudy, KeysThatOthersSet)
  {
    const auto study = with_study("  set " + current + " = 1 mA/cm^2, 2 mA/cm^2\n");
    EXPECT_EQ(base_input::message(study, {current + " = 3 mA/cm^2"}),
              "--set: " + current +
                " = 3 mA/cm^2: the parameter study varies this key. Allowed: keys that the parameter study does not vary.");
    auto with_variant = study;
    with_variant.push_back({"", "subsection Variants\n  subsection a\n    set " + current + " = 3 mA/cm^2\n  end\nend\n"});
    EXPECT_EQ(base_input::message(with_variant),
              "test.prm:" + std::to_string(std::stoi(last_line) + 4) + ": Variants/a/" + current +
                " = 3 mA/cm^2: the parameter study varies this key. Allowed: keys that the parameter study does not vary.");
  }

  TEST(StudyRuns, OneAfterTheOtherSideBySideAndAlone)
  {
    const Scratch     scratch;
    const std::string input =
      scratch.write("case.prm", base_input::with(with_study("  set " + current + " = 1 mA/cm^2 to 9 mA/cm^2, 3 values\n")));
    const auto run = [&](const std::string &folder, std::vector<std::string> options) {
      options.insert(options.begin(), {input, "--no-figures", "--output", scratch / folder});
      return run_program(scratch, options);
    };
    const auto numbers = [&](const std::string &folder) {
      std::map<std::string, nlohmann::json> all;
      const nlohmann::json                  json = summary(scratch / folder);
      EXPECT_EQ(json["status"], "complete") << folder;
      for (const auto &variant : json["variants"].items())
        all[variant.key()] = {variant.value()["quantities"], variant.value()["parameters"]};
      return all;
    };
    EXPECT_EQ(run("serial", {}).status, 0);
    EXPECT_EQ(numbers("serial").size(), 3u);

    const Ended beside = run("beside", {"--jobs", "2"});
    EXPECT_EQ(beside.status, 0) << beside.error;
    EXPECT_EQ(beside.error, "");
    EXPECT_NE(beside.out.find("3 cases, 2 at a time\n[1/3] "), std::string::npos) << beside.out;
    EXPECT_EQ(numbers("beside"), numbers("serial"));
    const Ended ranks = run("on two ranks", {"--jobs", "2", "--ranks", "2"});
    EXPECT_EQ(ranks.status, 0) << ranks.error;
    EXPECT_EQ(numbers("on two ranks").size(), 3u);

    EXPECT_EQ(run("alone", {"--case", "2"}).status, 0);
    EXPECT_FALSE(std::filesystem::exists(scratch / "alone/summary.json"));
    const Ended early = run("alone", {"--collect"});
    EXPECT_EQ(early.status, 75);
    EXPECT_EQ(early.error, "zincfield: 2 of 3 variants have not been run to their end: \"Applied current density 1 mA/cm^2\", "
                           "\"Applied current density 9 mA/cm^2\". "
                           "To run them, give the command with --resume in place of --collect.\n");
    EXPECT_EQ(summary(scratch / "alone")["status"], "unfinished");
    const Ended rest = run("alone", {"--jobs", "2", "--resume"});
    EXPECT_EQ(rest.status, 0) << rest.error;
    EXPECT_EQ(numbers("alone"), numbers("serial"));
  }

  TEST(StudyRuns, WrongOptions)
  {
    const Scratch     scratch;
    const std::string input =
      scratch.write("case.prm", base_input::with(with_study("  set " + current + " = 1 mA/cm^2, 2 mA/cm^2\n")));
    const auto error = [&](std::vector<std::string> options) {
      options.insert(options.begin(), {input, "--no-figures", "--output", scratch / "results"});
      const Ended ended = run_program(scratch, options);
      EXPECT_EQ(ended.status, 1);
      return ended.error;
    };
    EXPECT_EQ(error({"--case", "3"}), "zincfield: --case: 3: the input has no such case. Allowed: 1 to 2; --check lists them.\n");
    EXPECT_EQ(error({"--member", "3"}), "zincfield: --member is called --case now.\nzincfield: --case: 3: the input has no such "
                                        "case. Allowed: 1 to 2; --check lists them.\n");
    EXPECT_EQ(error({"--case", "0"}),
              "zincfield: --case: 0: this is no positive whole number. See zincfield --help.\n"); // arrays of batch systems begin
                                                                                                  // with 0 if not told otherwise
    EXPECT_EQ(error({"--jobs", "0"}), "zincfield: --jobs: 0: this is no positive whole number. See zincfield --help.\n");
    EXPECT_EQ(error({"--jobs", "two"}), "zincfield: --jobs: two: this is no positive whole number. See zincfield --help.\n");
    EXPECT_EQ(error({"--case", "1", "--collect"}), "zincfield: --case and --collect exclude each other. See zincfield --help.\n");
    EXPECT_EQ(error({"--resume", "--collect"}), "zincfield: --resume and --collect exclude each other. See zincfield --help.\n");
    EXPECT_EQ(error({"--jobs", "2", "--case", "1"}),
              "zincfield: --jobs goes with none of --case, --collect and --mesh-only. See zincfield --help.\n");
    EXPECT_EQ(error({"--ranks", "2"}),
              "zincfield: --ranks goes with --jobs; otherwise mpirun starts the ranks. See zincfield --help.\n");
  }
} // namespace zincfield::studies_tests
