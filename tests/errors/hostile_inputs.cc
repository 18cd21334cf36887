#include "tests/errors/running.h"

#include "solver/input/plain_text.h"
#include "solver/input/sequence.h"

#include <fcntl.h>

// Inputs that would harm: results of others, the memory of the machine, the file of results itself.

namespace zincfield::hostile_inputs_tests
{

  namespace
  {
    const std::string base_lines = std::to_string(std::count(base_input::text.begin(), base_input::text.end(), '\n'));

    std::string
    line(const int after_base)
    {
      return "test.prm:" + std::to_string(std::stoi(base_lines) + after_base) + ": ";
    }

    std::string
    variants(const std::vector<std::string> &names)
    {
      std::string text = "subsection Variants\n";
      for (const std::string &name : names)
        text += "  subsection " + name + "\n  end\n";
      return text + "end\n";
    }

    std::string
    message_of_variants(const std::vector<std::string> &names)
    {
      return base_input::message({{"", variants(names)}});
    }
  } // namespace

  TEST(CaseNames, AreThoseOfFoldersBesideTheProgramsFiles)
  {
    for (const std::string name : {".", ".."})
      EXPECT_EQ(message_of_variants({"good", name}), line(4) + "Variants/" + name + ": the results of \"" + name +
                                                       "\" go to a folder of this name, which a folder cannot have. Allowed: a "
                                                       "name other than . and .., of letters, digits and signs.");
    for (const std::string name : {"log.txt", "Summary.JSON", "summary.json.part", "figure.png", "maps.pdf", "report.html",
                                   "quantities.csv", "history.png", "impedance.pdf", "mesh.txt", "fits", "FITS", ".zincfield.lock"})
      EXPECT_EQ(message_of_variants({name}),
                line(2) + "Variants/" + name + ": the results of \"" + name +
                  "\" go to a folder of this name, which a file of the program has. Allowed: another name.");
    EXPECT_EQ(message_of_variants({std::string(256, 'n')}).substr(0, 30),
              (line(2) + "Variants/" + std::string(256, 'n')).substr(0, 30));
    EXPECT_NE(message_of_variants({std::string(256, 'n')}).find("which has 256 bytes. Allowed: at most 255 bytes."),
              std::string::npos);
    EXPECT_EQ(message_of_variants({"thin film", "Thin_Film"}),
              line(4) + "Variants/Thin_Film: its results would go to the same folder as those of \"thin film\" where file systems "
                        "do not tell capitals from "
                        "small letters. Allowed: names that differ in more than capitals.");
    for (const std::vector<std::string> &good :
         {std::vector<std::string>{"a", "b.c", "...", "-x", "log", "\xC3\xA4", std::string(255, 'n'), "base"}})
      EXPECT_EQ(message_of_variants(good), "no error");

    // values of a parameter study become names as well
    EXPECT_NE(base_input::message(
                {{"", "subsection Sweep\n  set Coatings/shield/inner/Thickness = " + std::string(300, '0') + "1 nm, 2 nm\nend\n"}})
                .find("bytes. Allowed: at most 255 bytes."),
              std::string::npos);
  }

  TEST(CaseNames, NothingIsWrittenOutsideOfTheFolder)
  {
    const Scratch     scratch;
    const std::string mine = scratch.write("history.csv", "mine");
    const Ended ended = run_program(scratch, {scratch.write("case.prm", base_input::with({{"", variants({".."})}})), "--no-figures",
                                              "--output", scratch / "results"});
    EXPECT_EQ(ended.status, 1);
    expect_one_paragraph(ended.error);
    EXPECT_EQ(contents(mine), "mine");
    EXPECT_FALSE(std::filesystem::exists(scratch / "results"));
  }

  TEST(Encodings, HalvesOfPairsOverlongFormsAndControlCharactersAreNoText)
  {
    for (const std::string bad :
         {"\xED\xA0\x80", "\xC0\x80", "\xE0\x80\xAF", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xC2\x85", "\x1B", "\x7F"})
      {
        EXPECT_NE(base_input::message({{"Title = base", "Title = b" + bad}}).find("test.prm:1: byte "), std::string::npos) << bad;
        const std::string on_the_command_line = base_input::message({}, {"Title = b" + bad});
        EXPECT_EQ(on_the_command_line.find("--set: byte "), 0u) << on_the_command_line;
        EXPECT_TRUE(find_fault(on_the_command_line).why.empty());
      }
    EXPECT_EQ(
      base_input::message({}, {"Title = Z\xFCrich"}),
      "--set: byte 252 is no UTF-8 text in \"Title = Z\\xFCrich\". Allowed: UTF-8 text, from a terminal with that encoding.");
    for (const std::string good : {"\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x94\x8B", "\xEF\xBF\xBF", "\xC2\xA0"})
      EXPECT_EQ(base_input::message({{"Title = base", "Title = b" + good}}, {"Title = c" + good}), "no error");
  }

  TEST(Encodings, ResultsAreWrittenWhateverTheNameOfTheInput)
  {
    const Scratch     scratch;
    const std::string short_run = "subsection Discretization\n  set Minimum cycles = 1\n  set Maximum cycles = 1\nend\n";
    const std::string input =
      scratch.write("c\xE4se.prm", base_input::with({{"", short_run}, {"Title = base", "Title = ends in \\\\\n"}}));
    const Ended ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"});
    EXPECT_EQ(ended.status, 0) << ended.error;
    EXPECT_EQ(summary(scratch / "results")["status"], "complete");
    EXPECT_EQ(summary(scratch / "results")["case"]["title"], "ends in \\");
    EXPECT_EQ(run_program(scratch, {"--check", scratch / "results/base/used.prm"}).status, 0);
  }

  TEST(Nesting, OfBracketsIsBounded)
  {
    const auto nested = [](const unsigned int n) { return std::string(n, '(') + "a" + std::string(n, ')'); };
    EXPECT_EQ(read_sequence(nested(50), {"a"}).size(), 1u);
    for (const unsigned int n : {51, 20000})
      try
        {
          read_sequence(nested(n), {"a"});
          ADD_FAILURE() << n;
        }
      catch (const SequenceError &error)
        {
          EXPECT_EQ(error.what(), std::string("brackets are nested more than 50 deep"));
        }
    const std::string formula =
      base_input::message({{"1 mS/cm", std::string(20000, '(') + "x" + std::string(20000, ')') + " [mS/cm]"}});
    EXPECT_EQ(formula.find("test.prm:" + base_input::line_of(base_input::text, "1 mS/cm") + ": Materials/film/Conductivity = (((("),
              0u)
      << formula.substr(0, 200);
    EXPECT_LT(formula.size(), 2000u);
  }

  TEST(Sizes, ThatNoMachineHoldsAreSaidBeforeTheyAreMade)
  {
    EXPECT_EQ(
      base_input::message({{"", "subsection Discretization\n  set Accuracy = 1e-300\nend\n"}}),
      line(2) +
        "Discretization/Accuracy = 1e-300: the value is out of range. Allowed: a number >= 1e-10 and < 1, for example \"0.5\".");
    EXPECT_EQ(base_input::message(
                {{"  set Gap = 100 um\n", "  set Dimension = 3\n  set Gap = 100 um\n  set Cells across feature = 1000\n"}}),
              "test.prm:2: Geometry: the coarse mesh would have more than 200000 cells in a row or on the metal. Allowed: fewer "
              "cells, or lengths that differ less.");
    const std::string pyramids =
      "  set Type = pyramid array\n  set Width = 1 nm\n  set Height = 1 nm\n  set Pitch = 1 m\n  set Gap = 100 um\n";
    EXPECT_EQ(base_input::message({{"  set Type = flat cell\n  set Gap = 100 um\n", pyramids}}),
              "test.prm:2: Geometry: the coarse mesh would have more than 100000 cells in a row or on the metal. Allowed: fewer "
              "cells, or lengths that differ less.");
    const std::string many =
      "subsection Sweep\n  set Control/Applied current density = 1 mA/cm^2 to 2 mA/cm^2, 10000 values\nend\n";
    EXPECT_EQ(base_input::message({{"", many + variants({"a", "b"})}}),
              line(1) + "Sweep: there are more than 10000 cases. Allowed: fewer values or variants.");
    EXPECT_NE(base_input::message({{"", "subsection Impedance\n  set Lowest frequency = 1e-300 Hz\n  set Highest frequency = 1e300 "
                                        "Hz\n  set Points per decade = 1000\nend\n"}})
                .find("more than 10000 frequencies"),
              std::string::npos);
  }

  TEST(Sizes, BeyondTheMemoryOfTheMachineAreRefused)
  {
    const Scratch     scratch;
    const std::string more =
      "subsection Discretization\n  set Initial refinements = 10\n  set Maximum unknowns = 2000000000\nend\n";
    const std::string text = base_input::with({{"  set Gap = 100 um\n", "  set Dimension = 3\n  set Gap = 100 um\n"}, {"", more}});
    Running           how;
    how.limit = 50.;
    const Ended ended =
      run_program(scratch, {scratch.write("case.prm", text), "--mesh-only", "--output", scratch / "results"}, how);
    EXPECT_EQ(ended.status, 1) << ended.error;
    expect_one_paragraph(ended.error);
    EXPECT_NE(ended.error.find("case.prm:" + base_input::line_of(text, "Initial refinements") +
                               ": Discretization/Initial refinements = 10: after "),
              std::string::npos)
      << ended.error;
  }

  TEST(Environment, WithoutAPathTheProgramRuns)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", base_input::with({})), here = getenv("PATH");
    unsetenv("PATH");
    const Ended ended = run_program(scratch, {"--check", input});
    setenv("PATH", here.c_str(), 1);
    EXPECT_EQ(ended.status, 0) << ended.error;
    EXPECT_EQ(ended.error, "");
  }

  TEST(Environment, TwoRunsDoNotWriteIntoOneFolder)
  {
    const Scratch     scratch;
    const std::string results = scratch / "results", input = scratch.write("case.prm", base_input::with({}));
    std::filesystem::create_directories(results);
    const int    file = open((results + "/.zincfield.lock").c_str(), O_RDWR | O_CREAT, 0600);
    struct flock lock = {};
    lock.l_type       = F_WRLCK;
    lock.l_whence     = SEEK_SET;
    ASSERT_EQ(fcntl(file, F_SETLK, &lock), 0);
    for (const std::vector<std::string> &options : {std::vector<std::string>(), {"--case", "1"}, {"--jobs", "2"}})
      {
        std::vector<std::string> words = {input, "--no-figures", "--output", results};
        words.insert(words.end(), options.begin(), options.end());
        const Ended ended = run_program(scratch, words);
        EXPECT_EQ(ended.status, 3);
        EXPECT_EQ(ended.error, "zincfield: Another run is writing into " + results + " (process " + std::to_string(getpid()) +
                                 "). Wait for it, end it, or choose another folder with --output.\n");
      }
    // a case beside others, but no run of all
    lock.l_type = F_RDLCK;
    ASSERT_EQ(fcntl(file, F_SETLK, &lock), 0);
    EXPECT_EQ(run_program(scratch, {input, "--no-figures", "--output", results, "--case", "1"}).status, 0);
    EXPECT_EQ(run_program(scratch, {input, "--no-figures", "--output", results}).status, 3);
    close(file);
    EXPECT_EQ(run_program(scratch, {input, "--no-figures", "--output", results}).status, 0);
  }

  TEST(Environment, ARunDoesNotWriteOverItsInput)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("results/base/used.prm", base_input::with({}));
    const Ended ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results", "--set", "Title = other"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.error,
              "zincfield: " + input + ": the run would write over its input. Allowed: another folder, with --output.\n");
    EXPECT_EQ(contents(input), base_input::with({}));
  }
} // namespace zincfield::hostile_inputs_tests
