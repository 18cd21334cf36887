#include "solver/input/run_options.h"

#include <filesystem>

namespace zincfield
{
  std::string
  results_directory(const RunOptions &options)
  {
    return options.output_directory.empty() ? "results/" + std::filesystem::path(options.input_file).stem().string()
                                            : options.output_directory;
  }
} // namespace zincfield
