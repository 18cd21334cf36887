#pragma once

#include <fstream>
#include <string>

namespace zincfield
{
  /** Closes a file; whether all of it was taken. Some file systems say only then that they are full. */
  bool
  all_written(std::ofstream &file);

  /** Whether a VTU file, or what names its pieces, goes to its end: deal.II writes some without looking. */
  bool
  ends_as_vtk(const std::string &path);

  /** What is said when it was not. */
  std::string
  not_written(const std::string &path);

  /** Writes a text to `path`: whole, or not at all. Throws MachineError. */
  void
  write_whole(const std::string &path, const std::string &text);
} // namespace zincfield
