#include "tests/restart/interrupted.h"

#include "solver/checkpoint/sealed_folder.h"

// What was not solved is said by whoever reads its result, and files of fields are those that were written.

namespace zincfield::failures_tests
{

  namespace
  {
    /** Three cases; the second is not given enough steps. */
    std::string
    array_input()
    {
      return base_input::with(
        {{"", "subsection Discretization\n  set Minimum cycles = 1\n  set Maximum cycles = 1\nend\nsubsection Sweep\n"
              "  set Solver/Newton steps = 30, 1, 29\nend\n"}});
    }

    void
    expect_failure_of_the_second(const Ended &ended, const std::string &results, const std::string &how)
    {
      EXPECT_EQ(ended.status, 2) << how << ended.error;
      EXPECT_NE(ended.error.find("1 of 3 variants was not solved. Variant \"Newton steps 1\": "), std::string::npos)
        << how << ended.error;
      const nlohmann::json json = summary(results);
      EXPECT_EQ(json["status"], "not converged") << how;
      EXPECT_TRUE(json["missing"].empty()) << how;
      for (const auto &variant : json["variants"].items())
        EXPECT_EQ(variant.value().contains("failure"), variant.key() == "Newton steps 1") << how << variant.key();
    }

    /** Spoils the header of a checkpoint and seals it again, as if it had been written so. */
    void
    reseal(const std::string &folder, const std::string &header)
    {
      std::vector<SealedFile> files = read_manifest(folder);
      std::filesystem::rename(folder, unsealed(folder));
      for (SealedFile &file : files)
        if (file.name == "header.json")
          file = write_sealed_file(unsealed(folder), file.name, header);
      seal_folder(folder, files);
    }

    /** Every file that a collection of fields names; how many there are of each kind. */
    std::map<std::string, unsigned int>
    named_files(const std::string &collection)
    {
      std::map<std::string, unsigned int> kinds;
      const std::string text = contents(collection), folder = std::filesystem::path(collection).parent_path().string() + "/";
      const std::regex  name("file=\"([^\"]*)\"");
      for (std::sregex_iterator match(text.begin(), text.end(), name), end; match != end; ++match)
        {
          const std::filesystem::path file = folder + (*match)[1].str();
          EXPECT_TRUE(std::filesystem::exists(file)) << file;
          ++kinds[file.extension().string()];
          if (file.extension() == ".pvtu")
            {
              const std::string record = contents(file.string());
              const std::regex  source("Source=\"([^\"]*)\"");
              for (std::sregex_iterator piece(record.begin(), record.end(), source); piece != end; ++piece)
                EXPECT_TRUE(std::filesystem::exists(file.parent_path() / (*piece)[1].str())) << file << (*piece)[1].str();
            }
        }
      return kinds;
    }
  } // namespace

  TEST(Failures, OfMembersReachTheStatus)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", array_input());
    const Runs        cases{scratch, input, scratch / "cases"}, jobs{scratch, input, scratch / "jobs"};
    EXPECT_EQ(cases.run({"--case", "1"}).status, 0);
    const Ended second = cases.run({"--case", "2"});
    EXPECT_EQ(second.status, 2);
    EXPECT_NE(second.error.find("Variant \"Newton steps 1\": "), std::string::npos) << second.error;

    // One is missing, one failed: there is something left to do, and both are said.
    const Ended early = cases.run({"--collect"});
    EXPECT_EQ(early.status, 75);
    EXPECT_NE(early.error.find("1 of 3 variants have not been run to their end: \"Newton steps 29\"."), std::string::npos)
      << early.error;
    EXPECT_NE(early.error.find("1 of 2 variants was not solved. Variant \"Newton steps 1\": "), std::string::npos) << early.error;
    EXPECT_EQ(cases.run({"--case", "3"}).status, 0);
    expect_failure_of_the_second(cases.run({"--collect"}), scratch / "cases", "--collect: ");
    expect_failure_of_the_second(cases.run({"--resume"}), scratch / "cases", "--resume: ");
    expect_failure_of_the_second(jobs.run({"--jobs", "2"}), scratch / "jobs", "--jobs: ");
  }

  TEST(Failures, AreSaidByARunThatIsStoppedLater)
  {
    const Scratch scratch;
    const Runs    runs{scratch,
                    scratch.write("case.prm", std::regex_replace(std::string(adaptive_input), std::regex("density = 5 mA"),
                                                                    "density = 50000 mA")),
                    scratch / "results"};
    const Ended   ended = runs.run_until("high/checkpoint/000002", SIGTERM);
    EXPECT_EQ(ended.status, 75);
    EXPECT_NE(ended.error.find("with --resume. Variant \"low\": "), std::string::npos) << ended.error;
  }

  TEST(DamagedCheckpoint, HeadersThatAreSealedButNotThisProgramsAreAClearError)
  {
    const Scratch scratch;
    const Runs    runs{scratch, scratch.write("case.prm", base_input::with({})), scratch / "results"};
    ASSERT_EQ(runs.run({"--max-time", "0.001 s"}).status, 75);
    const std::string    folder = scratch / "results/base/checkpoint/000001";
    const nlohmann::json header = nlohmann::json::parse(contents(folder + "/header.json"));
    const auto           with   = [&](const std::vector<std::string> &path, const nlohmann::json &value) {
      nlohmann::json  spoilt = header;
      nlohmann::json *place  = &spoilt;
      for (const std::string &name : path)
        place = &(*place)[name];
      *place = value;
      return spoilt.dump();
    };
    // set aside, and begun from the start
    for (const std::string &spoilt :
         {std::string("null"), std::string(5000, '['), with({"scalars"}, 7), with({"input", "Discretization/Degree"}, 2)})
      {
        const std::string copy = scratch / "copy";
        std::filesystem::copy(scratch / "results", copy, std::filesystem::copy_options::recursive);
        reseal(copy + "/base/checkpoint/000001", spoilt);
        const Ended ended = Runs{scratch, scratch / "case.prm", copy}.run({"--resume", "--max-time", "0.001 s"});
        EXPECT_EQ(ended.status, 75) << spoilt.substr(0, 100) << ended.error;
        EXPECT_EQ(ended.error.find("warning: the checkpoint " + copy +
                                   "/base/checkpoint/000001 is damaged: header.json is not as this program writes it."),
                  0u)
          << spoilt.substr(0, 100) << ended.error;
        std::filesystem::remove_all(copy);
      }
    // refused
    for (const std::string &spoilt :
         {with({"scalars"}, nlohmann::json::object()), with({"scalars", "cycle"}, "two"), with({"scalars", "result"}, nullptr),
          with({"cells"}, -1), with({"format"}, "old"), with({"scalars", "finished"}, {nullptr})})
      {
        reseal(folder, spoilt);
        const Ended ended = runs.run({"--resume"});
        EXPECT_EQ(ended.status, 1) << spoilt << ended.error;
        expect_one_paragraph(ended.error);
        EXPECT_NE(ended.error.find(folder), std::string::npos) << ended.error;
        EXPECT_EQ(ended.error.find("Internal"), std::string::npos) << ended.error;
      }
  }

  TEST(FieldSeries, NamesFilesThatThereAreOnAnyNumberOfRanks)
  {
    // one rank, two, and one again
    std::string       text    = adaptive_input;
    const std::string control = "subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 10 mA/cm^2\nend\n";
    text.replace(text.find(control), control.size(),
                 "subsection Programme\n  subsection Steps\n    subsection plate\n      set Drive = galvanostatic\n      set "
                 "Current density = 20 mA/cm^2\n"
                 "      set Duration = 0.2 s\n    end\n  end\nend\nsubsection Time\n  set Field interval = 1 ms\n  set Largest "
                 "step = 2 ms\nend\n");
    text.erase(text.find("subsection Variants"));
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", text), results = scratch / "results",
                      series = results + "/base/volume_series.pvd";
    const auto at            = [&](const unsigned int ranks) { return Runs{scratch, input, results, ranks}; };
    ASSERT_EQ(at(1).run_until("base/time_00003", SIGUSR1).status, 75);
    const unsigned int first = named_files(series)[".vtu"];
    EXPECT_GE(first, 3u);
    ASSERT_EQ(
      at(2)
        .run_until("base/time_" + std::string(first + 4 < 10 ? "0000" : "000") + std::to_string(first + 4), SIGUSR1, {"--resume"})
        .status,
      75);
    auto kinds = named_files(series);
    EXPECT_EQ(kinds[".vtu"], first);
    EXPECT_GE(kinds[".pvtu"], 3u);
    const unsigned int second = kinds[".pvtu"];
    ASSERT_EQ(at(1).run({"--resume"}).status, 0);
    kinds = named_files(series);
    EXPECT_EQ(kinds[".pvtu"], second);
    EXPECT_GT(kinds[".vtu"], first);
    EXPECT_EQ(named_files(results + "/base/volume.pvd"), (std::map<std::string, unsigned int>{{".vtu", 1}}));
    EXPECT_EQ(named_files(results + "/base/surface_series.pvd"), kinds);
  }
} // namespace zincfield::failures_tests
