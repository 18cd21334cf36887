#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace zincfield
{
  /** A folder of this process for the temporary files of its tests (testing::TempDir(), std::filesystem::temp_directory_path()) and
   * of the programs that they start; gone with all that is in it when the process ends. */
  class TemporaryFolder
  {
  public:
    TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() / ("zincfield_tests_" + std::to_string(getpid())))
    {
      std::filesystem::create_directories(path_);
      for (const char *variable : {"TEST_TMPDIR", "TMPDIR"})
        setenv(variable, path_.c_str(), 1);
    }
    ~TemporaryFolder()
    {
      std::error_code ignored;
      std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder &) = delete;

  private:
    const std::filesystem::path path_;
  };
} // namespace zincfield
