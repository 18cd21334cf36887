#include "tests/errors/running.h"
#include "tests/support/base_input.h"

#include "solver/input/command_line.h"
#include "solver/support/vector_units.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zincfield::command_line_tests
{

  namespace
  {
    CommandLine
    parse(std::vector<const char *> arguments)
    {
      arguments.insert(arguments.begin(), "zincfield");
      return parse_command_line(arguments.size(), arguments.data());
    }

    struct Outcome
    {
      int         status;
      std::string text; // of both streams
    };

    /** The program itself, on the base input with replacements. */
    Outcome
    program(const std::string &options, const base_input::Replacements &replacements)
    {
      const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("zincfield_" + std::to_string(getpid()) + ".prm");
      std::ofstream(file) << base_input::with(replacements);
      FILE *const            pipe = popen(("'" ZINCFIELD_PROGRAM "' " + options + " '" + file.string() + "' 2>&1").c_str(), "r");
      std::string            text;
      std::array<char, 1024> buffer;
      while (fgets(buffer.data(), buffer.size(), pipe) != nullptr)
        text += buffer.data();
      const int status = pclose(pipe);
      std::filesystem::remove(file);
      for (std::size_t at = text.find(file.string()); at != std::string::npos; at = text.find(file.string()))
        text.replace(at, file.string().size(), "test.prm");
      return {WEXITSTATUS(status), text};
    }

    /** Processor time: a busy machine is no fault of the program. */
    double
    seconds_of_children()
    {
      rusage usage;
      getrusage(RUSAGE_CHILDREN, &usage);
      return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    }
  } // namespace

  TEST(CommandLine, Options)
  {
    const CommandLine line = parse({"case.prm", "--set", "A/B = 1", "--set", "C = 2", "--variant", "bare", "--output", "there",
                                    "--mesh-only", "--no-figures", "--petsc", "-ksp_view"});
    EXPECT_EQ(line.action, CommandLine::Action::run);
    EXPECT_EQ(line.options.input_file, "case.prm");
    EXPECT_EQ(line.options.overrides, (std::vector<std::string>{"A/B = 1", "C = 2"}));
    EXPECT_EQ(line.options.variant, "bare");
    EXPECT_EQ(line.options.output_directory, "there");
    EXPECT_TRUE(line.options.mesh_only);
    EXPECT_FALSE(line.options.figures);
    EXPECT_EQ(line.options.petsc_options, "-ksp_view");
    EXPECT_EQ(parse({"--check", "case.prm"}).action, CommandLine::Action::check);
  }

  TEST(CommandLine, TheInputMayStandAfterAValue)
  {
    const CommandLine line = parse({"--set", "A/B = 1", "case.prm"});
    EXPECT_EQ(line.options.input_file, "case.prm");
    EXPECT_EQ(line.options.overrides, std::vector<std::string>{"A/B = 1"});
  }

  TEST(CommandLine, WrongOptions)
  {
    EXPECT_EQ(parse({"--chek", "case.prm"}).text,
              "zincfield: there is no option \"--chek\". Did you mean \"--check\"? See zincfield --help.\n");
    EXPECT_EQ(parse({"--chek", "case.prm"}).status, 1);
    EXPECT_EQ(parse({"--check"}).text, "zincfield: no input file is given. See zincfield --help.\n");
    EXPECT_EQ(parse({"a.prm", "b.prm"}).text, "zincfield: \"b.prm\" is too much: there is one input file. See zincfield --help.\n");
    EXPECT_EQ(parse({}).status, 0);
    EXPECT_NE(parse({}).text.find("zincfield --check INPUT"), std::string::npos);
  }

  TEST(CommandLine, Lists)
  {
    const std::string list = parse({"--list"}).text;
    for (const std::string part :
         {"protrusion", "binary salt", "Butler-Volmer", "uniform", "ZnSO4 2 M", "bare zinc (Tafel): Feng et al.",
          "hydrogen on zinc: tables of Tafel constants", "zinc oxide, dense: "})
      EXPECT_NE(list.find("\n  " + part), std::string::npos) << part;
    const auto carbonate = list.find("\n  carbonate: ");
    ASSERT_NE(carbonate, std::string::npos);
    EXPECT_NE(list.substr(carbonate, 400).find("Warning: CO2 is at equilibrium here"), std::string::npos);
  }

  TEST(CommandLine, VersionTellsTheLibraries)
  {
    const CommandLine line = parse({"--version"});
    EXPECT_EQ(line.status, 0);
    const std::string number = "[0-9]+\\.[0-9]+", numbers = number + "\\.[0-9]+", lanes = "(1 lane|[248] lanes) of doubles";
    const std::string processor             = "(; this processor has [248] \\((AVX-512|AVX2?|SSE2|NEON)\\))?";
    const std::vector<std::string> expected = {"zincfield " + numbers + "(-rc)? \\(.+, (Debug|Release)\\)",
                                               "deal\\.II " + numbers + "\\S*, " + lanes + processor,
                                               "PETSc " + numbers + ", (no )?hypre, (no )?MUMPS, (32|64)-bit indices",
                                               "p4est " + number + ".*",
                                               "muParser " + number + ".*",
                                               ".*\\(MPI [3-9]\\.[0-9]\\)"};
    std::istringstream             text(line.text);
    std::string                    found;
    for (const std::string &pattern : expected)
      {
        ASSERT_TRUE(std::getline(text, found)) << pattern;
        EXPECT_TRUE(std::regex_match(found, std::regex(pattern))) << found << "\n" << pattern;
      }
    EXPECT_FALSE(std::getline(text, found)) << found;
  }

  TEST(CommandLine, LanesThatLieIdleAreNamed)
  {
    EXPECT_EQ(note_on_narrow_lanes(1, {8, "AVX-512"}, "avx512"),
              "note: deal.II was built for 1 lane of doubles, and this processor has 8 (AVX-512). Residuals, the entries of the "
              "Jacobian and multigrid transfers do not use them; the cell kernels that apply the Jacobian do (avx512). A deal.II "
              "built with -march=native does: see \"On a cluster\" in README.md.");
    EXPECT_EQ(
      note_on_narrow_lanes(1, {4, "AVX"}, "generic"),
      "note: deal.II was built for 1 lane of doubles, and this processor has 4 (AVX). Residuals, the entries of the Jacobian "
      "and multigrid transfers do not use them. A deal.II built with -march=native does: see \"On a cluster\" in README.md.");
    EXPECT_EQ(note_on_narrow_lanes(4, {8, "AVX-512"}, "avx512"), ""); // half of them is not worth a word
    EXPECT_EQ(note_on_narrow_lanes(1, {2, "SSE2"}, "generic"), "");
    EXPECT_EQ(note_on_narrow_lanes(1, {}, "generic"), "");
  }

  TEST(CommandLine, TheManualHasTheReferenceThatTheProgramPrints)
  {
    std::ostringstream manual;
    manual << std::ifstream(ZINCFIELD_SOURCE_DIR "/docs/parameters.md").rdbuf();
    EXPECT_EQ(parse({"--reference"}).text, manual.str()) << "zincfield --reference > docs/parameters.md";
  }

  TEST(Program, CheckTakesLessThanASecond)
  {
    const double  before  = seconds_of_children();
    const Outcome outcome = program("--check", {});
    EXPECT_LT(seconds_of_children() - before, 1.);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.text.rfind("test.prm: valid\nflat cell, binary salt\n  current density 5 mA/cm^2", 0), 0u) << outcome.text;
    // RT/(2 F i_0) = 12.846 mV/(7.36 mA/cm^2), and 300 nm/(1 mS/cm)
    for (const char *const known : {"R_ct 1.75 ohm cm^2", "R_film 0.03 ohm cm^2", "gap 100 um"})
      EXPECT_NE(outcome.text.find(known), std::string::npos) << known << "\n" << outcome.text;
    EXPECT_EQ(outcome.text.find("warning"), std::string::npos) << outcome.text;
    // 300 nm/(1 mS/cm) int_0^1 exp(-s) ds
    EXPECT_NE(program("--check", {{"1 mS/cm", "exp(depth) [mS/cm]"}}).text.find("R_film 0.019 ohm cm^2"), std::string::npos);
  }

  TEST(Program, CheckListsTheRegionsAndBoundariesOfAMesh)
  {
    const Scratch scratch;
    const Ended   ended = run_program(scratch, {std::string(ZINCFIELD_SOURCE_DIR) + "/inputs/tutorials/own_mesh.prm", "--check"});
    EXPECT_EQ(ended.status, 0) << ended.error;
    EXPECT_NE(ended.out.find("  regions: electrolyte\n  boundaries: zinc, solution, walls\n"), std::string::npos) << ended.out;
  }

  TEST(Program, CheckNamesTheVariants)
  {
    const Outcome outcome = program("--check", {{"", "subsection Variants\n  subsection coated\n  end\n  subsection bare\n    set "
                                                     "Coatings/shield/Enabled = false\n  end\nend\n"}});
    EXPECT_EQ(outcome.text.rfind("test.prm: valid, 2 variants: coated, bare\n", 0), 0u) << outcome.text;
  }

  TEST(Program, CheckWarnsOfWhatIsUnusual)
  {
    EXPECT_NE(program("--check", {{"= 5 mA/cm^2", "= 10 A/m^2"}}).text.find("warning: a current density of 10 A/m^2 is 1 mA/cm^2"),
              std::string::npos);
    const std::string wide = program("--check", {{"Gap = 100 um", "Gap = 100 mm\n  set Width = 100 um"}}).text;
    EXPECT_NE(wide.find("warning: the gap is 100 mm"), std::string::npos) << wide;
    const std::string high = program("--check", {{"= 5 mA/cm^2", "= 5 A/cm^2"}}).text;
    EXPECT_NE(high.find("is above the planar limiting one"), std::string::npos) << high;
  }

  TEST(Program, CheckNamesAllErrorsAtOnce)
  {
    const Outcome outcome =
      program("--check",
              {{"Gap = 100 um", "Gap = 100 umm"}, {"Conductivity = 1 mS/cm", "Conductivity = -1 mS/cm"}, {"set Mode", "set Mod"}});
    EXPECT_EQ(outcome.status, 1);
    for (const char *const place : {"3 errors", "Geometry/Gap", "Materials/film/Conductivity", "Control/Mod"})
      EXPECT_NE(outcome.text.find(place), std::string::npos) << place << "\n" << outcome.text;
  }

  TEST(Program, WrongInputEndsWithOneAndOneParagraph)
  {
    const Outcome outcome = program("--check", {{"= bulk", "= bulc"}});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.text, "zincfield: test.prm:41: Boundaries/counter/Condition = bulc: this is not one of the choices. Allowed: "
                            "electrode, counter electrode, "
                            "bulk or insulating. Did you mean \"bulk\"?\n");
  }

  TEST(CommandLine, AllOptionsAreOnTheManualPage)
  {
    std::ifstream      file(ZINCFIELD_SOURCE_DIR "/docs/zincfield.1");
    std::ostringstream text;
    text << file.rdbuf();
    std::string page = text.str();
    page.erase(std::remove(page.begin(), page.end(), '\\'), page.end()); // troff's \-
    std::istringstream help(parse({"--help"}).text);
    unsigned int       found = 0;
    for (std::string line; std::getline(help, line);)
      if (const auto begin = line.find("--"); begin != std::string::npos && line.compare(0, 2, "  ") == 0)
        {
          const std::string option = line.substr(begin, line.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", begin) - begin);
          EXPECT_NE(page.find(option), std::string::npos) << option;
          ++found;
        }
    EXPECT_GT(found, 15u);
  }
} // namespace zincfield::command_line_tests
