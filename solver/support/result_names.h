#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /** Folder of a variant within that of the run: its name with what a path cannot hold replaced. */
  std::string
  folder_name(std::string variant);

  /** What a run writes beside the folders of its variants, and a new run removes. */
  const std::vector<std::string> &
  results_of_a_run();

  /** Whether the program writes a file or a folder of this name into the folder of a run; capitals do not count, which not all file
   * systems tell apart. */
  bool
  is_own_name(std::string name);
} // namespace zincfield
