#include "tests/errors/running.h"

namespace zincfield::machine_fails_tests
{

  namespace
  {
    const std::string short_run = "subsection Discretization\n  set Minimum cycles = 1\n  set Maximum cycles = 1\nend\n";

    /** Ends after `first`, while `second` has more unknowns than it could solve in a minute. */
    const std::string long_run =
      "subsection Variants\n  subsection first\n  end\n  subsection second\n    set Discretization/Initial refinements = 7\n"
      "    set Discretization/Maximum unknowns = 100000000\n  end\nend\n";

    /** A memory file system of a few pages; absent where the user may not mount. */
    class SmallDisk
    {
    public:
      SmallDisk(const std::string &path, const unsigned int kilobytes)
        : path_(path)
      {
        std::filesystem::create_directories(path);
        mounted = mount("tmpfs", path.c_str(), "tmpfs", 0, ("size=" + std::to_string(kilobytes) + "k").c_str()) == 0;
      }
      ~SmallDisk()
      {
        if (mounted)
          umount2(path_.c_str(), MNT_DETACH);
      }
      SmallDisk(const SmallDisk &) = delete;

      bool mounted;

    private:
      const std::string path_;
    };

    /** Either all of a run is there, or the program said that it is not, and no summary claims it. */
    bool
    expect_whole_or_said(const Ended &ended, const std::string &results, const std::string &where)
    {
      if (ended.status == 0)
        {
          EXPECT_EQ(summary(results)["status"], "complete") << where;
          EXPECT_EQ(contents(results + "/base/volume.vtu").find("</VTKFile>") == std::string::npos, false) << where;
          EXPECT_NE(contents(results + "/log.txt").find("results: "), std::string::npos) << where;
          return true;
        }
      EXPECT_EQ(ended.status, 3) << where << ended.error;
      expect_one_paragraph(ended.error);
      const bool no_checkpoint =
        ended.error.find("Not enough room for a checkpoint in ") != std::string::npos; // seen before anything is written
      EXPECT_TRUE(no_checkpoint || (ended.error.find("Cannot write ") != std::string::npos &&
                                    ended.error.find("the disk is full") != std::string::npos))
        << where << ended.error;
      if (std::filesystem::exists(results + "/summary.json"))
        {
          EXPECT_NO_THROW(summary(results)) << where;
        }
      return false;
    }
  } // namespace

  TEST(MachineFails, AFileStandsWhereAFolderShould)
  {
    for (const unsigned int ranks : {1u, 2u})
      {
        const Scratch     scratch;
        const std::string input = scratch.write("case.prm", base_input::with({{"", short_run}})),
                          file  = scratch.write("here", "mine");
        const Ended ended       = run_program(scratch, {input, "--no-figures", "--output", file}, {ranks});
        EXPECT_EQ(ended.status, 3);
        EXPECT_EQ(ended.error,
                  "zincfield: Cannot make the folder " + file + ": Not a directory. Choose another one with --output.\n");
        EXPECT_EQ(contents(file), "mine");
      }
  }

  TEST(MachineFails, FullDiskAtAnyWrite)
  {
    unsigned int whole = 0, said = 0;
    for (const unsigned int kilobytes : {4, 8, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 1024})
      {
        const Scratch     scratch;
        const std::string input = scratch.write("case.prm", base_input::with({{"", short_run}}));
        const SmallDisk   disk(scratch / "disk", kilobytes);
        if (!disk.mounted)
          GTEST_SKIP() << "this user may not mount a small file system; FullDiskOnSeveralRanks is what remains";
        const Ended ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "disk/results"});
        ++(expect_whole_or_said(ended, scratch / "disk/results", std::to_string(kilobytes) + " kB: ") ? whole : said);
      }
    EXPECT_GE(whole, 1u);
    EXPECT_GE(said, 5u);
  }

  TEST(MachineFails, FullDiskOnSeveralRanks)
  {
    if (!std::filesystem::exists("/dev/full"))
      GTEST_SKIP() << "this system has no /dev/full";
    const Scratch scratch;
    std::filesystem::create_directories(scratch / "results");
    std::filesystem::create_symlink("/dev/full", scratch / "results/log.txt");
    const std::string input = scratch.write("case.prm", base_input::with({{"", short_run}}));
    const Ended       ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"}, {2});
    EXPECT_EQ(ended.status, 3);
    EXPECT_EQ(ended.error,
              "zincfield: Cannot write " + (scratch / "results/log.txt") + ": the disk is full or the folder cannot be written.\n");
  }

  TEST(MachineFails, MeshOnAFullDisk)
  {
    const Scratch   scratch;
    const SmallDisk disk(scratch / "disk", 8); // room for the log, and not for both files
    if (!disk.mounted)
      GTEST_SKIP() << "this user may not mount a small file system";
    const Ended ended =
      run_program(scratch, {scratch.write("case.prm", base_input::with({})), "--mesh-only", "--output", scratch / "disk/results"});
    EXPECT_EQ(ended.status, 3);
    // before it, OpenMPI's own file layer says what it thinks of the disk
    const auto said = ended.error.find("zincfield: Cannot write " + (scratch / "disk/results/base/mesh_"));
    ASSERT_NE(said, std::string::npos) << ended.error;
    EXPECT_NE(ended.error.find(".vtu: the disk is full or the folder cannot be written.\n", said), std::string::npos)
      << ended.error;
  }

  TEST(Ranks, OneParagraphForAWrongInput)
  {
    const Scratch scratch;
    const Ended   ended = run_program(scratch, {scratch.write("case.prm", base_input::with({{"= bulk", "= bulc"}}))}, {2});
    EXPECT_EQ(ended.status, 1);
    expect_one_paragraph(ended.error);
  }

  TEST(Ranks, OneThatFailsAloneEndsTheOthers)
  {
    const Scratch scratch;
    // Negative on the right half only: the rank on the left waits for the other one.
    const std::string input = scratch.write("case.prm", base_input::with({{"1 mS/cm", "5 - 0.1*x [mS/cm]"}}));
    Running           how;
    how.ranks         = 2;
    how.limit         = 30.;
    const Ended ended = run_program(scratch, {input, "--no-figures", "--output", scratch / "results"}, how);
    EXPECT_EQ(ended.status, 1);
    expect_one_paragraph(ended.error);
    EXPECT_NE(ended.error.find("case.prm:20: Materials/film/Conductivity = 5 - 0.1*x [mS/cm]: the value is out of range: -"),
              std::string::npos)
      << ended.error;
  }

  TEST(Interruption, EndsAtOnceAndLeavesNothingThatLooksFinished)
  {
    for (const unsigned int ranks : {1u, 2u})
      for (const int number : {SIGINT, SIGTERM})
        {
          if (ranks == 1 && number == SIGTERM) // writes a checkpoint, see tests/restart
            continue;
          const Scratch     scratch;
          const std::string results = scratch / "results";
          Running           how;
          how.ranks = ranks;
          how.limit = 20.;
          how.then  = [&](const pid_t process) {
            ASSERT_TRUE(within(60., [&] { return std::filesystem::exists(results + "/summary.json"); }));
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            kill(process, number);
          };
          const Ended ended = run_program(
            scratch, {scratch.write("case.prm", base_input::with({{"", long_run}})), "--no-figures", "--output", results}, how);
          // OpenMPI's mpirun has a status of its own; ./zincfield -n sets it right.
          EXPECT_EQ(ended.status, ranks == 1 ? 128 + number : 1);
          EXPECT_LT(ended.seconds, 10.);
          EXPECT_EQ(count(ended.error, "zincfield: interrupted"), 1u) << ended.error;
          const auto json = summary(results);
          EXPECT_EQ(json["status"], "unfinished");
          EXPECT_EQ(json["missing"], nlohmann::json::array({"second"}));
          EXPECT_TRUE(json["variants"].contains("first"));
          EXPECT_FALSE(json["variants"].contains("second"));
          EXPECT_FALSE(std::filesystem::exists(results + "/second/volume.vtu"));
        }
  }
} // namespace zincfield::machine_fails_tests
