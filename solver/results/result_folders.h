#pragma once

#include "solver/input/case.h"

#include <string>
#include <vector>

namespace zincfield
{
  /** Throws MachineError where the disk refuses. */
  void
  make_directory(const std::string &path);

  /** Makes the folder of a run and one in it for each variant. Throws MachineError where the disk refuses. */
  void
  make_folders(const std::string &directory, const std::vector<Case> &cases);

  /**
   * Makes the folders, writes into each the input that its variant used, and removes what an earlier run left there: it is no
   * longer true. Throws InputError where two variants would share a folder, MachineError where the disk refuses.
   */
  void
  prepare_folders(const std::string &directory, const std::vector<Case> &cases);

  /** The same for the folder of one variant. */
  void
  prepare_folder(const std::string &directory, const Case &data);

  /** Writes the input that a variant used into its folder. */
  void
  write_used_input(const std::string &directory, const Case &data);
} // namespace zincfield
