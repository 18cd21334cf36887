#include "tests/restart/interrupted.h"

#include "solver/checkpoint/sealed_folder.h"
#include "solver/support/errors.h"

// Checkpoints that are not as they were written, and disks that are full.

namespace zincfield::damage_tests
{

  namespace
  {
    namespace fs = std::filesystem;

    /** An interrupted run with the checkpoints 000003 and 000004 or later; their numbers and the files of the newest. */
    struct Interrupted
    {
      Scratch                  scratch;
      std::string              input = scratch.write("case.prm", adaptive_input), kept = scratch / "kept";
      std::vector<std::string> checkpoints, files;

      Interrupted()
      {
        const Ended ended = Runs{scratch, input, kept}.run_until("low/checkpoint/000004", SIGTERM);
        EXPECT_EQ(ended.status, 75) << ended.error;
        for (const auto &entry : fs::directory_iterator(kept + "/low/checkpoint"))
          checkpoints.push_back(entry.path().filename().string());
        std::sort(checkpoints.begin(), checkpoints.end());
        EXPECT_EQ(checkpoints.size(), 2u);
        for (const auto &entry : fs::directory_iterator(kept + "/low/checkpoint/" + checkpoints.back()))
          files.push_back(entry.path().filename().string());
      }

      /** A copy of the results to be spoilt. */
      std::string
      copy() const
      {
        fs::remove_all(scratch / "results");
        fs::copy(kept, scratch / "results", fs::copy_options::recursive);
        return scratch / "results";
      }
    };

    void
    flip_bit(const std::string &file, const std::size_t at)
    {
      std::string bytes = contents(file);
      bytes[at] ^= 4;
      std::ofstream(file, std::ios::binary) << bytes;
    }
  } // namespace

  TEST(DamagedCheckpoint, IsNoticedAndTheOneBeforeIsUsed)
  {
    const Interrupted run;
    ASSERT_EQ(run.files.size(), 4u); // header, arrays, part, manifest
    const std::string newest = run.scratch / ("results/low/checkpoint/" + run.checkpoints.back()),
                      before = run.scratch / ("results/low/checkpoint/" + run.checkpoints.front());
    for (const std::string &name : run.files)
      for (const std::string damage : {"truncated", "flipped", "missing"})
        {
          const std::string results = run.copy(), file = newest + "/" + name;
          const std::size_t size = fs::file_size(file);
          if (size == 0 && damage != "missing") // nothing to spoil
            continue;
          if (damage == "truncated")
            fs::resize_file(file, size / 2);
          else if (damage == "flipped")
            flip_bit(file, size / 2);
          else
            fs::remove(file);
          const std::string what =
            name == "manifest"    ? (damage == "missing" ? "manifest is missing or empty" : "manifest is not as it was written")
            : damage == "missing" ? name + " is missing"
            : damage == "flipped" ? name + " is not as it was written (SHA-256)"
                                  : name + " has " + std::to_string(size / 2) + " bytes instead of " + std::to_string(size);
          const Ended ended = Runs{run.scratch, run.input, results}.run({"--resume", "--max-time", "0.001 s"});
          EXPECT_EQ(ended.status, 75);
          EXPECT_EQ(ended.error.find("warning: the checkpoint " + newest + " is damaged: " + what +
                                     ". It is set aside, and the one before is used if there is one.\n"),
                    0u)
            << damage << " " << ended.error;
          EXPECT_NE(ended.out.find("  going on from " + before + "\n"), std::string::npos) << damage << " " << name;
        }
  }

  TEST(DamagedCheckpoint, TheRunGivesWhatItWouldHaveGiven)
  {
    const Interrupted run;
    ASSERT_EQ((Runs{run.scratch, run.input, run.scratch / "whole"}.run().status), 0);
    const std::string results = run.copy();
    for (unsigned int n_damaged : {1u, 2u}) // of the newest; of both, which begins the variant from the start
      {
        run.copy();
        for (unsigned int i = 0; i < n_damaged; ++i)
          flip_bit(results + "/low/checkpoint/" + run.checkpoints[1 - i] + "/part_00000.bin", 1000);
        const Ended ended = Runs{run.scratch, run.input, results}.run({"--resume"});
        EXPECT_EQ(ended.status, 0) << ended.error;
        EXPECT_EQ(count(ended.error, "warning: "), n_damaged);
        EXPECT_EQ(count(ended.out, "going on from"), n_damaged == 1 ? 1u : 0u);
        expect_the_same(run.scratch / "whole", results);
      }
  }

  TEST(FullDisk, IsNoticedWhileAFileIsWritten)
  {
    const Scratch     scratch;
    const std::string disk = scratch / "disk";
    fs::create_directories(disk);
    if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=16k") != 0)
      GTEST_SKIP() << "this user may not mount a small file system";
    const auto message = [](const std::function<void()> &action) -> std::string {
      try
        {
          action();
        }
      catch (const MachineError &error)
        {
          return error.what();
        }
      return "";
    };
    EXPECT_EQ(message([&]() { write_sealed_file(disk, "part", std::string(30000, 'x')); }),
              "Cannot write the checkpoint file " + disk + "/part: No space left on device. Earlier checkpoints are as they were.");
    EXPECT_EQ(message([&]() {
                require_disk_space(disk, 30000);
              }).find("Not enough room for a checkpoint in " + disk + ": it takes 0.096 MB, the disk has "),
              0u)
      << message([&]() { require_disk_space(disk, 30000); });
    EXPECT_EQ(message([&]() { require_disk_space(scratch / "..", 30000); }), "");
    umount2(disk.c_str(), MNT_DETACH);
  }

  TEST(FullDisk, LosesNoCheckpoint)
  {
    const Interrupted run;
    const std::string results = run.scratch / "disk";
    fs::create_directories(results);
    std::uintmax_t size = 0;
    for (const auto &entry : fs::recursive_directory_iterator(run.kept))
      size += entry.is_regular_file() ? (fs::file_size(entry.path()) + 4095) / 4096 * 4096 : 4096;
    // room for what is there, but not for another checkpoint
    if (mount("tmpfs", results.c_str(), "tmpfs", 0, ("size=" + std::to_string(size + 8 * 4096)).c_str()) != 0)
      GTEST_SKIP() << "this user may not mount a small file system";
    fs::copy(run.kept, results, fs::copy_options::recursive);
    const Ended ended = Runs{run.scratch, run.input, results}.run({"--resume"});
    EXPECT_EQ(ended.status, 3);
    EXPECT_EQ(ended.error.find("zincfield: Not enough room for a checkpoint in " + results + "/low/checkpoint: it takes "), 0u)
      << ended.error;
    EXPECT_NE(ended.error.find(" left. Earlier checkpoints are as they were.\n"), std::string::npos) << ended.error;
    fs::create_directories(run.scratch / "results");
    fs::copy(results, run.scratch / "results", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    umount2(results.c_str(), MNT_DETACH);

    // on a disk with room it goes on
    ASSERT_EQ((Runs{run.scratch, run.input, run.scratch / "whole"}.run().status), 0);
    ASSERT_EQ((Runs{run.scratch, run.input, run.scratch / "results"}.run({"--resume"}).status), 0);
    expect_the_same(run.scratch / "whole", run.scratch / "results");
  }
} // namespace zincfield::damage_tests
