#include "tests/errors/running.h"

#include "postprocess/patch_file.h"
#include "solver/results/run_log.h"
#include "solver/support/errors.h"
#include "solver/support/output_file.h"

namespace zincfield::full_files_tests
{

  namespace
  {
    /** A file that takes nothing, as on a full disk; false where the system has none. */
    bool
    full_file(const std::string &path)
    {
      if (std::filesystem::exists("/dev/full"))
        std::filesystem::create_symlink("/dev/full", path);
      return std::filesystem::exists(path);
    }

    template <typename Action>
    std::string
    message(const Action &action)
    {
      try
        {
          action();
        }
      catch (const MachineError &error)
        {
          return error.what();
        }
      return "no error";
    }

    std::string
    full(const std::string &path)
    {
      return "Cannot write " + path + ": the disk is full or the folder cannot be written.";
    }
  } // namespace

  TEST(FullFiles, FieldsOfOnePiece)
  {
    const Scratch scratch;
    if (!full_file(scratch / "volume.vtu"))
      GTEST_SKIP() << "this system has no /dev/full";
    PatchFile<2, 2> file;
    file.add_scalar("potential [V]");
    file.add_patch(1);
    EXPECT_EQ(message([&] { file.write(scratch / ".", "volume", MPI_COMM_SELF); }), full(scratch / "./volume.pvd"));
    EXPECT_EQ(message([&] { file.write(scratch / ".", "surface", MPI_COMM_SELF); }), "no error");
    full_file(scratch / "record.pvd");
    EXPECT_EQ(message([&] { file.write(scratch / ".", "record", MPI_COMM_SELF); }), full(scratch / "./record.pvd"));
  }

  TEST(FullFiles, LogAndHistory)
  {
    const Scratch scratch;
    if (!full_file(scratch / "log.txt"))
      GTEST_SKIP() << "this system has no /dev/full";
    {
      RunLog log(scratch / "log.txt", MPI_COMM_SELF);
      log.line("a line");
      EXPECT_EQ(message([&] { log.require_written(); }), full(scratch / "log.txt"));
    }
    RunLog log(scratch / "other.txt", MPI_COMM_SELF);
    full_file(scratch / "history.csv");
    EXPECT_EQ(message([&] { log.open_history(scratch / "."); }), full(scratch / "./history.csv"));
    EXPECT_EQ(message([&] { RunLog(scratch / "no folder/log.txt", MPI_COMM_SELF); }), full(scratch / "no folder/log.txt"));
  }

  TEST(FullFiles, NothingHalfWrittenTakesThePlaceOfWhatWas)
  {
    const Scratch scratch;
    scratch.write("summary.json", "before");
    if (!full_file(scratch / "summary.json.part"))
      GTEST_SKIP() << "this system has no /dev/full";
    EXPECT_EQ(message([&] { write_whole(scratch / "summary.json", "after"); }), full(scratch / "summary.json"));
    EXPECT_EQ(contents(scratch / "summary.json"), "before");
    EXPECT_EQ(message([&] { write_whole(scratch / "summary.json", "after"); }), "no error"); // the full file is gone
    EXPECT_EQ(contents(scratch / "summary.json"), "after");
  }
} // namespace zincfield::full_files_tests
