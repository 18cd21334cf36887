#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zincfield
{
  /** A file of a sealed folder, as its manifest has it. */
  struct SealedFile
  {
    std::string   name, sha256;
    std::uint64_t size = 0;
  };

  /**
   * A folder of files that is either whole or known not to be: its file `manifest` has a line "SHA-256  size  name" for every file
   * and, last, the checksum of these lines. The functions work on one rank.
   */

  /** Writes a file and forces it to the disk. Throws MachineError. */
  SealedFile
  write_sealed_file(const std::string &folder, const std::string &name, const std::string &contents);

  /** Writes the manifest into `folder`.part, forces all to the disk, and renames the folder to `folder`. Throws MachineError. */
  void
  seal_folder(const std::string &folder, const std::vector<SealedFile> &files);

  /** Name of the folder while it is written. */
  std::string
  unsealed(const std::string &folder);

  /** The files that the manifest lists. Throws std::runtime_error, saying what is wrong with it. */
  std::vector<SealedFile>
  read_manifest(const std::string &folder);

  /** What is wrong with a file of the folder: "state_0000.bin is missing"; empty: nothing. */
  std::string
  damage(const std::string &folder, const SealedFile &file);

  /** Throws MachineError unless the file system of `folder` has room for `size` bytes more. */
  void
  require_disk_space(const std::string &folder, std::uint64_t size);
} // namespace zincfield
