#include "solver/support/output_file.h"

#include "solver/support/errors.h"

#include <filesystem>

namespace zincfield
{
  bool
  all_written(std::ofstream &file)
  {
    file.close();
    return file.good();
  }

  bool
  ends_as_vtk(const std::string &path)
  {
    const std::string    end = "</VTKFile>";
    std::ifstream        file(path, std::ios::binary | std::ios::ate);
    const auto           length = file.tellg();
    const std::streamoff tail   = 40;
    if (!file || length < tail)
      return false;
    file.seekg(-tail, std::ios::end);
    std::string text(tail, ' ');
    file.read(text.data(), tail);
    return text.find(end) != std::string::npos;
  }

  std::string
  not_written(const std::string &path)
  {
    return "Cannot write " + path + ": the disk is full or the folder cannot be written.";
  }

  void
  write_whole(const std::string &path, const std::string &text)
  {
    std::error_code   failed;
    const std::string aside = path + ".part";
    std::ofstream     file(aside);
    file << text;
    if (all_written(file))
      std::filesystem::rename(aside, path, failed);
    else
      failed = std::make_error_code(std::errc::io_error);
    if (!failed)
      return;
    std::filesystem::remove(aside, failed);
    throw MachineError(not_written(path));
  }
} // namespace zincfield
