// What a run keeps of its command and its input.
#include "solver/results/record_of_run.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace
{
  using namespace zincfield;

  std::string
  text_of(const std::string &path)
  {
    std::ifstream      file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  TEST(RecordOfRun, CommandIsQuotedForAShell)
  {
    RunOptions options;
    options.input_file = "inputs/tutorials/first_run.prm";
    EXPECT_EQ(command_of(options, 1), "zincfield inputs/tutorials/first_run.prm");
    options.overrides     = {"Control/Applied current density = 20 mA/cm^2", "Title = it's $HOME"};
    options.variant       = "bare";
    options.petsc_options = "-ksp_view";
    EXPECT_EQ(command_of(options, 3),
              "mpirun -n 3 zincfield inputs/tutorials/first_run.prm --set 'Control/Applied current density = 20 mA/cm^2' "
              "--set 'Title = it'\\''s $HOME' --variant bare --petsc -ksp_view");
    options.input_file = "";
    EXPECT_EQ(command_of(options, 1).substr(0, 13), "zincfield '' ");
  }

  TEST(RecordOfRun, InputIsCopiedAsItStood)
  {
    const std::string folder = testing::TempDir() + "record_of_run";
    std::filesystem::create_directories(folder);
    const std::string input = "# a comment\nset Title = kept\n";
    std::ofstream(folder + "/mine.prm") << input;
    RunOptions options;
    options.input_file = folder + "/mine.prm";
    write_record_of_run(folder, options, 1);
    std::ofstream(folder + "/mine.prm") << "set Title = changed later\n";
    EXPECT_EQ(text_of(folder + "/input.prm"), input);
    EXPECT_EQ(text_of(folder + "/command.txt"), command_of(options, 1) + "\n");
    std::filesystem::remove_all(folder);
  }
} // namespace
